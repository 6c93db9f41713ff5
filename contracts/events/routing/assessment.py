"""Scope and acceptance, and the consent to refuse (art. 2, 10(一))."""

from __future__ import annotations

from datetime import date

from contracts.codes import Acceptance, Kind2022, Routing, ScopeBasis
from contracts.envelope import CaseEvent, Owner, Principal, Receipt, Tolerant, UnitCode


class RoutingEvent(CaseEvent):
    """A case event only routing announces."""

    owner = Owner.ROUTING


class AssessedPart(Tolerant):
    """One matter of a petition and what becomes of it."""

    topics: tuple[str, ...] = ()
    acceptance: Acceptance
    scope_basis: ScopeBasis | None = None
    competent_body: UnitCode | None = None


class PetitionScopeAssessed(RoutingEvent, name="petition.scope.assessed", clauses=("2.b",)):
    """Whether the matter is the bureau's, and why."""

    outcome: Acceptance
    scope_basis: ScopeBasis
    ground: str | None = None
    parts: tuple[AssessedPart, ...] = ()
    suggested: bool = False


class PetitionAccepted(RoutingEvent, name="petition.accepted", clauses=("10.1c",)):
    """The bureau takes the matter, or a part of it, as its own to decide."""

    accepted_on: date
    acceptance: Acceptance
    parts: tuple[AssessedPart, ...] = ()
    routing: Routing
    simple_eligible: bool = False
    lead_unit: UnitCode | None = None
    signoff_required: bool = False
    on_spot: bool = False
    """Answered where it was asked: concluded with the acceptance."""
    major_hints: tuple[str, ...] = ()
    """What should make a person ask whether it is major (E22); no rule says that it is."""
    further_receipts: tuple[Receipt, ...] = ()
    """Why sign-off and fast track came out as they did; and why nobody leads, where nobody does."""


class NonacceptanceProposed(RoutingEvent, name="nonacceptance.proposed", clauses=("10.1a",)):
    """The rules would refuse; a leader consents or does not."""

    ground: str
    competent_bodies: tuple[UnitCode, ...] = ()
    parts: tuple[AssessedPart, ...] = ()
    """Empty where it is about the whole petition."""


class NonacceptanceApproved(RoutingEvent, name="nonacceptance.approved", clauses=("10.1a",)):
    """A leader consents to the refusal."""

    ground: str
    principal: Principal
    competent_bodies: tuple[UnitCode, ...] = ()
    parts: tuple[AssessedPart, ...] = ()
    """Empty where it is about the whole petition."""
    routing: Routing = "NONE"
    """How the petition goes back, where it is about the whole of it."""


class NonacceptanceRefused(RoutingEvent, name="nonacceptance.refused", clauses=("10.1a",)):
    """A leader does not consent: the matter is accepted."""

    principal: Principal
    reason_ref: str = ""


class PetitionRegimeClassified(RoutingEvent, name="petition.regime.classified", clauses=("N.1",)):
    """Under the 2022 regulation a person says which article it is."""

    kind_2022: Kind2022
