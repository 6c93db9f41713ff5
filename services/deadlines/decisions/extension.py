"""More time: asked once, before the date, and told to the petitioner (E25, E65)."""

from __future__ import annotations

from datetime import date

from contracts.commands.deadlines import NotifyExtension
from services.deadlines.decisions.known import Known
from services.deadlines.state import STATUTORY, CaseClocks, Clock


def conclusion(state: CaseClocks) -> Clock | None:
    """The date of conclusion in force, as long as it runs."""
    return next((clock for clock in state.running if clock.key in STATUTORY), None)


def can_be_asked(state: CaseClocks) -> bool:
    """A unit has the case, its date runs, and no request waits."""
    waits = state.extension.days_asked is not None
    return state.to_unit is not None and conclusion(state) is not None and not waits


def why_not(state: CaseClocks, days: int, today: date, known: Known) -> str | None:
    """The code that refuses a request; None where a leader may decide on it."""
    clock = conclusion(state)
    assert clock is not None
    assert clock.due_on is not None, "a limit in calendar days always has a date"
    if _is_bound_from_above(state, clock.due_on):
        return "EXTENSION_NOT_OURS"
    rules = known.settings.extension
    if state.extension.granted >= rules.count_max:
        return "EXTENSION_ALREADY_USED"
    if clock.is_past(today) and not rules.after_due:
        return "EXTENSION_AFTER_DUE"
    if state.extension.days_granted + days > rules.days_max:
        return "EXTENSION_OVER_LIMIT"
    return None


def is_too_late(state: CaseClocks, today: date, known: Known) -> bool:
    """Whether a request that waited until the date had passed cannot be granted any more (E65)."""
    rules, clock = known.settings.extension, conclusion(state)
    if rules.late_decision_moves or rules.after_due:
        return False
    return clock is not None and clock.is_past(today)


def is_complete(notice: NotifyExtension, state: CaseClocks) -> bool:
    """The petitioner is told a reason and the very date that was approved."""
    clock = state.clock("extended")
    return bool(notice.reason) and clock is not None and notice.new_due == clock.due_on


def _is_bound_from_above(state: CaseClocks, due_on: date) -> bool:
    superior = state.clock("superior")
    if superior is None or state.ending("superior") is not None:
        return False
    return any(order.from_above and order.due_on <= due_on for order in state.orders)
