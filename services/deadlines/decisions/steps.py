"""When something inside the bureau is late, and that it is urged then (B-22, B-14)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from contracts.catalogue import InternalTarget
from contracts.events.deadlines import ReminderIssued
from contracts.ports import Calendar, CalendarHorizon
from contracts.zone import bureau_day
from services.deadlines.decisions.extension import conclusion
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.reminders import office
from services.deadlines.state import CaseClocks, Step, end_of

WHOLE_PERCENT = 100
MOMENTS_KEPT_MAX = 4_096
"""Moments remembered by what they were counted from."""


def late_at(step: Step, state: CaseClocks, known: Known) -> datetime | None:
    """From when on it is late; None where it was urged already or nobody counts it."""
    target = known.steps.get(step.key)
    if step.urged or target is None:
        return None
    try:
        if step.key == "reply_before_due":
            return _before_the_date(step, state, target, known)
        if target.unit == "PERCENT":
            return _share_of_the_time(bureau_day(step.since), state, target.limit)
        return _after(known.calendar, step.since, target)
    except CalendarHorizon:
        return None


def late(state: CaseClocks, key: str, known: Known) -> ReminderIssued:
    """Whoever is to do it is urged; it is no date of the law, and nothing is missed (E63)."""
    step = next(step for step in state.progress.steps if not step.urged and timer_key(step) == key)
    return ReminderIssued(
        to_unit=step.unit or office(state, known),
        planned=True,
        count=state.reminders + 1,
        steps=(step.key,),
    )


def timer_key(step: Step) -> str:
    """Which step, of which unit."""
    return f"{step.key} {step.unit or ''}"


# A step is looked at again with every event until it is done; a calendar lives long.
@lru_cache(MOMENTS_KEPT_MAX)
def _after(calendar: Calendar, since: datetime, target: InternalTarget) -> datetime:
    day, limit = bureau_day(since), target.limit
    match target.unit:
        case "WORKING":
            return end_of(calendar.plus_working_days(day, limit))
        case "OFFICE_HOURS":
            return calendar.plus_office_hours(since, limit)
        case "HOURS":
            return since + timedelta(hours=limit)
        case "MINUTES":
            return since + timedelta(minutes=limit)
        case "CALENDAR":
            return end_of(day + timedelta(days=limit))
        case _:
            raise AssertionError(f"a step has no limit in {target.unit}")


def _share_of_the_time(day: date, state: CaseClocks, percent: int) -> datetime | None:
    """A part of the days that are left until the date of conclusion."""
    clock = conclusion(state)
    if clock is None or clock.due_on is None:
        return None
    days = (clock.due_on - day).days * percent // WHOLE_PERCENT
    return end_of(day + timedelta(days=days)) if days > 0 else None


def _before_the_date(
    step: Step, state: CaseClocks, target: InternalTarget, known: Known
) -> datetime | None:
    """The Petition Office wants some days to look at the reply; who gets it later has none."""
    clock = conclusion(state)
    if clock is None or clock.due_on is None:
        return None
    moment = end_of(known.calendar.plus_working_days(clock.due_on, -target.limit))
    return moment if moment > step.since else None
