"""From registration to acceptance, or to the proposal to refuse (art. 2, 10(一))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.codes import Acceptance
from contracts.envelope import CaseEvent, Receipt, UnitCode
from contracts.events.intake import (
    PetitionRegistered,
    PetitionSupplemented,
    PetitionUnlinked,
    VisitReadBackConfirmed,
)
from contracts.events.routing import (
    AssessedPart,
    NonacceptanceProposed,
    PetitionAccepted,
    PetitionScopeAssessed,
)
from contracts.petition import PetitionFacts
from services.routing.decisions import major, package, scope, units, way
from services.routing.decisions.known import Known
from services.routing.handlers.accountability import watch_leapfrog
from services.routing.handlers.assignment import drafted, put_forward
from services.routing.handlers.package import announce
from services.routing.state import RoutingState

Events = Iterator[CaseEvent]
FROM_REGISTRATION = "REGISTRATION"


def on_petition_registered(state: RoutingState, event: PetitionRegistered, known: Known) -> Events:
    """Assess at once, but nobody assesses a visit that was not read back (E69)."""
    if event.assessable:
        yield from assess(state, event.day, known)


def on_read_back_confirmed(
    state: RoutingState, event: VisitReadBackConfirmed, known: Known
) -> Events:
    """The day of the confirmation is the day of acceptance (E41)."""
    if state.registered and not state.assessed and not state.closed:
        yield from assess(state, event.day, known)


def on_petition_supplemented(
    state: RoutingState, event: PetitionSupplemented, known: Known
) -> Events:
    """What was unclear is assessed anew, as of the day the information came (E41)."""
    waiting = state.acceptance == "NEED_INFO" and not state.read_back_missing
    if waiting and not state.closed:
        yield from assess(state, event.day, known)


def on_petition_unlinked(state: RoutingState, event: PetitionUnlinked, known: Known) -> Events:
    """Assessed as if it had come in today, by itself (E50)."""
    if not state.read_back_missing:
        yield from assess(state, event.day, known)


def assess(state: RoutingState, on: date, known: Known) -> Events:
    """R-ACC and what follows from it; a refusal is only ever proposed."""
    parted = scope.scope_of(state.facts, known.catalogue)
    found = scope.assess(state, parted, known)
    parts = _parts(state.facts, parted) if found.acceptance == "PARTIAL" else ()
    yield PetitionScopeAssessed(
        outcome=found.acceptance,
        scope_basis=found.scope_basis,
        ground=found.ground,
        parts=parts,
        suggested=parted.suggested and bool(parted.ours),
        receipt=found.receipt,
    )
    if found.acceptance in {"ACCEPT", "PARTIAL"}:
        yield from accept(state, on, found.acceptance, parts, known)
    if found.ground is not None:
        yield NonacceptanceProposed(
            ground=found.ground,
            competent_bodies=scope.competent_bodies(state, parted),
            parts=tuple(part for part in parts if part.acceptance == "NOT_ACCEPT"),
            receipt=found.receipt,
        )


def _parts(petition: PetitionFacts, parted: scope.Scope) -> tuple[AssessedPart, ...]:
    """Each topic is a part of its own (E57)."""
    ours = (
        AssessedPart(topics=(topic.code,), acceptance="ACCEPT", scope_basis=topic.scope_basis)
        for topic in parted.ours
    )
    others = (
        AssessedPart(
            topics=(topic.code,),
            acceptance="NOT_ACCEPT",
            scope_basis="NONE",
            competent_body=petition.competent_body or _body(topic.competent_body),
        )
        for topic in parted.others
    )
    return (*ours, *others)


def _why_nobody(proposal: units.Proposal, assigned: bool) -> tuple[Receipt, ...]:
    """No unit is proposed then, so that no other event could say why (E58)."""
    return (proposal.receipt,) if assigned and proposal.lead_unit is None else ()


def _if_any(hints: Receipt) -> tuple[Receipt, ...]:
    return (hints,) if hints.outcome["hints"] else ()


def _accepted_on(state: RoutingState, acted_on: date, known: Known) -> date:
    """When somebody had to act first, that day, unless E41 is read otherwise."""
    if known.settings.acceptance_day == FROM_REGISTRATION and state.registered_on is not None:
        return state.registered_on
    return acted_on


def _body(code: str | None) -> UnitCode | None:
    return UnitCode(code) if code else None


def accept(
    state: RoutingState,
    on: date,
    acceptance: Acceptance,
    parts: tuple[AssessedPart, ...],
    known: Known,
) -> Events:
    """Accept, say what is known of package and fault, and put units forward."""
    proposal = units.propose(state, scope.scope_of(state.facts, known.catalogue), known)
    hints = major.hints(state, drafted(state, proposal), state.media, known)
    triggers = None
    if not state.restricted:
        evidence = package.evidence_on_file(state, major_hinted=bool(hints.outcome["hints"]))
        triggers = package.new_triggers(state, evidence, known)
    package_class = package.class_with(state, triggers)
    going = way.channel(state, acceptance, proposal.lead_unit, package_class, known)
    signoff = way.signoff(state, known)
    simple = way.simple_track(state, acceptance, package_class, known)
    on_spot = state.answered_on_spot and not state.restricted
    assigned = not on_spot and not state.restricted
    why = (signoff, simple, *_if_any(hints), *_why_nobody(proposal, assigned))
    yield PetitionAccepted(
        accepted_on=_accepted_on(state, on, known),
        acceptance=acceptance,
        parts=parts,
        routing=going.outcome["routing"],
        simple_eligible=simple.outcome["simple_eligible"],
        lead_unit=proposal.lead_unit if assigned else None,
        signoff_required=signoff.outcome["petitioner"],
        on_spot=on_spot,
        major_hints=tuple(hints.outcome["hints"]),
        receipt=going,
        further_receipts=why,
    )
    if triggers is not None:
        yield from announce(triggers)
    yield from watch_leapfrog(state, known)
    if assigned:
        yield from put_forward(state, proposal, going, on, known)
