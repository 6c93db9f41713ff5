"""Which clock strikes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum

from contracts.ports import Timer
from services.deadlines.decisions.idle import stalled_at
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.silence import silence
from services.deadlines.decisions.steps import late_at, timer_key
from services.deadlines.state import CaseClocks


class Rank(IntEnum):
    """Of one moment, what is missed comes first and reminders last."""

    MISSED = 0
    UNANSWERED = 1
    REMINDER = 2
    STEP = 3
    STALLED = 4


def earliest(state: CaseClocks, known: Known) -> Timer | None:
    """The timer that is due first."""
    first = min(_timers(state, known), default=None)
    return Timer._make(first) if first is not None else None


def _timers(state: CaseClocks, known: Known) -> Iterator[tuple[datetime, Rank, str, str]]:
    """The fields of each; asked after every event, so only the first is made a timer."""
    for clock in state.running:
        if clock.missed_at is not None and not clock.missed:
            yield (clock.missed_at, Rank.MISSED, clock.key, clock.armed_by)
        if clock.remind_at is not None:
            yield (clock.remind_at, Rank.REMINDER, "reminder", clock.armed_by)
        if (found := silence(clock, state, known)) is not None:
            yield (found.over_at, Rank.UNANSWERED, "unanswered", found.by)
    for step in state.progress.steps:
        if (moment := late_at(step, state, known)) is not None:
            yield (moment, Rank.STEP, timer_key(step), step.armed_by)
    if (moment := stalled_at(state, known)) is not None:
        yield (moment, Rank.STALLED, "stalled", state.progress.active_by)
