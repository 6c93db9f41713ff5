"""What a visit allows at which point (art. 11; rules 9 and 18)."""

from __future__ import annotations

from datetime import date

from contracts.ports import Refused
from services.intake.decisions.known import Known
from services.intake.state import IntakeState


def check_open(state: IntakeState, clause: str) -> None:
    """Raise `Refused` unless the case is in the register and has not ended."""
    if not state.open:
        raise Refused("STATE_DOES_NOT_ALLOW", clause)


def check_visit(state: IntakeState, clause: str) -> None:
    """Raise `Refused` unless somebody came in person about a case that is open."""
    check_open(state, clause)
    if not state.visit:
        raise Refused("STATE_DOES_NOT_ALLOW", clause)


def check_read_back(state: IntakeState, clause: str) -> None:
    """Raise `Refused` unless the visitor has confirmed the record."""
    check_visit(state, clause)
    if not state.read_back:
        raise Refused("READ_BACK_MISSING", "11.3")


def may_be_answered_on_spot(state: IntakeState) -> bool:
    """Accepted, not given to anybody yet, and no report about the bureau's own."""
    waiting = state.accepted_on is not None and not state.with_units
    return waiting and not state.restricted and not state.answered_at_once


def last_day_of_promise(state: IntakeState, known: Known) -> date | None:
    """The law's limit, from acceptance or, before that, from registration."""
    start = state.accepted_on or state.registered_on
    assert start is not None, "nothing is promised about what is not registered"
    limit = known.settings.conclude_days
    due_on, _ = known.calendar.derive(start, limit, "CALENDAR", "B-6", "11.4b")
    return due_on
