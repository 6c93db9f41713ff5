"""Who gets the work: draft, approval, dispatch, objection (art. 10(二))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.commands.routing import AmendAssignment, ApproveAssignment, RefuseAssignment
from contracts.envelope import CaseEvent, Receipt
from contracts.events.handling import AssignmentObjected
from contracts.events.intake import PetitionMerged
from contracts.events.routing import (
    AccountabilityIndicatorRaised,
    AssignmentApproved,
    AssignmentDispatched,
    AssignmentDrafted,
    AssignmentLeadSet,
    AssignmentReassigned,
    AssignmentRefused,
    AssignmentRevoked,
    LeadCoDesignated,
    ResponsibilitySet,
    UnitProposed,
)
from contracts.ports import Issued, Refused
from contracts.zone import bureau_day
from services.routing.decisions import approval, flags, way
from services.routing.decisions.known import Known
from services.routing.decisions.units import Proposal, unit_fault
from services.routing.state import Draft, RoutingState

Events = Iterator[CaseEvent]
HEADS = ("UNIT_HEAD", "SECTION_HEAD")


def put_forward(
    state: RoutingState, proposal: Proposal, going: Receipt, on: date, known: Known
) -> Events:
    """The rules' own draft; without a lead the Petition Office has to say who (H3)."""
    if proposal.lead_unit is None:
        return
    yield UnitProposed(
        lead_unit=proposal.lead_unit,
        co_units=proposal.co_units,
        external_bodies=proposal.external_bodies,
        reasons=proposal.reasons,
        receipt=proposal.receipt,
    )
    draft = drafted(state, proposal)
    yield from lay_out(draft, reason_ref="", receipt=proposal.receipt)
    yield from _dispatch_unasked(draft, going, on, known)


def drafted(state: RoutingState, proposal: Proposal) -> Draft:
    """The next version of the draft, as the rules propose it."""
    return Draft(
        version=state.draft.version + 1,
        lead_unit=proposal.lead_unit,
        co_units=proposal.co_units,
        external_bodies=proposal.external_bodies,
    )


def on_amend_assignment(
    state: RoutingState, issued: Issued[AmendAssignment], known: Known
) -> Events:
    """The Petition Office says which units, as long as no leader has agreed to others (H3)."""
    command = issued.command
    if not state.draft_open:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.2a")
    named = (command.lead_unit, *command.co_units)
    if fault := unit_fault(named, state.denied_units, known.catalogue):
        raise Refused(fault, "7.d" if fault == "UNIT_DENIED" else "N.2")
    draft = Draft(
        version=state.draft.version + 1,
        lead_unit=command.lead_unit,
        co_units=tuple(u for u in dict.fromkeys(command.co_units) if u != command.lead_unit),
        external_bodies=state.draft.external_bodies,
    )
    yield from lay_out(draft, reason_ref=command.reason, receipt=None)
    if state.dispatched is None and state.acceptance is not None:
        going = way.channel(state, state.acceptance, draft.lead_unit, state.package, known)
        if going.outcome["routing"] == state.routing:
            on = bureau_day(issued.occurred_at)
            yield from _dispatch_unasked(draft, going, on, known)


def lay_out(draft: Draft, reason_ref: str, receipt: Receipt | None) -> Events:
    """Lead, helpers and draft, before anybody has agreed."""
    assert draft.lead_unit is not None
    yield AssignmentLeadSet(lead_unit=draft.lead_unit, receipt=receipt)
    if draft.co_units:
        yield LeadCoDesignated(lead_unit=draft.lead_unit, co_units=draft.co_units, receipt=receipt)
    yield AssignmentDrafted(
        version=draft.version,
        lead_unit=draft.lead_unit,
        co_units=draft.co_units,
        external_bodies=draft.external_bodies,
        reason_ref=reason_ref,
        receipt=receipt,
    )


def _dispatch_unasked(draft: Draft, going: Receipt, on: date, known: Known) -> Events:
    """Without a leader where it is self-handled, before the leader where there is danger."""
    urgent = going.outcome["dispatch_first"]
    if urgent or not going.outcome["needs_approval"]:
        yield _dispatched(draft, urgent=urgent, receipt=going)
        yield from _answerable(draft, on, known)


def _dispatched(draft: Draft, *, urgent: bool, receipt: Receipt | None) -> AssignmentDispatched:
    assert draft.lead_unit is not None
    return AssignmentDispatched(
        version=draft.version,
        lead_unit=draft.lead_unit,
        co_units=draft.co_units,
        external_bodies=draft.external_bodies,
        urgent=urgent,
        receipt=receipt,
    )


def _answerable(draft: Draft, on: date, known: Known) -> Events:
    """The head of the unit answers for the work, where the bureau has said who that is (art. 5)."""
    unit = draft.lead_unit
    heads = (known.directory.holder(role, unit, on) for role in HEADS)
    head = next((principal for principal in heads if principal is not None), None)
    if unit is not None and head is not None:
        yield ResponsibilitySet(unit=unit, principal=head)


def on_approve_assignment(
    state: RoutingState, issued: Issued[ApproveAssignment], known: Known
) -> Events:
    """H2: the draft goes out, unless danger has sent it out already."""
    approval.check(state, issued.actor.role, known)
    draft, former = state.draft, state.dispatched
    named = [unit for unit in (draft.lead_unit, *draft.co_units) if unit is not None]
    if unit_fault(named, state.denied_units, known.catalogue) == "UNIT_DENIED":
        raise Refused("UNIT_DENIED", "7.d")
    yield AssignmentApproved(
        version=draft.version, principal=issued.actor.principal, role=issued.actor.role
    )
    if former is not None and former.version == draft.version:
        return
    if former is not None and former.lead_unit and draft.lead_unit:
        yield AssignmentReassigned(
            version=draft.version,
            previous_lead_unit=former.lead_unit,
            lead_unit=draft.lead_unit,
        )
    yield _dispatched(draft, urgent=False, receipt=None)
    yield from _answerable(draft, bureau_day(issued.occurred_at), known)


def on_refuse_assignment(
    state: RoutingState, issued: Issued[RefuseAssignment], known: Known
) -> Events:
    """H2: back to the Petition Office, which has to draft anew."""
    approval.check(state, issued.actor.role, known)
    yield AssignmentRefused(
        version=state.draft.version,
        principal=issued.actor.principal,
        reason_ref=issued.command.reason,
    )


def on_assignment_objected(_state: RoutingState, event: AssignmentObjected, known: Known) -> Events:
    """A unit sends it back; whoever does so once too often makes it show (art. 6)."""
    if event.count > known.settings.objections_max:
        yield AccountabilityIndicatorRaised(
            indicator=flags.PASSING_THE_BUCK, unit=event.unit, count=event.count
        )


def on_petition_merged(state: RoutingState, _event: PetitionMerged, _known: Known) -> Events:
    """What has gone into another case is nobody's work any more."""
    if state.dispatched is not None:
        yield AssignmentRevoked(version=state.dispatched.version)
