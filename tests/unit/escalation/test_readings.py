"""Where the text on packages leaves a choice: another reading, another outcome (art. 12)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.events.escalation import IncidentEscalated, PackageOpened
from services.escalation.settings import EscalationSettings
from tests.unit.case_story import CATALOGUE, CaseStory, actor, petition, reading
from tests.unit.escalation.story import (
    DIRECTOR,
    LEADER,
    RESPONSIBLE,
    TEAM,
    carried_case,
    escalation,
    package_case,
)

VICE_LEADER = actor("PETITION_VICE_LEADER")
NOT_ALLOWED = ["(ROLE_NOT_ALLOWED)"]
APPOINTED = ["package.team.appointed"]


@pytest.mark.setting("team.appointer")
@pytest.mark.clause("12.1")
@pytest.mark.parametrize(
    ("readings", "by_director", "by_vice_leader"),
    [
        ({}, APPOINTED, APPOINTED),
        ({"role.substitutes": {"H8": []}}, APPOINTED, NOT_ALLOWED),
        ({"team.appointer": "PETITION_VICE_LEADER"}, NOT_ALLOWED, APPOINTED),
    ],
    ids=["the director, or who stands in", "the director alone", "the leader in charge"],
)
def test_who_appoints_the_team_is_a_reading(
    readings: dict[str, Any], by_director: list[str], by_vice_leader: list[str]
) -> None:
    told = [
        package_case(readings=readings).issued("appoint_package_team", by, **TEAM)
        for by in (DIRECTOR, VICE_LEADER)
    ]
    assert told == [by_director, by_vice_leader]


@pytest.mark.setting("team.distinct")
@pytest.mark.clause("12.1")
@pytest.mark.parametrize(
    ("distinct", "told"), [(True, ["(TEAM_NOT_DISTINCT)"]), (False, APPOINTED)]
)
def test_whether_one_person_may_hold_two_seats_is_a_reading(
    distinct: bool, told: list[str]
) -> None:
    story = package_case(readings={"team.distinct": distinct})
    twice = {**TEAM, "responsible": TEAM["supervisor"]}
    assert story.issued("appoint_package_team", DIRECTOR, **twice) == told


@pytest.mark.setting("team.fallback_supervisor")
@pytest.mark.clause("12.1", "12.0")
@pytest.mark.parametrize("named", ["SUP", "LEG"])
def test_which_section_supervises_a_section_is_a_reading(named: str) -> None:
    story = package_case(readings={"team.fallback_supervisor": named})
    assert [e.supervisor_unit for e in story.told if isinstance(e, PackageOpened)] == [named]


def noted(story: Any, which: str, **fields: str) -> list[str]:
    """One of the five guarantees is addressed."""
    told = story.issued("update_guarantee", RESPONSIBLE, which=which, **fields)
    assert isinstance(told, list)
    return told


@pytest.mark.setting("guarantee.stability.fields")
@pytest.mark.clause("12.2")
def test_a_note_of_measures_is_the_most_that_is_kept_of_a_person() -> None:
    default, bare = package_case(), package_case(readings={"guarantee.stability.fields": "NONE"})

    assert noted(default, "STABILITY", state="DONE", note="vault:n") == ["guarantee.updated"]
    assert noted(bare, "STABILITY", state="DONE", note="vault:n") == ["(INVALID)"]
    assert noted(bare, "STABILITY", state="DONE") == ["guarantee.updated"]
    assert noted(bare, "KNOW", state="DONE", note="vault:n") == ["guarantee.updated"]


@pytest.mark.clause("12.2")
@pytest.mark.parametrize("reading_of_e20", ["LOCATION", "NOTE_AND_TRAVEL", ""])
def test_no_reading_keeps_more_than_a_note(reading_of_e20: str) -> None:
    with pytest.raises(ValidationError):
        EscalationSettings.of(CATALOGUE.configured({"guarantee.stability.fields": reading_of_e20}))


@pytest.mark.setting("package.close_quiet_days")
@pytest.mark.clause("12.2")
@pytest.mark.parametrize(
    ("days", "told"), [(90, ["(STATE_DOES_NOT_ALLOW)"]), (30, ["package.closed"])]
)
def test_how_long_a_package_stays_open_in_silence_is_a_reading(days: int, told: list[str]) -> None:
    story = carried_case(settled=False, readings={"package.close_quiet_days": days})
    story.on("2021-07-22")
    assert story.issued("close_package", LEADER) == told


@pytest.mark.setting("role.map.bureau_leader_if_major")
@pytest.mark.clause("8.4")
@pytest.mark.parametrize("role", ["DIRECTOR", "PETITION_VICE_LEADER"])
def test_which_leader_hears_of_grave_matters_is_a_reading(role: str) -> None:
    in_force = reading({"role.map.bureau_leader_if_major": role})
    story = CaseStory(escalation(), basis=in_force)
    assert story.hears(petition(hazards=("SAFETY",))) == ["incident.escalated"]
    assert [e.to_role for e in story.told if isinstance(e, IncidentEscalated)] == [role]
