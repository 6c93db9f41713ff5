"""When a unit is urged, and when being urged stayed without an answer (E10, E78)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, count

from contracts.envelope import UnitCode
from contracts.events.deadlines import DeadlineApproaching, ReminderIssued, ReminderUnanswered
from contracts.ports import CalendarHorizon
from contracts.zone import bureau_day, bureau_moment
from services.deadlines.decisions.known import Known
from services.deadlines.state import CaseClocks, Clock

REMINDED: frozenset[str] = frozenset({"conclude", "extended", "superior", "channel", "promise"})
"""Each of these dates has its own series of reminders."""
PETITION_OFFICE = UnitCode("XFB")
"""It is reminded itself as long as no unit has the case."""


def next_reminder(key: str, due_on: date | None, after: datetime, known: Known) -> datetime | None:
    """The first planned reminder later than `after`; None where the calendar cannot count it."""
    if key not in REMINDED or due_on is None:
        return None
    plan = known.reminders
    offsets = chain(
        (-days for days in plan.days_before), count(plan.first_day_after, plan.then_every_days)
    )
    try:
        for offset in offsets:
            day = known.calendar.plus_working_days(due_on, offset)
            if (moment := bureau_moment(day, plan.at)) > after:
                return moment
    except CalendarHorizon:
        return None
    raise AssertionError("the series has no end but the horizon")


def planned_reminder(
    state: CaseClocks, at: datetime, known: Known
) -> Iterator[DeadlineApproaching | ReminderIssued]:
    """All reminders of one moment as one, after a word on each date that is still ahead."""
    due = [clock for clock in state.running if clock.remind_at == at]
    today = bureau_day(at)
    for clock in due:
        if clock.due_on is not None and today < clock.due_on:
            yield DeadlineApproaching(
                key=clock.key,
                due_on=clock.due_on,
                working_days_left=_days_left(clock.due_on, today, known),
            )
    following = {clock.key: next_reminder(clock.key, clock.due_on, at, known) for clock in due}
    yield ReminderIssued(
        keys=tuple(clock.key for clock in due),
        to_unit=state.to_unit or PETITION_OFFICE,
        planned=True,
        count=state.reminders + 1,
        next_at={key: moment for key, moment in following.items() if moment is not None},
        grace_ends_on=_grace(state, due, today, known),
    )


def reminder_by_hand(state: CaseClocks, today: date, note_ref: str, known: Known) -> ReminderIssued:
    """It urges for every date that runs, and leaves the plan as it is."""
    urged = [clock for clock in state.running if clock.key in REMINDED]
    return ReminderIssued(
        keys=tuple(clock.key for clock in urged),
        to_unit=state.to_unit or PETITION_OFFICE,
        planned=False,
        count=state.reminders + 1,
        note_ref=note_ref,
        grace_ends_on=_grace(state, urged, today, known),
    )


def unanswered(state: CaseClocks, at: datetime) -> ReminderUnanswered:
    """The grace of these dates ended without a reply that stands."""
    clocks = [
        clock for clock in state.running if clock.grace_ends_at == at and not clock.grace_spent
    ]
    first = clocks[0]
    assert first.reminded_on is not None
    assert first.grace_ends_on is not None
    return ReminderUnanswered(
        keys=tuple(clock.key for clock in clocks),
        reminded_on=first.reminded_on,
        grace_ended_on=first.grace_ends_on,
    )


def _grace(state: CaseClocks, urged: list[Clock], today: date, known: Known) -> date | None:
    """The last day to answer, where this is the first reminder after a date that counts."""
    if not any(state.awaits_first_reminder(clock, today) for clock in urged):
        return None
    try:
        return known.calendar.plus_working_days(today, known.grace_working_days)
    except CalendarHorizon:
        return None


def _days_left(due_on: date, today: date, known: Known) -> int:
    return next(
        days
        for days in known.reminders.days_before
        if known.calendar.plus_working_days(due_on, -days) == today
    )
