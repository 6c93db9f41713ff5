"""What routing makes of duplicates and repeats that the register has found (art. 12, T8)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import CaseId
from contracts.events.intake import PetitionMerged, PetitionUnlinked
from contracts.events.routing import AssignmentDrafted, PetitionScopeAssessed
from tests.unit.routing.story import CLERK, VICE_LEADER, Story, case, case_by, said
from tests.unit.routing.test_package import triggers

OTHER = CaseId("case-of-may")
MERGED = PetitionMerged(into=OTHER)
UNLINKED = PetitionUnlinked(from_=OTHER)
DRAFTED = [
    "petition.scope.assessed",
    "petition.accepted",
    "unit.proposed",
    "assignment.lead.set",
    "assignment.drafted",
]
Found = tuple[tuple[str, ...], tuple[str, ...]]


def merged() -> Story:
    """A duplicate, as the register has found it."""
    story = case({"duplicate_of": OTHER})
    story.hears(MERGED)
    return story


@pytest.mark.clause("12.T8")
def test_a_duplicate_is_said_to_be_one_and_nothing_else_follows() -> None:
    story = merged()
    assert [event.name for event in story.told] == ["petition.scope.assessed"]
    assessed = said(story, PetitionScopeAssessed)
    assert (assessed.outcome, assessed.scope_basis) == ("MERGE_DUPLICATE", "FUNCTION")
    refused = story.issued("amend_assignment", CLERK, lead_unit="MNT-DR", co_units=[], reason="v")
    assert refused == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("12.T8")
def test_taken_out_again_it_is_assessed_as_if_it_were_new() -> None:
    story = merged()
    assert story.hears(UNLINKED) == DRAFTED
    assert story.issued("approve_assignment", VICE_LEADER)[-1] == "assignment.dispatched"


@pytest.mark.clause("12.T8")
def test_what_a_unit_had_in_hand_is_taken_from_it_and_may_come_back_as_a_new_draft() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    assert story.hears(MERGED) == ["assignment.revoked"]
    assert story.issued("approve_assignment", VICE_LEADER) == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.hears(UNLINKED) == DRAFTED
    assert said(story, AssignmentDrafted).version == 2


def test_a_visit_nobody_has_confirmed_still_waits_for_that_when_it_is_taken_out() -> None:
    story = case({"assessable": False}, channel="VISIT")
    story.hears(MERGED)
    assert story.hears(UNLINKED) == []


@pytest.mark.clause("12.T8")
@pytest.mark.parametrize(
    ("key", "value", "channel", "repeats", "by_default", "otherwise"),
    [
        pytest.param("repeat.visit_min", 3, "VISIT", 1, (("T8",), ()), ((), ("T8",)),
                     marks=pytest.mark.setting("repeat.visit_min")),
        pytest.param("repeat.any_min", 2, "LETTER", 1, ((), ("T8",)), (("T8",), ()),
                     marks=pytest.mark.setting("repeat.any_min")),
        pytest.param("repeat.any_min", 4, "LETTER", 2, (("T8",), ()), ((), ("T8",)),
                     marks=pytest.mark.setting("repeat.any_min")),
        pytest.param("repeat.any_min", 4, "LETTER", 0, ((), ()), ((), ()),
                     marks=pytest.mark.setting("repeat.any_min")),
    ],
)  # fmt: skip
def test_how_often_a_matter_may_come_back_is_the_bureaus_to_say(  # noqa: PLR0917 - a table's columns
    key: str, value: Any, channel: str, repeats: int, by_default: Found, otherwise: Found
) -> None:
    found = {"repeat_no": repeats}
    assert triggers(case(found, channel=channel)) == by_default
    assert triggers(case_by({key: value}, found, channel=channel)) == otherwise
