"""What becomes of a clock: met, missed, cancelled, running again (E61, E63)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from contracts.codes import DeadlineKey
from contracts.envelope import CaseEvent
from contracts.events.deadlines import (
    CalendarHorizonReached,
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineRederived,
    DeadlineSet,
    PromiseBroken,
    PromiseKept,
    ReminderIssued,
)
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.law import is_target
from services.deadlines.decisions.reminders import REMINDED, goes_on, next_reminder
from services.deadlines.state import STATUTORY, CaseClocks, Clock, Ending


def ended(state: CaseClocks, known: Known) -> Iterator[CaseEvent]:
    """The clocks whose end was not told yet: in time, or after their day."""
    for clock in state.clocks:
        ending = state.ending(clock.key)
        if ending is None or clock.told:
            continue
        if not clock.is_past(ending.on):
            yield from _ended_in_time(clock, ending)
        elif not clock.missed:
            yield from missed(clock, state, known)


def already_past(
    state: CaseClocks, keys: Iterable[str], today: date, known: Known
) -> Iterator[CaseEvent]:
    """Clocks that start to run after their day, so that no timer can strike in time."""
    for clock in state.running:
        if clock.key in keys and clock.is_past(today) and not clock.missed:
            yield from missed(clock, state, known)


def missed(clock: Clock, state: CaseClocks, known: Known) -> Iterator[CaseEvent]:
    """The day went by."""
    assert clock.due_on is not None
    is_conclusion = clock.key in STATUTORY
    internal = is_conclusion and is_target(state, known)
    yield DeadlineMissed(
        key=clock.key,
        due_on=clock.due_on,
        internal=internal,
        statutory=is_conclusion and not internal,
    )
    if clock.key == "promise":
        yield PromiseBroken(due_on=clock.due_on)


def running_again(
    state: CaseClocks, cause: str, now: datetime, known: Known
) -> Iterator[CaseEvent]:
    """The same dates, with the reminders that lie ahead."""
    for clock in state.clocks:
        if clock.reopened:
            yield DeadlineRederived(
                key=clock.key,
                previous_due_on=clock.due_on,
                due_on=clock.due_on,
                cause=cause,
                remind_at=next_reminder(clock.key, clock.due_on, now, known),
            )


def past_horizon(state: CaseClocks, said: CaseEvent, known: Known) -> Iterator[CaseEvent]:
    """Which keys of an announcement need days the calendar does not know yet; each is told once."""
    for key in _uncounted(said, known):
        if key not in state.past_horizon:
            yield CalendarHorizonReached(key=key, horizon=known.calendar.horizon)


def _ended_in_time(clock: Clock, ending: Ending) -> Iterator[CaseEvent]:
    if not ending.kept:
        yield DeadlineCancelled(key=clock.key, cause=ending.cause)
        return
    yield DeadlineMet(key=clock.key, due_on=clock.due_on, on=ending.on)
    if clock.key == "promise" and clock.due_on is not None:
        yield PromiseKept(due_on=clock.due_on, on=ending.on)


def _uncounted(said: CaseEvent, known: Known) -> tuple[DeadlineKey, ...]:
    endless = goes_on(known)
    match said:
        case DeadlineSet(key=key) if said.provisional:
            return (key,)
        case DeadlineSet(key=key) | DeadlineRederived(key=key):
            return (key,) if endless and key in REMINDED and not said.remind_at else ()
        case ReminderIssued(planned=True) if endless:
            return tuple(key for key in said.keys if key not in said.next_at)
        case _:
            return ()
