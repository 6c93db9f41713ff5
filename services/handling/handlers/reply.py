"""The reply between the lead unit, the two gates of the Petition Office and the petitioner."""

from __future__ import annotations

from typing import Any

from contracts import verdict
from contracts.commands.handling import (
    DeliverReply,
    PassContent,
    PassReply,
    ReturnReply,
    SubmitReply,
)
from contracts.events.handling import (
    PetitionConcluded,
    ReceiptSigned,
    ReplyContentPassed,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
)
from contracts.ports import Announcements, Issued
from contracts.zone import bureau_day
from services.handling.decisions import order, persons
from services.handling.decisions import reply as decisions
from services.handling.decisions.known import Known
from services.handling.state import HandlingState, Standing


def submit_reply(state: HandlingState, issued: Issued[SubmitReply], known: Known) -> Announcements:
    """Stored as it is; what lacks an element goes back at once (art. 10(五))."""
    command = issued.command
    verdict.demand(persons.leads(issued.actor, state), "ROLE_NOT_ALLOWED", "4.d")
    verdict.allow(order.may_submit_reply(state), command.clause)
    version = state.replies + 1
    yield ReplySubmitted(version=version, elements=tuple(command.elements))
    receipt = decisions.completeness(state, command.elements, known.judge)
    if missing := receipt.outcome["missing"]:
        yield ReplyReturned(
            version=version,
            missing=tuple(missing),
            by_rule=True,
            count=state.returns + 1,
            receipt=receipt,
        )


def pass_content(state: HandlingState, issued: Issued[PassContent], _: Known) -> Announcements:
    """The first gate: the substance holds, the reply may go out (E26)."""
    _keeps_gates(state, issued)
    returned = order.reply_stands(state, Standing.RETURNED)
    verdict.demand(not returned, "REPLY_INCOMPLETE", "10.5b")
    verdict.allow(order.reply_stands(state, Standing.SUBMITTED), issued.command.clause)
    yield ReplyContentPassed(version=state.replies, principal=issued.actor.principal)


def return_reply(state: HandlingState, issued: Issued[ReturnReply], _: Known) -> Announcements:
    """From either gate, with the list; the clocks run on."""
    command = issued.command
    _keeps_gates(state, issued)
    at_a_gate = (Standing.SUBMITTED, Standing.CONTENT_PASSED, Standing.DELIVERED)
    verdict.allow(order.reply_stands(state, *at_a_gate), command.clause)
    yield ReplyReturned(
        version=state.replies,
        missing=tuple(command.missing),
        by_rule=False,
        count=state.returns + 1,
        reason_ref=command.reason,
    )


def deliver_reply(
    state: HandlingState, issued: Issued[DeliverReply], known: Known
) -> Announcements:
    """The petitioner gets it only once its content has passed; a platform attests the receipt."""
    command = issued.command
    verdict.demand(persons.leads(issued.actor, state), "ROLE_NOT_ALLOWED", "4.d")
    settings = known.settings
    verdict.allow(order.is_deliverable(state, settings.first_gate), command.clause)
    verdict.not_ahead(command.on, issued)
    yield ReplyDelivered(version=state.replies, by=command.by, on=command.on)
    if decisions.takes_e_receipt(state, command.by, settings.e_receipt_counts):
        yield ReceiptSigned(on=command.on)


def pass_reply(state: HandlingState, issued: Issued[PassReply], known: Known) -> Announcements:
    """The second gate: complete, so concluded unless somebody above waits for a report."""
    _keeps_gates(state, issued)
    returned = order.reply_stands(state, Standing.RETURNED)
    verdict.demand(not returned, "REPLY_INCOMPLETE", "10.5b")
    ready = order.is_ready_to_pass(state, known.settings.first_gate)
    verdict.allow(ready, issued.command.clause)
    verdict.demand(not decisions.lacks_signoff(state), "SIGNOFF_MISSING", "10.5c")
    yield ReplyPassed(version=state.replies, principal=issued.actor.principal)
    if not decisions.is_reported_up(state, known.settings.report_up_on):
        yield PetitionConcluded(
            concluded_on=bureau_day(issued.occurred_at),
            outcome_code=decisions.outcome_code(state),
        )


def _keeps_gates(state: HandlingState, issued: Issued[Any]) -> None:
    may = persons.may_keep_gates(issued.actor, state.self_handled)
    verdict.demand(may, "ROLE_NOT_ALLOWED", "15")
