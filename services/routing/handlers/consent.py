"""What only a leader may say: no to a petition, and who looks into a report (art. 7, 10)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.routing import (
    ConsentNonAcceptance,
    DesignateInvestigator,
    RefuseNonAcceptance,
)
from contracts.envelope import CaseEvent
from contracts.events.intake import VisitorRedirected
from contracts.events.routing import (
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    NonacceptanceRefused,
)
from contracts.ports import Issued, Refused
from contracts.zone import bureau_day
from services.routing.decisions import investigation, way
from services.routing.decisions.known import Known
from services.routing.handlers.assessing import accept
from services.routing.state import Refusal, RoutingState

Events = Iterator[CaseEvent]


def on_consent_non_acceptance(
    state: RoutingState, issued: Issued[ConsentNonAcceptance], known: Known
) -> Events:
    """H1: the petition, or the part that is not ours, goes back with the ground and where to go."""
    refusal = _waiting(state)
    going = None if refusal.parts else way.back(state, known)
    yield NonacceptanceApproved(
        ground=refusal.ground,
        principal=issued.actor.principal,
        competent_bodies=refusal.competent_bodies,
        parts=refusal.parts,
        routing=going.outcome["routing"] if going else "NONE",
        receipt=going,
    )


def on_visitor_redirected(state: RoutingState, event: VisitorRedirected, known: Known) -> Events:
    """Only where the bureau reads its text so that a word to the visitor is enough (E7)."""
    if not event.ends or event.principal is None or state.accepted or state.closed:
        return
    going = way.back(state, known)
    yield NonacceptanceApproved(
        ground=state.refusal.ground if state.refusal else "OUT_OF_SCOPE",
        principal=event.principal,
        competent_bodies=event.competent_bodies,
        routing=going.outcome["routing"],
        receipt=going,
    )


def on_refuse_non_acceptance(
    state: RoutingState, issued: Issued[RefuseNonAcceptance], known: Known
) -> Events:
    """H1: accepted on this day after all; a part only joins what is accepted already."""
    refusal = _waiting(state)
    yield NonacceptanceRefused(principal=issued.actor.principal, reason_ref=issued.command.reason)
    if not refusal.parts:
        yield from accept(state, bureau_day(issued.occurred_at), "ACCEPT", (), known)


def _waiting(state: RoutingState) -> Refusal:
    if state.refusal is None or state.closed:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.1a")
    return state.refusal


def on_designate_investigator(
    state: RoutingState, issued: Issued[DesignateInvestigator], known: Known
) -> Events:
    """H10: who looks into a report stands above those reported, and is none of them."""
    body = issued.command.body
    ours = state.restricted and state.accepted and not state.closed
    if not ours or state.body is not None:
        raise Refused("STATE_DOES_NOT_ALLOW", "7.c")
    if not investigation.is_body(body, known):
        raise Refused("UNIT_UNKNOWN", "7.c")
    if not investigation.may_investigate(body, state, known):
        raise Refused("UNIT_DENIED", "7.c")
    yield InvestigationBodyDesignated(
        body=body,
        principal=issued.actor.principal,
        external=investigation.is_outside(body),
    )
