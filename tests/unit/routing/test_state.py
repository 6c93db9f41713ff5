"""What routing remembers survives a restart."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from contracts.envelope import UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.handling import AssignmentObjected, PetitionReopened
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


@pytest.mark.clause("10.5h")
def test_a_case_reopened_after_filing_takes_instructions_again_and_keeps_its_units() -> None:
    order = {"level": "CITY", "by": "LEADER", "type": "INSTRUCT", "on": "2021-06-01"}
    story = case(topics=("SEWER_BLOCKED",))
    story.issued("approve_assignment", VICE_LEADER)
    story.hears(ArchiveFiled(year=2021, items=()))
    closed = story.issued("record_instruction", CLERK, instruction=order)
    assert closed == ["(STATE_DOES_NOT_ALLOW)"]

    story.hears(PetitionReopened(cause="REVIEW_REVOKED"))
    told = story.issued("record_instruction", CLERK, instruction=order)
    assert told[0] == "instruction.recorded"
    amended = story.issued("amend_assignment", CLERK, lead_unit="SEW")
    assert amended == ["(STATE_DOES_NOT_ALLOW)"]
