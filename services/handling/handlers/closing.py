"""How a case ends: concluded, and the petitioner content or not."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import RecordSettlement, ReportToSuperior
from contracts.envelope import CaseEvent
from contracts.events.handling import (
    PetitionConcluded,
    PetitionSettled,
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
