"""One event, one case: evolve, decide, stamp; pure, and the same in services and rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from contracts.access import ACCESS_EVENTS, Access
from contracts.basis import Basis
from contracts.commands import COMMANDS
from contracts.envelope import CaseEvent, CaseId
from contracts.events.common import CommandRefused
from contracts.events.gate import (
    CommandReceived,
    GateBureauEvent,
    ProcedureVersionActivated,
)
from contracts.outcomes import CommandResult
from contracts.ports import Announcement, Issued, Message, Refused, Timer
from contracts.topics import COMMAND_RESULTS
from services.chassis.case_record import Answer, CaseRecord
from services.chassis.ids import derived_id
from services.chassis.service import Applied, Service
from services.chassis.standing import BASES_KEPT_MAX, Standing

S = TypeVar("S")
K = TypeVar("K")

TIMERS_PER_CASE_MAX = 10_000
"""More firings than this in one go mean a timer that does not go away."""

Guard = Callable[[Issued[Any], Access, Basis], None]
"""Raises `Refused` where role, unit, deny set or recusal forbid a command."""


Told = Callable[[K, S], K]
"""`(known, state after the event) → known`, with the other cases the event asks after."""


class BureauEventFailed(Exception):
    """What is in force in the whole bureau could not be applied: the partition must not go on."""


@dataclass(slots=True)
class Turn(Generic[S]):
    """What one event, or one timer, led to."""

    record: CaseRecord[S]
    announced: list[CaseEvent] = field(default_factory=list)
    messages: list[tuple[Message, str, datetime]] = field(default_factory=list)
    """With the id and the moment each of them follows from."""
    applied: list[Applied[S]] = field(default_factory=list)


class Decider(Generic[S, K]):
    """Applies events to cases as one service does."""

    def __init__(self, service: Service[S, K], guard: Guard, standing: Standing) -> None:
        self.service = service
        self.guard = guard
        self.standing = standing
        self._state = service.state
        self._known: dict[Basis, K] = {}

    def basis(self, record: CaseRecord[S]) -> Basis:
        """What is in force for the case."""
        return self.standing.basis(record.bureau, record.version)

    def known(self, record: CaseRecord[S]) -> K:
        """What the service's decisions about the case may look at."""
        basis = self.basis(record)
        found = self._known.get(basis)
        if found is None:
            if len(self._known) >= BASES_KEPT_MAX:
                self._known.clear()
            found = self._known[basis] = self.service.known(basis)
        return found

    def fresh(
        self, case_id: CaseId, bureau: int = 0, event: CaseEvent | None = None
    ) -> CaseRecord[S]:
        """The record of a case not heard of before `event`; it begins with what is in force."""
        version = self.standing.version_at(bureau, event.day) if bureau and event else 0
        return CaseRecord(case_id, self._state(), bureau=bureau, version=version)

    def catch_up(
        self, record: CaseRecord[S], count: int, partition: int, applied_to: int
    ) -> Turn[S]:
        """Put bureau-wide events in force for a case, up to the `count`-th, and say what follows.

        The timers that were due when one came strike before it: nothing depends on how late a
        case is looked at.
        """
        turn = Turn(record.copy())
        for number in range(record.bureau + 1, count + 1):
            tick = self.standing.ticks.get((partition, number))
            if tick is not None:
                self._strike(turn, tick, partition, applied_to)
            event = self.standing.event(number)
            self.age(turn.record, event)
            handler = self.service.on_bureau.get(type(event))
            if handler is not None and self.service.is_open(turn.record.state):
                try:
                    said = list(handler(turn.record.state, event, self.known(turn.record)))
                except Exception as error:
                    raise BureauEventFailed(f"{event.name} {number}") from error
                heard = self.standing.cause(number, partition)
                cause = _Cause(heard, event.occurred_at, partition, applied_to)
                self._say(turn, said, cause)
        return turn

    def age(self, record: CaseRecord[S], event: GateBureauEvent) -> None:
        """A bureau-wide event comes into force for the case; a version only where it moves it."""
        record.bureau = event.seq
        if isinstance(event, ProcedureVersionActivated) and event.open_cases == "MOVE":
            record.version = event.seq

    def is_repeat(self, record: CaseRecord[S], event: CaseEvent, source: str) -> bool:
        """Whether a crash made `source` send this event twice."""
        return event.seq <= record.seen.get(source, 0)

    def apply(
        self,
        record: CaseRecord[S],
        event: CaseEvent,
        source: str,
        told: Told[K, S] | None = None,
    ) -> Turn[S]:
        """Evolve the case by an event read from the log, and decide what follows."""
        turn = _heard(record, event, source)
        self._evolve(turn, event, event.offset)
        if isinstance(event, CommandReceived):
            self._command(turn, event, told)
            return turn
        handler = self.service.on_event.get(type(event))
        if handler is not None:
            said = handler(turn.record.state, event, self._all_known(turn.record, told))
            self._say(
                turn, said, _Cause(event.id, event.occurred_at, event.partition, event.offset + 1)
            )
        return turn

    def _all_known(self, record: CaseRecord[S], told: Told[K, S] | None) -> K:
        known = self.known(record)
        return known if told is None else told(known, record.state)

    def fire_due(
        self, record: CaseRecord[S], until: datetime, partition: int, applied_to: int
    ) -> Turn[S]:
        """Fire the case's timers due by `until`, one at a time, those armed meanwhile included.

        `applied_to` is how many events of the partition have been applied.
        """
        turn = Turn(record.copy())
        self._strike(turn, until, partition, applied_to)
        return turn

    def next_timer(self, record: CaseRecord[S]) -> Timer | None:
        """The case's earliest timer, where the service has any."""
        timers = self.service.timers
        return timers.earliest(record.state, self.known(record)) if timers else None

    def replay(self, record: CaseRecord[S], event: CaseEvent, source: str) -> Turn[S]:
        """Evolve by an event as it stands on the log, deciding nothing: how a rebuild does it."""
        if source == self.service.name:
            turn = Turn(record.copy())
            turn.record.seq = event.seq
            self._evolve(turn, event, None)
            if isinstance(event, CommandRefused):
                answer = Answer(event.code, event.clause)
                turn.record.answers = {**turn.record.answers, event.command_id: answer}
            return turn
        turn = _heard(record, event, source)
        self._evolve(turn, event, event.offset)
        if isinstance(event, CommandReceived) and self._owns(event):
            known = turn.record.answers
            answer = known.get(event.command_id, Answer())
            turn.record.answers = {**known, event.command_id: answer}
        return turn

    def _owns(self, event: CommandReceived) -> bool:
        return COMMANDS[event.type].owner == self.service.owner

    def _strike(self, turn: Turn[S], until: datetime, partition: int, applied_to: int) -> None:
        for _ in range(TIMERS_PER_CASE_MAX):
            timer = self.next_timer(turn.record)
            if timer is None or timer.due_at > until:
                return
            self._fire(turn, timer, partition, applied_to)
        raise RuntimeError(f"{self.service.name}: a timer of one case does not go away")

    def _fire(self, turn: Turn[S], timer: Timer, partition: int, applied_to: int) -> None:
        assert self.service.timers is not None
        before = turn.record.state
        said = self.service.timers.fire(before, timer, self.known(turn.record))
        self._say(turn, said, _Cause(timer.armed_by, timer.due_at, partition, applied_to))
        if self.next_timer(turn.record) == timer:
            raise RuntimeError(f"{self.service.name}: timer {timer.key} fired and did not go away")

    def _command(self, turn: Turn[S], event: CommandReceived, told: Told[K, S] | None) -> None:
        if not self._owns(event):
            return
        known_answer = turn.record.answers.get(event.command_id)
        cause = _Cause(event.command_id, event.occurred_at, event.partition, event.offset + 1)
        if known_answer is None:
            known_answer = self._answer(turn, event, told, cause)
            answers = turn.record.answers
            turn.record.answers = {**answers, event.command_id: known_answer}
        body = CommandResult.of(event, known_answer.code, known_answer.clause)
        result = Message(COMMAND_RESULTS, event.command_id, body)
        turn.messages.append((result, event.id, event.occurred_at))

    def _answer(
        self, turn: Turn[S], event: CommandReceived, told: Told[K, S] | None, cause: _Cause
    ) -> Answer:
        command = COMMANDS[event.type].model_validate(event.fields)
        issued = Issued(
            command_id=event.command_id,
            case_id=event.case_id,
            actor=event.actor,
            occurred_at=event.occurred_at,
            command=command,
            secrecy=event.secrecy,
            receipt=event.receipt,
            denied=event.denied,
        )
        try:
            said = self._decided(turn.record, issued, told)
        except Refused as refusal:
            refused = CommandRefused(
                command_id=event.command_id,
                command_type=event.type,
                code=refusal.code,
                clause=refusal.clause,
            )
            self._say(turn, [refused], cause)
            return Answer(refusal.code, refusal.clause)
        self._say(turn, said, cause)
        return Answer()

    def _decided(
        self, record: CaseRecord[S], issued: Issued[Any], told: Told[K, S] | None
    ) -> list[Announcement]:
        self.guard(issued, record.access, self.basis(record))
        handler = self.service.on_command.get(type(issued.command))
        if handler is None:
            # The contract names it, this release cannot do it yet: no state allows it.
            raise Refused("STATE_DOES_NOT_ALLOW", issued.command.clause)
        return list(handler(record.state, issued, self._all_known(record, told)))

    def _say(self, turn: Turn[S], said: Iterable[Announcement], cause: _Cause) -> None:
        for thing in said:
            if isinstance(thing, Message):
                turn.messages.append((thing, cause.id, cause.at))
            else:
                self._announce(turn, thing, cause)

    def _announce(self, turn: Turn[S], event: CaseEvent, cause: _Cause) -> None:
        record = turn.record
        assert event.seq == 0, "an event is announced once"
        record.seq += 1
        event.fill(
            case_id=record.case_id,
            id=derived_id(f"{cause.id}/{record.case_id}", self.service.name, record.seq),
            seq=record.seq,
            occurred_at=cause.at,
            caused_by=cause.id,
            decided_at=cause.applied_to,
            partition=cause.partition,
        )
        self._evolve(turn, event, None)
        turn.announced.append(event)

    def _evolve(self, turn: Turn[S], event: CaseEvent, offset: int | None) -> None:
        record = turn.record
        kind = type(event)
        step = self.service.evolve.get(kind)
        if step is not None:
            record.state = step(record.state, event)
        if kind in ACCESS_EVENTS:
            record.access = record.access.after(event)
        turn.applied.append(Applied(event, record.state, event.partition, offset))


def _heard(record: CaseRecord[S], event: CaseEvent, source: str) -> Turn[S]:
    turn = Turn(record.copy())
    turn.record.seen[source] = event.seq
    return turn


@dataclass(frozen=True, slots=True)
class _Cause:
    """What announcements follow from."""

    id: str
    at: datetime
    partition: int
    applied_to: int
