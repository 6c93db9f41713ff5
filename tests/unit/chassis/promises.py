"""A service small enough to be read at one glance: it records letters and keeps promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from contracts.commands.base import Actor
from contracts.commands.intake import PromiseReply, Withdraw
from contracts.envelope import CaseEvent, CaseId, Owner, Principal, UnitCode
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.intake import OrderIncidentLogged, PromiseMade, VisitDeferred, VisitRecorded
from contracts.events.routing import AssignmentDispatched
from contracts.petition import PetitionFacts
from contracts.ports import Issued, Refused, Timer
from contracts.zone import BUREAU_ZONE
from services.chassis.deciding import Decider
from services.chassis.security import guard
from services.chassis.service import Service, Timers
from services.chassis.standing import Standing
from tests.unit.case_story import BASIS

CASE = CaseId("case-1")
RECEIVED_AT = datetime(2021, 6, 1, 9, tzinfo=BUREAU_ZONE)
CLERK = Actor(principal=Principal("demo-reception"), role="RECEPTION")
PARTITION = 3


@dataclass(frozen=True, slots=True)
class Promise:
    """Kept when its day comes."""

    due_on: date
    made_by: str


@dataclass(frozen=True, slots=True)
class Promises:
    """Letters counted, promises open."""

    letters: int = 0
    open: tuple[Promise, ...] = ()
    kept: int = 0


State = Promises
Says = Iterator[CaseEvent]


def record_letter(state: State, event: PetitionReceived, _: int) -> Says:
    """Its number is the count after it."""
    yield VisitRecorded(record_ref=f"{event.platform_ref} is letter {state.letters}")


def promise_twice(_: State, event: AssignmentDispatched, days: int) -> Says:
    """The later day first, so that their order is not the order of making."""
    for number in (2, 1):
        yield PromiseMade(due_on=event.day + timedelta(days=days * number))


def promise(state: State, issued: Issued[PromiseReply], _: int) -> Says:
    """Refused only after it has said something, which must not count."""
    yield PromiseMade(due_on=issued.command.due_on)
    if state.letters == 0:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.4b")


def earliest(state: State, _: int) -> Timer | None:
    """The promise that is due first."""
    return min((_timer(one) for one in state.open), default=None)


def _timer(one: Promise) -> Timer:
    due_at = datetime.combine(one.due_on, time(9), BUREAU_ZONE)
    return Timer(due_at, 0, one.due_on.isoformat(), one.made_by)


def keep(_: State, timer: Timer, __: int) -> Says:
    """Say which promise it was."""
    yield VisitDeferred(reason_ref=timer.key)


def keep_nothing(_: State, timer: Timer, __: int) -> Says:
    """What it says leaves the promise open."""
    yield OrderIncidentLogged(note_ref=timer.key)


def promise_again(_: State, timer: Timer, __: int) -> Says:
    """Each promise kept makes another one, due at once."""
    yield VisitDeferred(reason_ref=timer.key)
    yield PromiseMade(due_on=timer.due_at.date())


def _after_promise(state: State, event: PromiseMade) -> State:
    return replace(state, open=(*state.open, Promise(event.due_on, event.id)))


def _after_keeping(state: State, event: VisitDeferred) -> State:
    first = min(state.open, key=lambda one: one.due_on)
    assert first.due_on.isoformat() == event.reason_ref
    left = list(state.open)
    left.remove(first)
    return replace(state, open=tuple(left), kept=state.kept + 1)


def service(fire: Any = keep, **tables: Any) -> Service[Promises, int]:
    """The service; a test may give it other timers or handlers."""
    return Service(
        owner=Owner.INTAKE,
        state=Promises,
        known=lambda _: 10,
        on_event={PetitionReceived: record_letter, AssignmentDispatched: promise_twice}
        | tables.get("on_event", {}),
        on_command={PromiseReply: promise},
        evolve={
            PetitionReceived: lambda state, _: replace(state, letters=state.letters + 1),
            PromiseMade: _after_promise,
            VisitDeferred: _after_keeping,
        },
        timers=Timers(earliest, fire),
    )


def decider(fire: Any = keep, **tables: Any) -> Decider[Promises, int]:
    """It, behind the real guard."""
    return Decider(service(fire, **tables), guard, Standing(BASIS))


def letter(seq: int = 1, offset: int = 7) -> PetitionReceived:
    """A petition as read from the log."""
    event = PetitionReceived(
        source="bureau-desk",
        platform_ref="L-1",
        channel="LETTER",
        received_at=RECEIVED_AT,
        regime="2005",
        confidentiality="NORMAL",
        petition=PetitionFacts(named=True),
    )
    return event.stamped(**envelope(seq, offset))


def dispatch(seq: int = 1, offset: int = 8) -> AssignmentDispatched:
    """What routing says; two promises follow."""
    event = AssignmentDispatched(version=1, lead_unit=UnitCode("SEW"))
    return event.stamped(**envelope(seq, offset))


def order(seq: int, offset: int, /, **changes: Any) -> CommandReceived:
    """The clerk promises an answer, but for what a test says otherwise."""
    event = CommandReceived(
        command_id=changes.get("command_id", "c-1"),
        type=changes.get("type", PromiseReply.type),
        actor=changes.get("actor", CLERK),
        fields=changes.get("fields", {"due_on": date(2021, 7, 1)}),
    )
    return event.stamped(**envelope(seq, offset))


WITHDRAWAL = {"type": Withdraw.type, "fields": {}}
"""A command this service owns and has no handler for."""


def envelope(seq: int, offset: int) -> dict[str, Any]:
    """What the announcing service and the log have put on it."""
    return {
        "case_id": CASE,
        "id": f"event-{offset}",
        "seq": seq,
        "occurred_at": RECEIVED_AT + timedelta(minutes=offset),
        "caused_by": "somebody",
        "partition": PARTITION,
        "offset": offset,
    }
