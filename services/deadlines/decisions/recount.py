"""Open dates, counted again by what is in force now: a calendar, a version of the procedure."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.events.deadlines import DeadlineRederived
from contracts.events.gate import CalendarPublished, ProcedureVersionActivated
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.reminders import next_reminder
from services.deadlines.state import KEPT_BY, CaseClocks, Counted

BY_CONCLUSION = frozenset({"extended", "max_extended"})
"""Counted from the limit of the conclusion, with days added."""


def again(
    state: CaseClocks, event: CalendarPublished | ProcedureVersionActivated, known: Known
) -> Iterator[DeadlineRederived]:
    """Each date that comes out otherwise; one that was met or missed stands as it was."""
    for counted in state.counted:
        if not _is_open(state, counted):
            continue
        due_on, derivation = known.calendar.derive(
            counted.start,
            _limit(counted, known),
            counted.unit,
            counted.rule,
            counted.clause,
            counted.extension_days,
            counted.excluded_days,
        )
        if due_on != counted.due_on:
            yield DeadlineRederived(
                key=counted.key,
                previous_due_on=counted.due_on,
                due_on=due_on,
                cause=event.name,
                derivation=derivation,
                remind_at=next_reminder(counted.key, due_on, event.occurred_at, known),
            )


def _is_open(state: CaseClocks, counted: Counted) -> bool:
    clock = state.clock(counted.key)
    if counted.key in KEPT_BY:
        return clock is not None and not clock.missed and state.ending(counted.key) is None
    return not state.is_over or counted.due_on is None or counted.provisional


def _limit(counted: Counted, known: Known) -> int:
    """The number in force of the row it rests on; a channel's target has none in the table."""
    if counted.key in BY_CONCLUSION:
        return known.limits["conclude"].limit
    rows = (row for row in known.limits.values() if row.id == counted.rule and row.limit)
    return next((row.limit for row in rows), counted.limit)
