"""What routing remembers survives a restart."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from contracts.envelope import UnitCode
from contracts.events.handling import AssignmentObjected
from services.routing.state import RoutingState
from tests.unit.routing.story import CLERK, VICE_LEADER, Story, case


def through_json(state: RoutingState) -> RoutingState:
    """Out to the database and back."""
    stored = TypeAdapter(RoutingState)
    return stored.validate_json(stored.dump_json(state))


def bounced() -> Story:
    """Dispatched, objected to, drafted anew."""
    order = {"level": "CITY", "by": "LEADER", "type": "INSTRUCT", "on": "2021-05-31"}
    story = case(topics=("SEWER_BLOCKED", "ELEVATOR"), instructions=(order,))
    story.issued("approve_assignment", VICE_LEADER)
    story.hears(AssignmentObjected(unit=UnitCode("MNT-DR"), count=1))
    story.issued("amend_assignment", CLERK, lead_unit="SEW")
    return story


@pytest.mark.parametrize("state", [RoutingState(), case().state, bounced().state])
def test_a_state_comes_back_as_it_was_stored(state: RoutingState) -> None:
    assert through_json(state) == state
