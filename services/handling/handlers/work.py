"""The handler listens, looks and writes down; co-units add their opinions."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import (
    AttachEvidence,
    CompleteVerification,
    LogContact,
    LogMethod,
    SubmitCoOpinion,
)
from contracts.envelope import Principal
from contracts.events.handling import (
    ContactLogged,
    CoOpinionSubmitted,
    EvidenceAttached,
    MediationAgreed,
    MethodApplied,
    VerificationCompleted,
    VerificationStarted,
)
from contracts.ports import Announcements, Issued
from services.handling.decisions import order, persons
from services.handling.decisions.known import Known
from services.handling.state import HandlingState

AGREEING_METHODS = ("NEGOTIATION", "MEDIATION")
"""Advice and explanation end in no agreement."""


def log_contact(state: HandlingState, issued: Issued[LogContact], _: Known) -> Announcements:
    """The petitioner was heard, by telephone, by appointment or at home."""
    command = issued.command
    verdict.allow(order.has_handler(state), command.clause)
    yield ContactLogged(
        contact_type=command.contact_type,
        handler=issued.actor.principal,
        summary_ref=command.summary,
    )


def log_method(state: HandlingState, issued: Issued[LogMethod], _: Known) -> Announcements:
    """Advice, explanation, negotiation or mediation, and what came of it."""
    command = issued.command
    verdict.allow(order.has_handler(state), command.clause)
    binding = command.method in AGREEING_METHODS and bool(command.outcome)
    verdict.demand(binding or not command.agreed, "INVALID", command.clause)
    yield MethodApplied(method=command.method, outcome=command.outcome)
    if command.agreed:
        yield MediationAgreed(agreement_ref=command.outcome)


def attach_evidence(
    state: HandlingState, issued: Issued[AttachEvidence], _: Known
) -> Announcements:
    """The file itself stays outside; its hash fixes it. The first one starts the verification."""
    command = issued.command
    verdict.allow(order.has_handler(state), command.clause)
    yield from _started(state, issued.actor.principal)
    yield EvidenceAttached(
        evidence_type=command.evidence_type,
        sha256=command.sha256,
        taken_by=command.taken_by,
        taken_at=command.taken_at,
    )


def complete_verification(
    state: HandlingState, issued: Issued[CompleteVerification], known: Known
) -> Announcements:
    """The facts are established by people who may know of them."""
    command = issued.command
    verdict.allow(order.has_handler(state) and order.is_under_way(state), command.clause)
    unit = issued.actor.unit
    for verifier in command.verifiers:
        kept_out = persons.is_kept_out(verifier, unit, state.access, known.catalogue)
        verdict.demand(not kept_out, "HANDLER_DENIED", "7.d")
    yield from _started(state, issued.actor.principal)
    yield VerificationCompleted(verifiers=tuple(command.verifiers), facts_ref=command.facts)


def submit_co_opinion(
    state: HandlingState, issued: Issued[SubmitCoOpinion], _: Known
) -> Announcements:
    """A co-unit speaks for itself only."""
    command, unit = issued.command, issued.command.unit
    speaks_for_itself = unit == issued.actor.unit and unit in state.access.co_units
    verdict.demand(
        speaks_for_itself or state.assignment is None, "ROLE_NOT_ALLOWED", command.clause
    )
    verdict.allow(order.is_dispatched(state), command.clause)
    yield CoOpinionSubmitted(unit=unit, text_ref=command.text)


def _started(state: HandlingState, principal: Principal) -> Announcements:
    """Said once per assignment, by the first act that looks into the facts."""
    if state.assignment is not None and not state.assignment.verifying:
        yield VerificationStarted(handler=principal)
