"""What should make a person ask whether a matter is major (R-MAJOR, art. 8(四), E22)."""

from __future__ import annotations

from contracts.envelope import Receipt
from contracts.petition import MediaFacts
from contracts.ports import Facts
from services.routing.decisions.known import Known
from services.routing.state import Draft, RoutingState


def hints(
    state: RoutingState, draft: Draft, media: tuple[MediaFacts, ...], known: Known
) -> Receipt:
    """A hint for the Petition Office; a leader confirms, no rule does."""
    facts: Facts = {
        "hazards": state.facts.hazards,
        "persons": state.facts.persons,
        "media_negative": any(report.negative for report in media),
        "units": len(draft.co_units) + (draft.lead_unit is not None),
    }
    return known.judge("major", facts)
