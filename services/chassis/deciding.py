"""One event, one case: evolve, decide, stamp; pure, and the same in services and rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from contracts.access import ACCESS_EVENTS, Access
from contracts.basis import Basis
from contracts.commands import COMMANDS
from contracts.envelope import CaseEvent, CaseId
from contracts.events.common import CommandRefused
from contracts.events.gate import CommandReceived
from contracts.outcomes import CommandResult
from contracts.ports import Announcement, Issued, Message, Refused, Timer
from contracts.topics import COMMAND_RESULTS
from services.chassis.ids import derived_id
from services.chassis.service import Applied, Service

S = TypeVar("S")
K = TypeVar("K")

TIMERS_PER_CASE_MAX = 10_000
"""More firings than this in one go mean a timer that does not go away."""

Guard = Callable[[Issued[Any], Access, Basis], None]
"""Raises `Refused` where role, unit, deny set or recusal forbid a command."""


class Answer(NamedTuple):
    """How a command was answered: empty code = accepted."""

    code: str = ""
    clause: str = ""


@dataclass(slots=True)
class CaseRecord(Generic[S]):
    """What a service keeps of one case: its state, and what makes repeats harmless.

    A turn works on a copy of its own, so a handler that fails leaves the record as it was.
    """

    case_id: CaseId
    state: S
    seq: int = 0
    """Of its own last announcement."""
    seen: dict[str, int] = field(default_factory=dict)
    """`seq` of the last event read, per announcing service."""
    access: Access = Access()
    answers: dict[str, Answer] = field(default_factory=dict)
    """By command id; only commands this service owns."""
    trace: str = ""
    """Trace context of the last event heard: what a timer armed since then is linked to."""

    def copy(self) -> CaseRecord[S]:
        """A record to be changed without changing this one; `answers` is only ever replaced."""
        return CaseRecord(
            self.case_id,
            self.state,
            self.seq,
            self.seen.copy(),
            self.access,
            self.answers,
            self.trace,
        )


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

    def __init__(self, service: Service[S, K], guard: Guard, basis: Basis) -> None:
        self.service = service
        self.guard = guard
        self.basis = basis
        self._state = service.state
        self._known: dict[Basis, K] = {}

    def known(self, basis: Basis) -> K:
        """What the service's decisions may look at, where they stand on this basis."""
        found = self._known.get(basis)
        if found is None:
            found = self._known[basis] = self.service.known(basis)
        return found

    def fresh(self, case_id: CaseId) -> CaseRecord[S]:
        """The record of a case not heard of yet."""
        return CaseRecord(case_id=case_id, state=self._state())

    def is_repeat(self, record: CaseRecord[S], event: CaseEvent, source: str) -> bool:
        """Whether a crash made `source` send this event twice."""
        return event.seq <= record.seen.get(source, 0)

    def apply(self, record: CaseRecord[S], event: CaseEvent, source: str) -> Turn[S]:
        """Evolve the case by an event read from the log, and decide what follows."""
        turn = _heard(record, event, source)
        self._evolve(turn, event, event.offset)
        if isinstance(event, CommandReceived):
            self._command(turn, event)
            return turn
        handler = self.service.on_event.get(type(event))
        if handler is not None:
            said = handler(turn.record.state, event, self.known(self.basis))
            self._say(
                turn, said, _Cause(event.id, event.occurred_at, event.partition, event.offset + 1)
            )
        return turn

    def fire_due(
        self, record: CaseRecord[S], until: datetime, partition: int, applied_to: int
    ) -> Turn[S]:
        """Fire the case's timers due by `until`, one at a time, those armed meanwhile included.

        `applied_to` is how many events of the partition have been applied.
        """
        turn = Turn(record.copy())
        for _ in range(TIMERS_PER_CASE_MAX):
            timer = self.next_timer(turn.record)
            if timer is None or timer.due_at > until:
                return turn
            self._fire(turn, timer, partition, applied_to)
        raise RuntimeError(f"{self.service.name}: a timer of one case does not go away")

    def next_timer(self, record: CaseRecord[S]) -> Timer | None:
        """The case's earliest timer, where the service has any."""
        timers = self.service.timers
        return timers.earliest(record.state, self.known(self.basis)) if timers else None

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

    def _fire(self, turn: Turn[S], timer: Timer, partition: int, applied_to: int) -> None:
        assert self.service.timers is not None
        before = turn.record.state
        said = self.service.timers.fire(before, timer, self.known(self.basis))
        self._say(turn, said, _Cause(timer.armed_by, timer.due_at, partition, applied_to))
        if self.next_timer(turn.record) == timer:
            raise RuntimeError(f"{self.service.name}: timer {timer.key} fired and did not go away")

    def _command(self, turn: Turn[S], event: CommandReceived) -> None:
        if not self._owns(event):
            return
        known_answer = turn.record.answers.get(event.command_id)
        cause = _Cause(event.command_id, event.occurred_at, event.partition, event.offset + 1)
        if known_answer is None:
            known_answer = self._answer(turn, event, cause)
            answers = turn.record.answers
            turn.record.answers = {**answers, event.command_id: known_answer}
        body = CommandResult.of(event, known_answer.code, known_answer.clause)
        result = Message(COMMAND_RESULTS, event.command_id, body)
        turn.messages.append((result, event.id, event.occurred_at))

    def _answer(self, turn: Turn[S], event: CommandReceived, cause: _Cause) -> Answer:
        command = COMMANDS[event.type].model_validate(event.fields)
        issued = Issued(event.command_id, event.case_id, event.actor, event.occurred_at, command)
        try:
            said = self._decided(turn.record, issued)
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

    def _decided(self, record: CaseRecord[S], issued: Issued[Any]) -> list[Announcement]:
        self.guard(issued, record.access, self.basis)
        handler = self.service.on_command.get(type(issued.command))
        if handler is None:
            # The contract names it, this release cannot do it yet: no state allows it.
            raise Refused("STATE_DOES_NOT_ALLOW", issued.command.clause)
        return list(handler(record.state, issued, self.known(self.basis)))

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
