"""What a leader hears of at once, what is looked at, and what is reported upwards (art. 8, 9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.envelope import UnitCode
from contracts.events.escalation import IncidentEscalated, LeaderVisited, SupervisionReported
from contracts.events.handling import PetitionConcluded, SuperiorReported
from contracts.events.intake import OrderIncidentLogged
from contracts.events.routing import SuperiorVisitRecorded
from tests.unit.case_story import CaseStory, actor, petition, reading
from tests.unit.escalation.story import (
    CLERK,
    DIRECTOR,
    LEADER,
    OFFICE,
    assigned_case,
    carried_case,
    escalation,
)

NOT_NOW = ["(STATE_DOES_NOT_ALLOW)"]
ORDER = {"level": "BUREAU", "by": "DIRECTOR", "type": "INSTRUCT", "on": "2021-06-01"}
REFERRAL = {"level": "PROVINCE", "type": "ASSIGN", "report_due": "2021-11-26"}


def causes(story: CaseStory[Any, Any]) -> list[tuple[str, str]]:
    """What was escalated, and to whom."""
    return [(e.cause, e.to_role) for e in story.told if isinstance(e, IncidentEscalated)]


@pytest.mark.clause("8.4")
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"persons": 9}, []),
        ({"persons": 10}, ["PERSONS"]),
        ({"hazards": ("SAFETY",)}, ["SAFETY"]),
        ({"hazards": ("VIOLENCE", "SELF_HARM")}, ["SELF_HARM", "VIOLENCE"]),
        ({"hazards": ("DISORDER",), "persons": 40}, ["DISORDER", "PERSONS"]),
    ],
)
def test_a_danger_or_many_people_are_before_the_director_as_the_petition_comes_in(
    facts: dict[str, Any], found: list[str]
) -> None:
    story = CaseStory(escalation())
    assert story.hears(petition(**facts)) == ["incident.escalated"] * len(found)
    assert causes(story) == [(cause, "DIRECTOR") for cause in found]
    assert all(event.receipt is not None for event in story.told)


@pytest.mark.clause("8.4", "11.5d")
def test_a_disturbance_of_the_house_is_before_a_leader_once() -> None:
    story = assigned_case()
    assert story.hears(OrderIncidentLogged(note_ref="vault:n")) == ["incident.escalated"]
    assert story.hears(OrderIncidentLogged(note_ref="vault:n")) == []


@pytest.mark.clause("8.4")
@pytest.mark.parametrize(("persons", "found"), [(9, []), (10, [("PERSONS", "DIRECTOR")])])
def test_many_people_before_a_higher_body_are_escalated(
    persons: int, found: list[tuple[str, str]]
) -> None:
    story = assigned_case()
    visit = SuperiorVisitRecorded(
        level="CITY", on=date(2021, 6, 1), persons=persons, public_place=True, own_bureau=False
    )
    story.hears(visit)
    assert causes(story) == found


@pytest.mark.setting("major.min_persons")
@pytest.mark.clause("8.4")
def test_how_many_people_are_many_is_a_reading() -> None:
    story = CaseStory(escalation(), basis=reading({"major.min_persons": 5}))
    story.hears(petition(persons=5))
    assert causes(story) == [("PERSONS", "DIRECTOR")]


@pytest.mark.clause("8.4", "7.d")
def test_of_a_danger_in_a_report_about_staff_only_the_discipline_side_hears() -> None:
    story = CaseStory(escalation())
    story.hears(petition(confidentiality="RESTRICTED", hazards=("SELF_HARM",)))
    assert causes(story) == [("SELF_HARM", "DISCIPLINE_OFFICER")]


@pytest.mark.clause("9.1.5", "9.1.4", "8.2")
@pytest.mark.parametrize(
    ("facts", "on_conclusion", "on_report"),
    [
        ({"instructions": [ORDER]}, ["supervision.reported"], []),
        ({"referral": REFERRAL}, [], ["supervision.reported"]),
        ({"referral": REFERRAL, "instructions": [ORDER]}, [], ["supervision.reported"]),
        ({}, [], []),
    ],
    ids=["the bureau's own leader", "a superior", "both", "nobody"],
)
def test_the_bureaus_own_leaders_see_the_conclusion_and_superiors_get_a_report(
    facts: dict[str, Any], on_conclusion: list[str], on_report: list[str]
) -> None:
    concluded = PetitionConcluded(concluded_on=date(2021, 6, 22), outcome_code="SIGNED")
    story = assigned_case(**facts)
    assert story.hears(concluded) == on_conclusion
    assert story.hears(SuperiorReported(on=date(2021, 6, 23))) == on_report
    ends = [e.on for e in story.told if isinstance(e, SupervisionReported)]
    assert len(ends) == bool(on_conclusion or on_report)


@pytest.mark.clause("9.1.2")
@pytest.mark.parametrize("by", [CLERK, OFFICE])
def test_the_petition_office_looks_how_a_unit_is_getting_on(by: Actor) -> None:
    told = assigned_case().issued("log_inspection", by, unit="LND", note="vault:n")
    assert told == ["inspection.logged"]


@pytest.mark.clause("9.1.2", "7.d")
@pytest.mark.parametrize(
    ("unit", "told"),
    [("XYZ", "(UNIT_UNKNOWN)"), ("BRG-KF", "(UNIT_DENIED)"), ("WST", "(STATE_DOES_NOT_ALLOW)")],
)
def test_only_a_unit_that_has_the_case_is_looked_at(unit: str, told: str) -> None:
    story = assigned_case(confidentiality="CAUTION", denied_units=(UnitCode("ENF"),))
    assert story.issued("log_inspection", CLERK, unit=unit) == [told]


@pytest.mark.clause("10.3e")
@pytest.mark.parametrize("by", [DIRECTOR, actor("SECTION_HEAD", "LND")])
def test_a_leader_who_goes_to_see_is_on_record_without_a_package(by: Actor) -> None:
    story = assigned_case()
    told = story.issued("record_leader_visit", by, on="2021-06-01", place="vault:p")
    assert told == ["leader.visited"]
    assert [e.principal for e in story.told if isinstance(e, LeaderVisited)] == [by.principal]


@pytest.mark.clause("12.4")
def test_the_visit_of_another_leader_does_not_close_a_package() -> None:
    story = carried_case(visited=False)
    story.issued("record_leader_visit", DIRECTOR, on="2021-06-22", place="vault:p")
    assert story.issued("close_package", LEADER) == ["(VISIT_MISSING)"]


def test_a_visit_of_a_leader_needs_an_accepted_case_and_a_day_that_has_come() -> None:
    received = CaseStory(escalation())
    received.hears(petition())
    assert received.issued("record_leader_visit", DIRECTOR, on="2021-06-01") == NOT_NOW
    ahead = assigned_case().issued("record_leader_visit", DIRECTOR, on="2021-06-02")
    assert ahead == ["(INVALID)"]
