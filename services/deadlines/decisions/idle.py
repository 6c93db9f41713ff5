"""When a case lies still (3.b)."""

from __future__ import annotations

from datetime import datetime

from contracts.events.deadlines import PetitionStalled
from contracts.ports import CalendarHorizon
from contracts.zone import bureau_day
from services.deadlines.decisions.known import Known
from services.deadlines.state import CaseClocks, end_of


def stalled_at(state: CaseClocks, known: Known) -> datetime | None:
    """When nothing will have happened for too long; None where nothing has to happen any more."""
    progress = state.progress
    if progress.active_at is None or progress.stall_told or state.is_over or state.is_outside:
        return None
    days = known.settings.stalled_working_days
    try:
        return end_of(known.calendar.plus_working_days(bureau_day(progress.active_at), days))
    except CalendarHorizon:
        return None


def stalled(state: CaseClocks, known: Known) -> PetitionStalled:
    """Nothing has happened since; told once until something does."""
    return PetitionStalled(
        status=state.progress.status, idle_working_days=known.settings.stalled_working_days
    )
