"""Somebody turns out to be complained of later: whoever must not know loses the case (art. 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.envelope import CaseEvent, UnitCode
from contracts.events.gate import AccessDenied, CaseEnded
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    PetitionClassified,
)
from contracts.events.routing import (
    AccountabilityWatch,
    AssignmentBlocked,
    AssignmentDispatched,
    AssignmentRevoked,
    CaseHandedOver,
    ConfidentialityConflictDetected,
)
from services.routing.decisions import secrecy, units, way
from services.routing.decisions.known import Known
from services.routing.decisions.scope import scope_of
from services.routing.handlers.assignment import lay_out, put_forward
from services.routing.handlers.package import hand_over
from services.routing.state import PETITION_OFFICE, RoutingState

Events = Iterator[CaseEvent]
ASSIGNMENT, INVESTIGATION = "ASSIGNMENT", "INVESTIGATION"
BREACH = "CONF-BREACH"
TO_DISCIPLINE = "RESTRICTED_TO_DISCIPLINE"


def on_petition_classified(state: RoutingState, event: PetitionClassified, known: Known) -> Events:
    """A report is not for those who handle by themselves (art. 15, 16)."""
    if event.kind == "REPORT":
        yield from hand_over(state, "CONFIDENTIALITY", known)


def on_kept_from(
    state: RoutingState, event: ConfidentialityCautioned | ConfidentialityRestricted, known: Known
) -> Events:
    """Before registration nobody has it yet; later it is taken from whoever is denied now."""
    if not state.registered or state.closed:
        return
    yield from hand_over(state, "CONFIDENTIALITY", known)
    if state.body is not None:
        yield from _without_investigator(state, state.body, known)
        return
    denied = secrecy.denied_at_work(state, known.catalogue)
    yield from _conflicts(denied, ASSIGNMENT)
    if not denied:
        return
    if state.at_work.lead_unit in denied:
        yield from _drafted_anew(state, event.day, known)
    else:
        yield from _without_helpers(state, denied)


def _conflicts(denied: tuple[UnitCode, ...], action: str) -> Events:
    for unit in denied:
        yield ConfidentialityConflictDetected(unit=unit, action=action)
        yield AssignmentBlocked(unit=unit, action=action)


def _without_investigator(state: RoutingState, body: UnitCode, known: Known) -> Events:
    """Who investigates is accused himself: another body has to be designated (H10)."""
    if known.catalogue.under(body, state.denied_units):
        yield from _conflicts((body,), INVESTIGATION)
        yield AssignmentRevoked(version=state.draft.version)


def _drafted_anew(state: RoutingState, on: date, known: Known) -> Events:
    """Whoever stands in for the unit complained of waits for a leader's word like anybody."""
    if state.dispatched is not None:
        yield AssignmentRevoked(version=state.dispatched.version)
    yield from _put_forward_again(state, on, known)


def _put_forward_again(state: RoutingState, on: date, known: Known) -> Events:
    if not state.accepted or state.restricted or state.answered_on_spot:
        return
    assert state.acceptance is not None, "what is accepted was assessed"
    proposal = units.propose(state, scope_of(state.facts, known.catalogue), known)
    going = way.channel(state, state.acceptance, proposal.lead_unit, state.package, known)
    yield from put_forward(state, proposal, going, on, known)


def _without_helpers(state: RoutingState, denied: tuple[UnitCode, ...]) -> Events:
    """The lead keeps its work: nobody new learns of the case, so nobody has to agree."""
    draft = secrecy.without(state.at_work, denied, state.draft.version + 1)
    yield from lay_out(draft, reason_ref="", receipt=None)
    if state.dispatched is not None and draft.lead_unit is not None:
        yield AssignmentDispatched(
            version=draft.version,
            lead_unit=draft.lead_unit,
            co_units=draft.co_units,
            external_bodies=draft.external_bodies,
            urgent=state.approval == "AWAITED",
        )


def on_lifted(state: RoutingState, event: ConfidentialityLifted, known: Known) -> Events:
    """No report after all: unless a body looks into it already, it goes the ordinary way."""
    waits = state.routing == TO_DISCIPLINE and state.body is None
    if state.restricted or state.closed or not waits:
        return
    body = state.ladder_body or PETITION_OFFICE
    yield CaseHandedOver(from_=body, to=PETITION_OFFICE, cause="LIFTED")
    yield from _put_forward_again(state, event.day, known)


def on_case_ended(state: RoutingState, _event: CaseEnded, _known: Known) -> Events:
    """The units that have it are told that they have not any more, and nothing else."""
    if state.dispatched is not None:
        yield AssignmentRevoked(version=state.dispatched.version)


def on_access_denied(state: RoutingState, event: AccessDenied, known: Known) -> Events:
    """An attempt that failed is no breach, unless the bureau reads it so (E79)."""
    if known.settings.refused_attempt_is_breach and BREACH not in state.watches:
        yield AccountabilityWatch(
            code=BREACH, unit=event.unit, facts={"role": event.role, "refused_with": event.code}
        )
