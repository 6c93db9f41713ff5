"""What a service makes of the case log, event by event; nothing is read or written here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from contracts.commands import COMMANDS
from contracts.envelope import CaseEvent, Owner
from contracts.events import EVENTS
from contracts.events.gate import ClockTicked, CommandReceived, GateBureauEvent
from contracts.ports import Message
from contracts.topics import CASES
from services.chassis import parking
from services.chassis.batch import Batch, InForce, Lane, Outgoing, Record
from services.chassis.case_plan import CasePlan, Due, Heard, Work
from services.chassis.case_record import CaseRecord
from services.chassis.case_store import RecordCodec
from services.chassis.codec import SOURCE_PREFIX, cloud_headers, decode, encode, encode_body, header
from services.chassis.deciding import BureauEventFailed, Decider, Told, Turn
from services.chassis.ids import derived_id
from services.chassis.ledger import Position
from services.chassis.ordering import TopicOf
from services.chassis.searching import Search
from services.chassis.service import Applied, Service
from services.chassis.standing import HEARD, Copy
from services.chassis.telemetry import Telemetry, Trace

S = TypeVar("S")
K = TypeVar("K")

TICK = ClockTicked.name.encode()
BUREAU_EVENTS: Mapping[str, type[CaseEvent]] = {ClockTicked.name: ClockTicked, **HEARD}
BUREAU_WIDE = frozenset(name.encode() for name in HEARD)
COMMAND = CommandReceived.name
CASE_EVENTS = tuple(e for e in EVENTS.values() if not issubclass(e, GateBureauEvent))


class CaseTurns(Generic[S, K]):
    """The deciding half of a case processor: a function of the log and of settled states."""

    def __init__(self, decider: Decider[S, K], lane: Lane, telemetry: Telemetry) -> None:
        self.decider = decider
        self.service: Service[S, K] = decider.service
        self.lane = lane
        self._telemetry = telemetry
        self._cache: OrderedDict[str, CaseRecord[S]] = OrderedDict()
        self._parked_cases: set[str] = set()
        self._behind: set[int] = set()
        """Partitions that may have cases a bureau-wide event is still to be applied to."""
        self._source = (SOURCE_PREFIX + self.service.name).encode()
        wanted = CASE_EVENTS if self.service.reads_everything else self.service.reads
        self.registry = {event.name: event for event in wanted}
        self.own_events = {
            event.name: event
            for event in EVENTS.values()
            if event.owner in (self.service.owner, Owner.ANY)
        }
        self._commands = {
            name for name, command in COMMANDS.items() if command.owner == self.service.owner
        }
        if self._commands:
            self.registry[COMMAND] = CommandReceived
        self._heard = frozenset(name.encode() for name in self.registry)
        self.codec = RecordCodec[S](self.service.state)
        lookup = self.service.lookup
        self.search = Search(lookup, self.registry, self.codec) if lookup else None

    def decide(self, batch: Batch, prefetched: Heard[S]) -> CasePlan[S]:
        """Apply each event to its case, in order; a case whose handler fails is parked, alone."""
        work = Work(dict(prefetched.records), dict(batch.in_force), batch.parsed, prefetched.others)
        for record in prefetched.heard:
            if record.key:
                self._apply_or_park(work, record)
            else:
                self._bureau_wide(work, record)
        return self._plan(work, batch.in_force)

    def decide_due(self, due: Due[S], positions: Mapping[int, Position]) -> CasePlan[S]:
        """Fire the timers of these cases, each case to its end."""
        work = Work(dict(due.records), {})
        for case_id, partition in due.cases:
            position = positions[partition]
            applied_to = position.offsets.get(TopicOf(CASES, self.lane).key, 0)
            self._fire(work, case_id, position, applied_to)
        return self._plan(work, {})

    def remembered(self, case_id: str) -> CaseRecord[S] | None:
        """The record of a case, where it is in memory."""
        return self._cache.get(case_id)

    def wants(self, event: CaseEvent) -> bool:
        """Whether an event of the registry is for this service: of commands only its own."""
        if not isinstance(event, CommandReceived) or self.service.reads_everything:
            return True
        return event.type in self._commands

    def noted(self, case: CaseRecord[S], event: CaseEvent) -> CaseRecord[S]:
        """The record once an own event was read back."""
        noted = case.copy()
        noted.seen[self.service.name] = event.seq
        return noted

    def concerns_us(self, record: Record) -> bool:
        """Decided by headers alone: what nobody here handles is never parsed."""
        event_type = source = None
        for key, value in record.headers:
            if key == "ce_type":
                event_type = value
            elif key == "ce_source":
                source = value
                break  # the type stands before it
        if record.key is None:
            return event_type == TICK or event_type in BUREAU_WIDE
        if source == self._source and not self.service.reads_everything:
            return False
        return event_type in self._heard

    def put_in_force(self, record: Record, before: InForce, copies: list[Copy]) -> InForce:
        """What holds in a partition after a bureau-wide event; raises where it cannot hold."""
        event = decode(record, BUREAU_EVENTS)
        if isinstance(event, ClockTicked):
            return before.ticked(self.lane, event.at)
        assert isinstance(event, GateBureauEvent)
        copy = Copy(record.partition, before.tick(self.lane), event)
        if not self.decider.standing.take(copy, before.bureau):
            return before
        copies.append(copy)
        return replace(before, bureau=event.seq)

    def _bureau_wide(self, work: Work[S], record: Record) -> None:
        before = work.in_force[record.partition]
        after = self.put_in_force(record, before, work.copies)
        work.in_force[record.partition] = after
        if self.service.on_bureau and after.bureau > before.bureau:
            self._behind.add(record.partition)

    def _apply_or_park(self, work: Work[S], record: Record) -> None:
        assert record.key is not None
        case_id = record.key.decode()
        in_force = work.in_force[record.partition]
        if case_id in self._parked_cases or any(p.case_id == case_id for p in work.parked):
            work.parked.append(parking.Parked.waiting(record, case_id, in_force))
            return
        try:
            self._apply(work, record, case_id)
        except BureauEventFailed:
            raise
        except Exception as error:
            self._park(work, record, in_force, error)

    def _park(self, work: Work[S], record: Record, in_force: InForce, error: Exception) -> None:
        """Our bug stops one case, not its partition: operators hear of it, the case waits."""
        assert record.key is not None
        case_id = record.key.decode()
        self._telemetry.parked(self.service.name, error)
        work.parked.append(parking.Parked.failed(record, case_id, in_force, error))
        work.outgoing.append(parking.dead_letter(record, self.service.name, self.lane, error))

    def _apply(self, work: Work[S], record: Record, case_id: str) -> None:
        event = work.parsed.get((record.partition, record.offset)) or decode(record, self.registry)
        assert event is not None
        source = (header(record, "ce_source") or "").removeprefix(SOURCE_PREFIX)
        in_force = work.in_force[record.partition]
        case = self._known(work, case_id) or self.decider.fresh(
            event.case_id, in_force.bureau, event
        )
        if self.decider.is_repeat(case, event, source):
            return
        if source == self.service.name:
            self._note_own(work, case, event)
            return
        if not self.wants(event):
            return
        with self._telemetry.process(self.service.name, record, event) as trace:
            if case.bureau < in_force.bureau:
                case = self._catch_up(work, case, in_force.bureau, event, trace)
            tick = in_force.tick(self.lane)
            if self.service.timers is not None and tick is not None:
                fired = self.decider.fire_due(case, tick, record.partition, event.offset)
                if fired.announced:
                    self._keep(work, fired, record.partition, trace)
                    case = fired.record
            turn = self.decider.apply(case, event, source, self._told(work, event))
            if self.service.timers is not None:
                turn.record.trace = header(record, "traceparent") or ""
            self._keep(work, turn, record.partition, trace)

    def _catch_up(
        self, work: Work[S], case: CaseRecord[S], count: int, event: CaseEvent, trace: Trace
    ) -> CaseRecord[S]:
        turn = self.decider.catch_up(case, count, event.partition, event.offset)
        self._keep(work, turn, event.partition, trace)
        return turn.record

    def _note_own(self, work: Work[S], case: CaseRecord[S], event: CaseEvent) -> None:
        """An own event, read back: it was evolved when it was made; only its place is news."""
        self._remember(work, self.noted(case, event), event.partition)
        work.applied.append(Applied(event, case.state, event.partition, event.offset))

    def _fire(
        self,
        work: Work[S],
        case_id: str,
        position: Position,
        applied_to: int,
    ) -> None:
        case = self._known(work, case_id)
        if case_id in self._parked_cases or case is None:
            return
        partition, in_force = position.partition, position.in_force
        tick = in_force.tick(self.lane)
        assert tick is not None
        try:
            with self._telemetry.fired(self.service.name, case_id, case.trace) as trace:
                turn = self.decider.catch_up(case, in_force.bureau, partition, applied_to)
                self._keep(work, turn, partition, trace)
                turn = self.decider.fire_due(turn.record, tick, partition, applied_to)
                self._keep(work, turn, partition, trace)
        except BureauEventFailed:
            raise
        except Exception as error:
            place = parking.timer_record(case_id, partition, applied_to, self.lane)
            self._park(work, place, in_force, error)

    def _told(self, work: Work[S], event: CaseEvent) -> Told[K, S] | None:
        """How the event's handler gets to know the other cases it asks after."""
        if self.search is None:
            return None
        return self.search.told(event, work.others, lambda case_id: self._known(work, case_id))

    def _known(self, work: Work[S], case_id: str) -> CaseRecord[S] | None:
        return work.changed.get(case_id) or self._cache.get(case_id) or work.records.get(case_id)

    def _keep(self, work: Work[S], turn: Turn[S], partition: int, trace: Trace) -> None:
        """All of a turn or nothing: what cannot be written down shows before anything is kept."""
        name = self.service.name
        said = [encode(event, self.lane, name, trace.parent) for event in turn.announced]
        said += [
            self._aside(number, message, partition, trace)
            for number, message in enumerate(turn.messages)
        ]
        for event in turn.announced:
            self._telemetry.decided(name, event)
        self._remember(work, turn.record, partition)
        work.applied.extend(turn.applied)
        work.outgoing.extend(said)

    def _aside(
        self, number: int, said: tuple[Message, str, datetime], partition: int, trace: Trace
    ) -> Outgoing:
        """A message outside the log, its id derived from what it follows from."""
        message, cause, at = said
        name, topic = self.service.name, message.topic
        message_id = derived_id(f"{cause}/{topic}", name, number)
        kind = message.body.name
        headers = cloud_headers(message_id, kind, name, at, message.key, trace.parent)
        body = encode_body(message.body)
        return Outgoing(partition, self.lane, topic, message.key, body, headers, False)

    def _remember(self, work: Work[S], record: CaseRecord[S], partition: int) -> None:
        work.changed[record.case_id] = record
        work.partition_of[record.case_id] = partition

    def _plan(self, work: Work[S], before: Mapping[int, InForce]) -> CasePlan[S]:
        moved = {p: now for p, now in work.in_force.items() if before.get(p) is not now}
        return CasePlan(
            outgoing=work.outgoing,
            in_force=moved,
            changed=work.changed,
            partition_of=work.partition_of,
            applied=work.applied,
            parked=work.parked,
            copies=work.copies,
        )
