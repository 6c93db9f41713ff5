"""An announcement, and what follows of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contracts.envelope import CaseEvent
from contracts.events.deadlines import (
    DeadlineRederived,
    DeadlineSet,
)
from contracts.ports import Announcements
from contracts.zone import bureau_day
from services.deadlines.decisions import (
    ends,
)
from services.deadlines.decisions.known import Known
from services.deadlines.state import EVOLVE, CaseClocks


def say(state: CaseClocks, said: Iterable[CaseEvent], at: datetime, known: Known) -> Announcements:
    """Announce, and what follows of itself: the horizon, dates already past, ends."""
    started: list[str] = []
    for announced in said:
        for event in (announced, *ends.past_horizon(state, announced, known)):
            yield event
            state = evolved(state, event, at)
        if isinstance(announced, DeadlineSet | DeadlineRederived):
            started.append(announced.key)
    for event in ends.already_past(state, started, bureau_day(at), known):
        yield event
        state = evolved(state, event, at)
    yield from ends.ended(state, known)


def evolved(state: CaseClocks, event: CaseEvent, at: datetime) -> CaseClocks:
    """The state once an announcement counts."""
    evolve = EVOLVE.get(type(event))
    return evolve(state, event.stamped(occurred_at=at)) if evolve is not None else state
