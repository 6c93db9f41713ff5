"""Which clock strikes next."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from contracts.ports import Timer
from services.deadlines.decisions.known import Known
from services.deadlines.state import CaseClocks


class Rank(IntEnum):
    """Of one moment, what is missed comes first and reminders last."""

    MISSED = 0
    UNANSWERED = 1
    REMINDER = 2


def earliest(state: CaseClocks, _known: Known) -> Timer | None:
    """The timer that is due first."""
    return min(_timers(state), default=None)


def _timers(state: CaseClocks) -> Iterator[Timer]:
    for clock in state.running:
        if clock.missed_at is not None and not clock.missed:
            yield Timer(clock.missed_at, Rank.MISSED, clock.key, clock.armed_by)
        if clock.remind_at is not None:
            yield Timer(clock.remind_at, Rank.REMINDER, "reminder", clock.armed_by)
        grace_ends_at = clock.grace_ends_at
        if grace_ends_at is None or clock.grace_spent or state.reply_stood_at(grace_ends_at):
            continue
        yield Timer(grace_ends_at, Rank.UNANSWERED, "unanswered", clock.reminded_by)
