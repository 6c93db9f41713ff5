"""Two steps up from a reply: the review, then the re-examination (2005 art. 34-35, E24)."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.codes import ReviewResult, ReviewStep
from contracts.ports import Calendar
from services.handling.decisions import order
from services.handling.settings import HandlingSettings
from services.handling.state import HandlingState

OPINIONS_UNTIL_FINAL = 2
"""After the re-examination nobody else is to be asked."""


def next_step(state: HandlingState) -> ReviewStep:
    """Which of the two a request, or the opinion on it, belongs to."""
    return "REEXAMINATION" if state.review.opinions else "REVIEW"


def may_ask(state: HandlingState) -> bool:
    """Answered, no request waiting, and a body left that has not given its opinion."""
    answered = order.delivered_on(state) is not None and not state.ended
    return answered and not state.review.asked and state.review.opinions < OPINIONS_UNTIL_FINAL


def is_late(
    state: HandlingState, asked_on: date, settings: HandlingSettings, calendar: Calendar
) -> bool:
    """Asked after its window; past the calendar the bare length of the window counts."""
    from_on, days, limit = _window(state, settings)
    assert from_on is not None, "answered, or reviewed"
    due_on, _ = calendar.derive(from_on, days, "CALENDAR", limit, "10.5h")
    return asked_on > (due_on or from_on + timedelta(days=days))


def _window(state: HandlingState, settings: HandlingSettings) -> tuple[date | None, int, str]:
    if state.review.last_opinion_on is not None:
        return state.review.last_opinion_on, settings.reexamination_request_days, "B-10"
    return order.delivered_on(state), settings.review_request_days, "B-8"


def sends_back(result: ReviewResult) -> bool:
    """Whatever does not uphold the reply has the bureau at work again."""
    return result != "UPHELD"
