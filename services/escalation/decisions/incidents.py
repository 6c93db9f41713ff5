"""What is grave enough that a leader hears of it at once (art. 8(四))."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.envelope import Receipt
from contracts.petition import PetitionFacts
from contracts.ports import Facts
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState


def may_be_grave(petition: PetitionFacts) -> bool:
    """One person who names no danger is not asked about any further."""
    return bool(petition.hazards) or petition.persons > 1


def judged(
    known: Known, *, hazards: Sequence[str] = (), persons: int = 1, order_disturbed: bool = False
) -> Receipt:
    """What the rule set `incident` makes of it; its outcome lists the causes."""
    facts: Facts = {
        "hazards": tuple(hazards),
        "persons": persons,
        "order_disturbed": order_disturbed,
    }
    return known.judge("incident", facts)


def to_role(state: EscalationState, known: Known) -> str:
    """Of a report about staff only the discipline side may hear."""
    if state.access.restricted:
        return "DISCIPLINE_OFFICER"
    return known.settings.grave_matters_to
