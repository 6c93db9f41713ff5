"""When a unit is urged (E78)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, count

from contracts.envelope import UnitCode
from contracts.events.deadlines import DeadlineApproaching, ReminderIssued
from contracts.ports import CalendarHorizon
from contracts.zone import bureau_day, bureau_moment
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.silence import grace
from services.deadlines.state import CaseClocks

REMINDED: frozenset[str] = frozenset({"conclude", "extended", "superior", "channel", "promise"})
"""Each of these dates has its own series of reminders."""
PETITION_OFFICE = UnitCode("XFB")


def next_reminder(key: str, due_on: date | None, after: datetime, known: Known) -> datetime | None:
    """The first planned reminder later than `after`; None where the calendar cannot count it."""
    if key not in REMINDED or due_on is None:
        return None
    try:
        for offset in _offsets(known):
            day = known.calendar.plus_working_days(due_on, offset)
            if (moment := bureau_moment(day, known.settings.reminders.at)) > after:
                return moment
    except CalendarHorizon:
        return None
    return None


def office(state: CaseClocks, known: Known) -> UnitCode | None:
    """Who is urged as long as no unit has the case: the Petition Office, unless it is reported."""
    denied = frozenset(state.denied_units)
    offices = (PETITION_OFFICE, *known.settings.stand_ins)
    return next((unit for unit in offices if denied.isdisjoint(known.chain(unit))), None)


def goes_on(known: Known) -> bool:
    """Whether the plan has no end: then only the horizon of the calendar can end it."""
    return known.settings.reminders.then_every_days > 0


def _offsets(known: Known) -> Iterator[int]:
    """Working days from the date, in order."""
    plan = known.settings.reminders
    listed = (*(-days for days in plan.days_before), *plan.days_after)
    if not goes_on(known):
        return iter(listed)
    last = max(plan.days_after, default=0)
    return chain(listed, count(last + plan.then_every_days, plan.then_every_days))


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
        to_unit=state.to_unit or office(state, known),
        planned=True,
        count=state.reminders + 1,
        next_at={key: moment for key, moment in following.items() if moment is not None},
        grace_ends_on=grace(state, due, today, planned=True, known=known),
    )


def reminder_by_hand(state: CaseClocks, today: date, note_ref: str, known: Known) -> ReminderIssued:
    """It urges for every date that runs, and leaves the plan as it is."""
    urged = [clock for clock in state.running if clock.key in REMINDED]
    return ReminderIssued(
        keys=tuple(clock.key for clock in urged),
        to_unit=state.to_unit or office(state, known),
        planned=False,
        count=state.reminders + 1,
        note_ref=note_ref,
        grace_ends_on=grace(state, urged, today, planned=False, known=known),
    )


def _days_left(due_on: date, today: date, known: Known) -> int:
    return next(
        days
        for days in known.settings.reminders.days_before
        if known.calendar.plus_working_days(due_on, -days) == today
    )
