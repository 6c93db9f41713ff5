"""What the gate makes of a batch: read, remembered, decided, written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from contracts.basis import Basis
from contracts.events.gate import GateBureauEvent
from contracts.zone import bureau_day
from services.chassis.batch import Batch, InForce, Lane, Outgoing, Plan, Record
from services.chassis.clock import Clock
from services.chassis.codec import cloud_headers, encode, encode_body, header
from services.chassis.database import Connection
from services.chassis.ids import derived_id
from services.chassis.ledger import Position
from services.chassis.parking import HANDLER_FAILED
from services.chassis.standing import Standing
from services.chassis.telemetry import Telemetry
from services.chassis.vault import Vault
from services.gate import store
from services.gate.decisions.declaring import DECLARING
from services.gate.handlers import ON_READING
from services.gate.handlers.readings import read
from services.gate.handlers.shapes import (
    GATE,
    Aside,
    CommandForm,
    Known,
    Moment,
    OnLog,
    Reading,
    Submission,
    Taken,
    content_ref,
    dead_letter,
    declared_ref,
    place_of,
)
from services.gate.state import Memory, PetitionKey

TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Prefetched:
    """A batch, read, with what the tables say about it."""

    now: datetime
    readings: Sequence[Reading | Taken]
    """What a bug of ours could not read is already taken: as a dead letter."""
    memory: Memory


@dataclass(frozen=True, slots=True)
class GatePlan(Plan):
    """A plan with what is to be remembered."""

    news: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True)
class GateProcessor:
    """Takes petitions and commands of both lanes, in the order of their partition."""

    known_of: Callable[[Basis], Known]
    standing: Standing
    """What is in force in the whole bureau; this gate puts it there."""
    vaults: Mapping[Lane, Vault]
    clock: Clock
    telemetry: Mapping[Lane, Telemetry]

    def searches(self, batch: Batch) -> bool:  # noqa: ARG002 - no petition is like another here
        """What two petitions have in common is for intake to find."""
        return False

    async def prefetch(self, link: Connection, batch: Batch) -> Prefetched:
        """Read the clock and every record, and ask what is remembered of them."""
        now = self.clock.now()
        await store.learn(link, self.standing)
        readings = self.readings(batch, now)
        numbers = {
            (r.source, r.petition.platform_ref) for r in readings if isinstance(r, Submission)
        }
        forms = [r for r in readings if isinstance(r, CommandForm)]
        ids = {(form.record.lane, form.submitted.command_id) for form in forms}
        about_bureau = {
            (form.record.lane, form.submitted.command_id)
            for form in forms
            if form.submitted.case_id is None
        }
        commands = await store.commands_known(link, ids - about_bureau)
        # A repeated command may belong to the case that its own went on as.
        cases = {form.submitted.case_id for form in forms if form.submitted.case_id}
        cases |= {command.case_id for command in commands.values()}
        memory = Memory(cases=await store.cases_known(link, cases), commands=commands)
        memory.answers = await store.answers_known(link, about_bureau)
        await self._open(link, forms, memory, numbers)
        memory.petitions = await store.petitions_known(link, numbers)
        return Prefetched(now, readings, memory)

    async def _open(
        self,
        link: Connection,
        forms: Sequence[CommandForm],
        memory: Memory,
        numbers: set[PetitionKey],
    ) -> None:
        """What was declared of the cases that are declared anew, and their numbers."""
        declared = {
            case_id: memory.cases[case_id]
            for form in forms
            if isinstance(form.command, DECLARING)
            and (case_id := form.submitted.case_id) in memory.cases
        }
        refs = [ref for c in declared for ref in (declared_ref(c), content_ref(c))]
        memory.contents = await store.contents(link, refs, self.vaults)
        numbers |= {
            (case.source, memory.contents[content_ref(case_id)]["platform_ref"])
            for case_id, case in declared.items()
            if content_ref(case_id) in memory.contents
        }

    def readings(self, batch: Batch, now: datetime) -> list[Reading | Taken]:
        """What each record holds, read at this moment."""
        known = self._known(len(self.standing.events), bureau_day(now))
        latest = now + timedelta(minutes=known.ahead_minutes_max)
        return [self._read(record, latest, known) for record in batch.records]

    def decide(self, batch: Batch, prefetched: Prefetched) -> GatePlan:
        """Take each message in order; one we stumble over is set aside, the others go on."""
        memory, news, outgoing = Memory(), Memory(), list[Outgoing]()
        memory.add(prefetched.memory)
        in_force = dict(batch.in_force)
        for record, reading in zip(batch.records, prefetched.readings, strict=True):
            partition = record.partition
            outgoing += self._copies(partition, in_force)
            moment = Moment(prefetched.now, in_force[partition])
            taken = self._take(reading, record, memory, moment)
            memory.add(taken.news)
            news.add(taken.news)
            for event in taken.news.bureau:
                self.standing.learn(event)
            outgoing += self._copies(partition, in_force)
            outgoing += self._outgoing(taken, record, prefetched.now)
        moved = {p: now for p, now in in_force.items() if now is not batch.in_force.get(p)}
        return GatePlan(outgoing=outgoing, in_force=moved, news=news)

    async def overdue(self, link: Connection, position: Position) -> Plan:
        """The copies a partition does not have yet of what is in force in the whole bureau."""
        await store.learn(link, self.standing)
        return self.copies(position)

    def copies(self, position: Position) -> Plan:
        """The same, of what this worker knows to be in force."""
        in_force = {position.partition: position.in_force}
        return Plan(self._copies(position.partition, in_force), in_force)

    def _copies(self, partition: int, in_force: dict[int, InForce]) -> list[Outgoing]:
        """Before anything that is judged by it stands there."""
        before = in_force.setdefault(partition, InForce())
        events = self.standing.events[before.bureau :]
        if not events:
            return []
        in_force[partition] = replace(before, bureau=len(self.standing.events))
        return [_copy(event, lane, partition) for event in events for lane in self.vaults]

    def at(self, position: Position) -> tuple[Moment, Known]:
        """Now, in this partition, and what is in force there."""
        now, in_force = self.clock.now(), position.in_force
        return Moment(now, in_force), self._known(in_force.bureau, bureau_day(now))

    def said_of(self, taken: Taken) -> GatePlan:
        """What follows from something that came on no topic."""
        outgoing = [self._on_log(one, None) for one in taken.said if isinstance(one, OnLog)]
        return GatePlan(outgoing=outgoing, news=taken.news)

    def _known(self, bureau: int, day: date) -> Known:
        version = self.standing.version_at(bureau, day)
        return self.known_of(self.standing.basis(bureau, version))

    async def record(self, link: Connection, plan: GatePlan) -> None:
        """Seal what is personal, and remember."""
        await store.remember(link, plan.news, self.vaults)

    def settle(self, plan: GatePlan) -> None:
        """Nothing is kept in memory between batches."""

    def forget(self, partitions: Sequence[int]) -> None:  # noqa: ARG002 - about all of them
        """What was about to be put in force, and was not: the table says what is."""
        self.standing.forget()

    def _read(self, record: Record, latest: datetime, known: Known) -> Reading | Taken:
        try:
            return read(record, latest, known)
        except Exception as error:
            return self._failed(record, error)

    def _take(
        self, reading: Reading | Taken, record: Record, memory: Memory, moment: Moment
    ) -> Taken:
        if isinstance(reading, Taken):
            return reading
        try:
            known = self._known(moment.in_force.bureau, bureau_day(moment.now))
            return ON_READING[type(reading)](reading, memory, moment, known)
        except Exception as error:
            return self._failed(record, error)

    def _failed(self, record: Record, error: Exception) -> Taken:
        """Our own bug stops one message, not its partition."""
        self.telemetry["restricted"].failed(GATE, error)
        # Whether it would have been RESTRICTED is not known: only that side may hear of it.
        letter = dead_letter(record, "restricted", HANDLER_FAILED, error=type(error).__name__)
        return Taken((letter,))

    def _outgoing(self, taken: Taken, record: Record, now: datetime) -> list[Outgoing]:
        messages = []
        for number, said in enumerate(taken.said):
            if isinstance(said, OnLog):
                messages.append(self._on_log(said, record))
            else:
                messages.append(_aside(said, record, number, now))
        return messages

    def _on_log(self, said: OnLog, record: Record | None) -> Outgoing:
        telemetry = self.telemetry[said.lane]
        telemetry.decided(GATE, said.event)
        parent = _traceparent(record) if record is not None else None
        with telemetry.create(GATE, said.event.case_id, said.event.name, parent) as trace:
            return encode(said.event, said.lane, GATE, trace.parent)


def _copy(event: GateBureauEvent, lane: Lane, partition: int) -> Outgoing:
    copy = event.stamped(
        id=derived_id(f"{event.caused_by}/{lane}", GATE, partition), partition=partition
    )
    return encode(copy, lane, GATE)


def _aside(said: Aside, record: Record, number: int, now: datetime) -> Outgoing:
    message_id = derived_id(f"{place_of(record)}/{said.topic}", GATE, number)
    parent = _traceparent(record)
    headers = cloud_headers(message_id, said.body.name, GATE, now, traceparent=parent)
    body = encode_body(said.body)
    return Outgoing(record.partition, said.lane, said.topic, said.key, body, headers, False)


def _traceparent(record: Record) -> str | None:
    """The sender's trace context, if it is one: anything else there could be anybody's words."""
    incoming = header(record, "traceparent") or ""
    return incoming if TRACEPARENT.fullmatch(incoming) else None
