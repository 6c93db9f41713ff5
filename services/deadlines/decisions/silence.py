"""When being urged stayed without an answer (T7: E10, E43, E44)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from contracts.events.deadlines import ReminderUnanswered
from contracts.ports import CalendarHorizon
from contracts.zone import bureau_day
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.law import class_of
from services.deadlines.state import CaseClocks, Clock, Urge, end_of


class Silence(NamedTuple):
    """A date went by, a unit was urged, and had its days to answer."""

    over_at: datetime
    reminded_on: date
    grace_ended_on: date
    by: str
    """Id of the first reminder."""


def silence(clock: Clock, state: CaseClocks, known: Known) -> Silence | None:
    """When it is to be announced; None as long as it is not on its way, or was answered."""
    if not clock.urged or clock.silence_told:
        return None
    rules = known.settings.silence
    counted = _counted(clock.urged, known)
    needed = max(rules.reminders_min, 1)
    if len(counted) < needed or class_of(clock.key, state, known) not in rules.clocks:
        return None
    first = counted[0]
    grace_ends_on = _grace_end(bureau_day(first.at), known)
    if grace_ends_on is None:
        return None
    over_at = max(end_of(grace_ends_on), counted[needed - 1].at)
    answered = state.reply_stood_at if rules.returned_is_none else state.replied_before
    if answered(over_at):
        return None
    return Silence(over_at, bureau_day(first.at), grace_ends_on, first.by)


def unanswered(state: CaseClocks, at: datetime, known: Known) -> ReminderUnanswered:
    """The grace of these dates ended without a reply that stands."""
    over = {
        clock.key: found
        for clock in state.running
        if (found := silence(clock, state, known)) is not None and found.over_at == at
    }
    first = next(iter(over.values()))
    return ReminderUnanswered(
        keys=tuple(over),
        reminded_on=first.reminded_on,
        grace_ended_on=first.grace_ended_on,
    )


def grace(
    state: CaseClocks, urged: Sequence[Clock], today: date, *, planned: bool, known: Known
) -> date | None:
    """The last day to answer, where this is the first reminder that counts after a date."""
    if planned and not known.settings.silence.planned_count:
        return None
    for clock in urged:
        pressed = class_of(clock.key, state, known) in known.settings.silence.clocks
        if pressed and clock.is_past(today) and not _counted(clock.urged, known):
            return _grace_end(today, known)
    return None


def _counted(urged: Sequence[Urge], known: Known) -> list[Urge]:
    every = known.settings.silence.planned_count
    return [urge for urge in urged if every or not urge.planned]


def _grace_end(reminded_on: date, known: Known) -> date | None:
    days = known.settings.silence.grace_working_days
    try:
        return known.calendar.plus_working_days(reminded_on, days)
    except CalendarHorizon:
        return None
