"""How a case ends, and what can still be said of it afterwards."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import (
    RecordReviewOpinion,
    RecordSettlement,
    ReportToSuperior,
    RequestReview,
)
from contracts.envelope import CaseEvent
from contracts.events.handling import (
    PetitionConcluded,
    PetitionSettled,
    ReviewOpinionRecorded,
    ReviewRequested,
    SuperiorReported,
)
from contracts.ports import Announcements, Issued
from contracts.zone import bureau_day
from services.handling.decisions import order, reply
from services.handling.decisions.known import Known
from services.handling.state import HandlingState


def conclude_what_was_answered(state: HandlingState, event: CaseEvent, _: Known) -> Announcements:
    """Accepted and answered on the spot: concluded at once, nothing to assign or sign (E69)."""
    if reply.is_answered_on_spot(state):
        yield PetitionConcluded(concluded_on=event.day, outcome_code="ON_THE_SPOT")


def report_to_superior(
    state: HandlingState, issued: Issued[ReportToSuperior], _: Known
) -> Announcements:
    """Concludes what a body above the bureau waits for (E49)."""
    command = issued.command
    verdict.allow(order.may_report_up(state), command.clause)
    verdict.not_ahead(command.on, issued)
    yield SuperiorReported(on=command.on)
    if not state.concluded:
        yield PetitionConcluded(
            concluded_on=bureau_day(issued.occurred_at), outcome_code=reply.outcome_code(state)
        )


def record_settlement(
    state: HandlingState, issued: Issued[RecordSettlement], _: Known
) -> Announcements:
    """Whether the petitioner is content: asked after the reply, never forced."""
    verdict.allow(order.delivered_on(state) is not None and not state.filed, issued.command.clause)
    yield PetitionSettled(settled=issued.command.settled)


def request_review(
    state: HandlingState, issued: Issued[RequestReview], known: Known
) -> Announcements:
    """Taken down even where it comes late: judging that is the higher body's business."""
    command = issued.command
    delivered_on = order.delivered_on(state)
    if delivered_on is None:
        raise verdict.not_now(command.clause)
    verdict.not_ahead(command.on, issued)
    days = known.settings.review_request_days
    late = reply.is_late_for_review(delivered_on, command.on, days, known.calendar)
    yield ReviewRequested(on=command.on, late=late)


def record_review_opinion(
    state: HandlingState, issued: Issued[RecordReviewOpinion], _: Known
) -> Announcements:
    """What the higher body made of it, once it was asked."""
    command = issued.command
    verdict.allow(state.review_requested, command.clause)
    verdict.not_ahead(command.on, issued)
    yield ReviewOpinionRecorded(result=command.result, on=command.on)
