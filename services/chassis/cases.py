"""The processor of a service that reads the case log: states in, announcements and states out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from contracts.commands import COMMANDS
from contracts.envelope import BureauEvent, CaseEvent, Owner
from contracts.events import EVENTS
from contracts.events.gate import ClockTicked, CommandReceived
from contracts.ports import Message
from contracts.topics import CASES
from services.chassis import case_store, parking
from services.chassis.batch import Batch, InForce, Lane, Outgoing, Record
from services.chassis.case_plan import CasePlan, Due, Heard, Work
from services.chassis.codec import SOURCE_PREFIX, cloud_headers, decode, encode, encode_body, header
from services.chassis.database import Connection
from services.chassis.deciding import CaseRecord, Decider, Turn
from services.chassis.ids import derived_id
from services.chassis.ledger import Position
from services.chassis.ordering import TopicOf
from services.chassis.service import Applied, Service
from services.chassis.telemetry import Telemetry, Trace

S = TypeVar("S")
K = TypeVar("K")

TICK = ClockTicked.name.encode()
COMMAND = CommandReceived.name
CASE_EVENTS = tuple(e for e in EVENTS.values() if not issubclass(e, BureauEvent))


class CaseProcessor(Generic[S, K]):
    """Applies the case log to the cases of one service in one lane."""

    def __init__(
        self,
        decider: Decider[S, K],
        lane: Lane,
        telemetry: Telemetry,
        states_cached_max: int,
        slice_cases_max: int,
    ) -> None:
        self.decider = decider
        self.service: Service[S, K] = decider.service
        self.lane = lane
        self._telemetry = telemetry
        self._states_cached_max = states_cached_max
        self._slice_cases_max = slice_cases_max
        self._cache: OrderedDict[str, CaseRecord[S]] = OrderedDict()
        self._parked_cases: set[str] = set()
        self._parked_known = False
        self.codec = case_store.RecordCodec[S](self.service.state)
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

    async def prefetch(self, link: Connection, batch: Batch) -> Heard[S]:
        """What of the batch concerns us, and the records of its cases that are not in memory."""
        if not self._parked_known:
            self._parked_cases = await parking.parked_cases(link)
            self._parked_known = True
        heard = [record for record in batch.records if self.concerns_us(record)]
        wanted = {record.key.decode() for record in heard if record.key}
        missing = [case_id for case_id in wanted if case_id not in self._cache]
        return Heard(heard, await case_store.read(link, missing, self.codec))

    def decide(self, batch: Batch, prefetched: Heard[S]) -> CasePlan[S]:
        """Apply each event to its case, in order; a case whose handler fails is parked, alone."""
        work = Work(dict(prefetched.records), dict(batch.in_force))
        for record in prefetched.heard:
            if record.key:
                self._apply_or_park(work, record)
            else:
                self._tick(work, record)
        return self._plan(work, batch.in_force)

    async def record(self, link: Connection, plan: CasePlan[S]) -> None:
        """States, timers, parked events, and the service's own rows: one statement per kind."""
        await case_store.write(link, plan.changed, plan.partition_of, self.codec)
        await case_store.write_timers(link, self.timers_of(plan.changed), plan.partition_of)
        await parking.park(link, plan.parked)
        if self.service.store is not None and plan.applied:
            await self.service.store.record(link, plan.applied)

    def timers_of(self, records: Mapping[str, CaseRecord[S]]) -> dict[str, datetime | None]:
        """The earliest timer of each of these cases; nothing where the service has none."""
        if self.service.timers is None:
            return {}
        return {
            case_id: timer.due_at if (timer := self.decider.next_timer(record)) else None
            for case_id, record in records.items()
        }

    def wants(self, event: CaseEvent) -> bool:
        """Whether an event of the registry is for this service: of commands only its own."""
        if not isinstance(event, CommandReceived) or self.service.reads_everything:
            return True
        return event.type in self._commands

    def remembered(self, case_id: str) -> CaseRecord[S] | None:
        """The record of a case, where it is in memory."""
        return self._cache.get(case_id)

    def noted(self, case: CaseRecord[S], event: CaseEvent) -> CaseRecord[S]:
        """The record once an own event was read back."""
        noted = case.copy()
        noted.seen[self.service.name] = event.seq
        return noted

    def settle(self, plan: CasePlan[S]) -> None:
        """Keep the new records in memory, the least recently changed ones leave."""
        for case_id, record in plan.changed.items():
            self._cache[case_id] = record
            self._cache.move_to_end(case_id)
        while len(self._cache) > self._states_cached_max:
            self._cache.popitem(last=False)
        self._parked_cases.update(event.case_id for event in plan.parked)

    def forget(self, partitions: Sequence[int]) -> None:  # noqa: ARG002 - the cache knows none
        """Another worker may have changed any of these cases."""
        self._cache.clear()
        self._parked_known = False

    async def next_due(self, link: Connection, partitions: Sequence[int]) -> dict[int, datetime]:
        """The earliest timer of each partition that has one."""
        return await case_store.next_due(link, partitions)

    async def prefetch_due(self, link: Connection, ticks: Mapping[int, datetime]) -> Due[S]:
        """The cases whose timers are due by these ticks, those of parked cases left out."""
        cases = await case_store.due_cases(link, ticks, self._slice_cases_max)
        missing = [case_id for case_id, _ in cases if case_id not in self._cache]
        return Due(cases, await case_store.read(link, missing, self.codec))

    def decide_due(self, due: Due[S], positions: Mapping[int, Position]) -> CasePlan[S]:
        """Fire the timers of these cases, each case to its end."""
        work = Work(dict(due.records), {})
        for case_id, partition in due.cases:
            position = positions[partition]
            tick = position.in_force.tick(self.lane)
            assert tick is not None
            applied_to = position.offsets.get(TopicOf(CASES, self.lane).key, 0)
            self._fire(work, case_id, partition, tick, applied_to)
        return self._plan(work, {})

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
            return event_type == TICK
        if source == self._source and not self.service.reads_everything:
            return False
        return event_type in self._heard

    def _tick(self, work: Work[S], record: Record) -> None:
        assert record.value is not None
        at = ClockTicked.model_validate_json(record.value).at
        before = work.in_force[record.partition]
        last = before.tick(self.lane)
        if last is None or at > last:
            ticks = {**before.ticks, self.lane: at}
            work.in_force[record.partition] = replace(before, ticks=ticks)

    def _apply_or_park(self, work: Work[S], record: Record) -> None:
        assert record.key is not None
        case_id = record.key.decode()
        in_force = work.in_force[record.partition]
        if case_id in self._parked_cases or any(p.case_id == case_id for p in work.parked):
            work.parked.append(parking.Parked.waiting(record, case_id, in_force))
            return
        try:
            self._apply(work, record, case_id)
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
        event = decode(record, self.registry)
        assert event is not None
        source = (header(record, "ce_source") or "").removeprefix(SOURCE_PREFIX)
        case = self._case(work, case_id)
        if self.decider.is_repeat(case, event, source):
            return
        if source == self.service.name:
            self._note_own(work, case, event)
            return
        if not self.wants(event):
            return
        with self._telemetry.process(self.service.name, record, event) as trace:
            tick = work.in_force[record.partition].tick(self.lane)
            if self.service.timers is not None and tick is not None:
                fired = self.decider.fire_due(case, tick, record.partition, event.offset)
                if fired.announced:
                    self._keep(work, fired, record.partition, trace)
                    case = fired.record
            turn = self.decider.apply(case, event, source)
            if self.service.timers is not None:
                turn.record.trace = header(record, "traceparent") or ""
            self._keep(work, turn, record.partition, trace)

    def _note_own(self, work: Work[S], case: CaseRecord[S], event: CaseEvent) -> None:
        """An own event, read back: it was evolved when it was made; only its place is news."""
        self._remember(work, self.noted(case, event), event.partition)
        work.applied.append(Applied(event, case.state, event.partition, event.offset))

    def _fire(
        self,
        work: Work[S],
        case_id: str,
        partition: int,
        tick: datetime,
        applied_to: int,
    ) -> None:
        if case_id in self._parked_cases:
            return
        case = self._case(work, case_id)
        try:
            with self._telemetry.fired(self.service.name, case_id, case.trace) as trace:
                turn = self.decider.fire_due(case, tick, partition, applied_to)
                self._keep(work, turn, partition, trace)
        except Exception as error:
            place = parking.timer_record(case_id, partition, applied_to, self.lane)
            self._park(work, place, InForce({self.lane: tick}), error)

    def _case(self, work: Work[S], case_id: str) -> CaseRecord[S]:
        known = work.changed.get(case_id) or self._cache.get(case_id) or work.records.get(case_id)
        return known if known is not None else self.decider.fresh(case_id)  # type: ignore[arg-type]

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
        )
