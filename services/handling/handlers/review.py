"""Reviews of a reply by higher bodies, and what they lead to (2005 art. 34-35)."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import RecordReviewOpinion, RequestReview
from contracts.events.handling import PetitionReopened, ReviewOpinionRecorded, ReviewRequested
from contracts.ports import Announcements, Issued
from services.handling.decisions import review
from services.handling.decisions.known import Known
from services.handling.state import HandlingState


def request_review(
    state: HandlingState, issued: Issued[RequestReview], known: Known
) -> Announcements:
    """Taken down even where it comes late: judging that is the higher body's business."""
    command, settings = issued.command, known.settings
    verdict.allow(settings.review_enabled and review.may_ask(state), command.clause)
    verdict.not_ahead(command.on, issued)
    late = review.is_late(state, command.on, settings, known.calendar)
    yield ReviewRequested(on=command.on, late=late, step=review.next_step(state))


def record_review_opinion(
    state: HandlingState, issued: Issued[RecordReviewOpinion], known: Known
) -> Announcements:
    """What the higher body made of it; unless it upholds the reply, the unit is at work again."""
    command, step = issued.command, review.next_step(state)
    verdict.allow(known.settings.review_enabled and state.review.asked, command.clause)
    verdict.not_ahead(command.on, issued)
    yield ReviewOpinionRecorded(result=command.result, on=command.on, step=step)
    if review.sends_back(command.result):
        yield PetitionReopened(cause=f"{step}_{command.result}")
