"""Who is to do the work: proposal, approval, dispatch (art. 4, 7, 10(二))."""

from __future__ import annotations

from pydantic import Field

from contracts.envelope import Principal, UnitCode
from contracts.events.routing.assessment import RoutingEvent


class UnitProposed(RoutingEvent, name="unit.proposed", clauses=("4.b", "4.c")):
    """The rules say which units; a person may say otherwise."""

    lead_unit: UnitCode | None = None
    """None where a person has to say (H3)."""
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()
    reasons: tuple[str, ...] = ()
    """For each unit in order of rank: its code, why it is proposed, for which topic."""


class AssignmentLeadSet(RoutingEvent, name="assignment.lead.set", clauses=("4.d",)):
    """One unit leads."""

    lead_unit: UnitCode


class ResponsibilitySet(RoutingEvent, name="responsibility.set", clauses=("5.a",)):
    """The head of the unit answers for the assignment."""

    unit: UnitCode
    principal: Principal | None = None


class LeadCoDesignated(RoutingEvent, name="lead.co.designated", clauses=("10.2c",)):
    """Of several units, one leads and the others join in."""

    lead_unit: UnitCode
    co_units: tuple[UnitCode, ...] = ()


class AssignmentDrafted(RoutingEvent, name="assignment.drafted", clauses=("10.2a",)):
    """The proposal as it waits for approval."""

    version: int
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()
    reason_ref: str = ""
    """Why a person has changed it."""


class AssignmentApproved(RoutingEvent, name="assignment.approved", clauses=("10.2b",)):
    """A leader agrees to the draft."""

    version: int
    principal: Principal
    role: str


class AssignmentRefused(RoutingEvent, name="assignment.refused", clauses=("10.2b",)):
    """A leader does not agree to the draft."""

    version: int
    principal: Principal
    reason_ref: str = ""


class AssignmentDispatched(RoutingEvent, name="assignment.dispatched", clauses=("9.1.2", "10.2b")):
    """The units have their assignment; from here on it is theirs."""

    version: int
    lead_unit: UnitCode
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()
    urgent: bool = False
    """Danger: dispatched before the approval (E27)."""


class AssignmentReassigned(RoutingEvent, name="assignment.reassigned", clauses=("10.2d",)):
    """After an objection somebody else leads."""

    version: int
    previous_lead_unit: UnitCode
    lead_unit: UnitCode


class AssignmentRevoked(RoutingEvent, name="assignment.revoked", clauses=("7.d",)):
    """The units have nothing to do with the case any more."""

    version: int


class AssignmentBlocked(RoutingEvent, name="assignment.blocked", clauses=("7.d",)):
    """A unit that must not learn of the case would have got it."""

    unit: UnitCode
    action: str


class ConfidentialityConflictDetected(
    RoutingEvent, name="confidentiality.conflict.detected", clauses=("7.d",)
):
    """What was planned would have told a reported unit."""

    unit: UnitCode
    action: str


class InvestigationBodyDesignated(
    RoutingEvent, name="investigation.body.designated", clauses=("7.c",)
):
    """Who looks into a report about the bureau's own."""

    body: UnitCode
    principal: Principal
    external: bool = False
    """The case is handed out of the bureau: its clocks are not the bureau's any more."""


class CaseHandedOver(RoutingEvent, name="case.handed_over", clauses=("15", "16")):
    """Who handled it by themselves hands it to the Petition Office."""

    from_: UnitCode = Field(alias="from")
    to: UnitCode
    cause: str
