"""Is it the bureau's to decide, and on which limb of art. 2 (R-ACC)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from contracts.catalogue import Catalogue, Topic
from contracts.codes import Acceptance, ScopeBasis
from contracts.envelope import Receipt, UnitCode
from contracts.petition import PetitionFacts
from contracts.ports import Facts
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

OUTSIDE_ART_2 = frozenset({"NONE", "UNCLEAR"})
ELSEWHERE_FIRST_TO_LAST = ("FINAL", "IN_PROGRESS")


@dataclass(frozen=True, slots=True)
class Scope:
    """The topics of a petition, parted by whether they are the bureau's."""

    ours: tuple[Topic, ...] = ()
    others: tuple[Topic, ...] = ()
    suggested: bool = False
    """The text suggested them, nobody declared them."""

    @property
    def leading(self) -> tuple[Topic, ...]:
        """The gravest of ours, several where equally grave (E55)."""
        gravest = max((topic.severity for topic in self.ours), default=0)
        return tuple(topic for topic in self.ours if topic.severity == gravest)

    @property
    def our_codes(self) -> tuple[str, ...]:
        """Codes of the topics that are the bureau's."""
        return tuple(topic.code for topic in self.ours)


@dataclass(frozen=True, slots=True)
class Assessment:
    """How R-ACC came out."""

    acceptance: Acceptance
    ground: str | None
    scope_basis: ScopeBasis
    receipt: Receipt


def scope_of(petition: PetitionFacts, catalogue: Catalogue) -> Scope:
    """Part the declared topics, or the suggested ones where none was declared (E56, E57)."""
    ours: list[Topic] = []
    others: list[Topic] = []
    declared = dict(_declared(petition))
    for code, basis in (declared or dict.fromkeys(petition.suggested_topics)).items():
        topic = catalogue.topics.get(code)
        if topic is not None:
            (others if (basis or topic.scope_basis) in OUTSIDE_ART_2 else ours).append(topic)
    return Scope(tuple(ours), tuple(others), suggested=not declared)


def _declared(petition: PetitionFacts) -> Iterator[tuple[str, ScopeBasis | None]]:
    """Each declared topic with the basis its part gives it; a part overrules the list."""
    for code in petition.topics:
        yield code, None
    for part in petition.parts:
        for code in part.topics:
            yield code, part.scope_basis


def assess(state: RoutingState, scope: Scope, known: Known) -> Assessment:
    """Judge the petition as it is known now."""
    receipt = known.judge("acceptance", acceptance_facts(state, scope))
    outcome = receipt.outcome
    return Assessment(
        acceptance=outcome["acceptance"],
        ground=outcome["ground"],
        scope_basis=_scope_basis(outcome["scope"], state.facts, scope),
        receipt=receipt,
    )


def acceptance_facts(state: RoutingState, scope: Scope) -> Facts:
    """What the rule set `acceptance` asks for."""
    return {
        "regime": state.regime,
        "kind": state.kind,
        "duplicate": state.duplicate,
        "confidentiality": state.confidentiality,
        "topics_in": bool(scope.ours) and not scope.suggested,
        "topics_out": bool(scope.others) and not scope.suggested,
        "parted": bool(state.facts.parts),
        "suggested_in": bool(scope.ours) and scope.suggested,
        "statutory_route": state.facts.statutory_route,
        "elsewhere": elsewhere(state.facts),
    }


def elsewhere(petition: PetitionFacts) -> str:
    """The same person's same matter at another body, as the source knows it; an end comes first."""
    told = {item.state for item in petition.earlier if item.same_person and item.same_matter}
    return next((state for state in ELSEWHERE_FIRST_TO_LAST if state in told), "NONE")


def _scope_basis(source: str, petition: PetitionFacts, scope: Scope) -> ScopeBasis:
    """The clerk's word on the limb goes before the catalogue's, where some topic is ours."""
    if source not in {"TOPICS", "SUGGESTED"}:
        return cast(ScopeBasis, source)
    if not scope.ours:
        return "NONE" if scope.others else "UNCLEAR"
    if petition.scope_basis and petition.scope_basis not in OUTSIDE_ART_2:
        return petition.scope_basis
    return scope.leading[0].scope_basis


def competent_bodies(state: RoutingState, scope: Scope) -> tuple[UnitCode, ...]:
    """Where to go with what is not the bureau's: the clerk's word, else the catalogue's.

    A report about the bureau's own people belongs to the body that may look into it.
    """
    if state.facts.competent_body:
        return (state.facts.competent_body,)
    if state.restricted and state.ladder_body is not None:
        return (state.ladder_body,)
    named = (topic.competent_body for topic in scope.others)
    return tuple(dict.fromkeys(UnitCode(body) for body in named if body))
