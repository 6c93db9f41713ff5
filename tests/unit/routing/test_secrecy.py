"""Who gets a case those complained of must not lead, or must not know of (art. 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.gate import AccessDenied, CaseEnded, DeniedPerson
from contracts.events.intake import ConfidentialityCautioned
from contracts.events.routing import AccountabilityWatch, AssignmentDrafted
from services.routing.decisions.known import Known
from services.routing.settings import RoutingSettings
from tests.unit.case_story import CATALOGUE, CaseStory
from tests.unit.routing.story import (
    DISCIPLINE,
    VICE_LEADER,
    Story,
    case,
    judge,
    never_said,
    received,
    registered,
    routing,
    said,
    units,
)

REPORTED: dict[str, Any] = {"confidentiality": "RESTRICTED", "denied_units": units("BRG-XY")}


def case_under(readings: dict[str, Any], /, **facts: Any) -> Story:
    """A petition that has just been registered where these readings are in force."""
    catalogue = CATALOGUE.configured(readings)
    known = Known(judge(), catalogue, RoutingSettings.of(catalogue))
    story = CaseStory(replace(routing(), known=lambda _: known))
    petition = received(**facts)
    story.hears(petition, registered(petition))
    return story


@pytest.mark.clause("7.d")
@pytest.mark.setting("caution.lead_fallback")
@pytest.mark.parametrize(
    ("standing_in", "denied", "lead"),
    [
        (["SUP", "XFB"], ["MNT"], "SUP"),
        (["SUP", "XFB"], ["MNT", "SUP"], "XFB"),
        (["XFB", "SUP"], ["MNT"], "XFB"),
        (["LAW"], ["MNT"], "LAW"),
    ],
)
def test_who_leads_instead_of_the_unit_complained_of_is_a_reading(
    standing_in: list[str], denied: list[str], lead: str
) -> None:
    readings = {"caution.lead_fallback": standing_in}
    story = case_under(readings, confidentiality="CAUTION", denied_units=units(*denied))
    assert said(story, AssignmentDrafted).lead_unit == lead


@pytest.mark.clause("7.c")
@pytest.mark.setting("conf.ladder")
@pytest.mark.parametrize(
    ("ladder", "body", "answer"),
    [
        (["DSC", "PDI", "EXT-CCDI"], "DSC", "investigation.body.designated"),
        (["PDI", "EXT-CCDI"], "DSC", "(UNIT_UNKNOWN)"),
        (["PDI", "EXT-CCDI"], "PDI", "investigation.body.designated"),
    ],
)
def test_only_a_body_of_the_ladder_may_investigate(
    ladder: list[str], body: str, answer: str
) -> None:
    story = case_under({"conf.ladder": ladder}, **REPORTED, body=ladder[0])
    assert story.issued("designate_investigator", DISCIPLINE, body=body) == [answer]


def attempt() -> AccessDenied:
    """Somebody of the deny set tried."""
    return AccessDenied(
        principal=Principal("demo-brg-xy-liaison"),
        role="LIAISON",
        code="UNKNOWN_CASE",
        unit=UnitCode("BRG-XY"),
    )


@pytest.mark.clause("7.d")
@pytest.mark.setting("conf.refused_attempt_is_breach")
def test_an_attempt_that_was_refused_is_watched_only_under_another_reading() -> None:
    story = case_under({}, **REPORTED)
    story.hears(attempt())
    assert never_said(story, AccountabilityWatch)
    story = case_under({"conf.refused_attempt_is_breach": True}, **REPORTED)
    story.hears(attempt(), attempt())
    watches = [event for event in story.told if isinstance(event, AccountabilityWatch)]
    assert [(watch.code, watch.unit) for watch in watches] == [("CONF-BREACH", "BRG-XY")]


@pytest.mark.clause("7.d")
def test_a_unit_complained_of_later_loses_the_case_and_somebody_else_waits_for_approval() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    lead = said(story, AssignmentDrafted).lead_unit
    assert lead is not None
    told = story.hears(ConfidentialityCautioned(denied_units=(lead,)))
    assert told[:3] == [
        "confidentiality.conflict.detected",
        "assignment.blocked",
        "assignment.revoked",
    ]
    assert said(story, AssignmentDrafted).lead_unit == "SUP"
    assert story.issued("approve_assignment", VICE_LEADER) == [
        "assignment.approved",
        "assignment.dispatched",
    ]


def test_a_draft_that_waits_is_drawn_up_anew_and_nothing_is_revoked() -> None:
    story = case()
    lead = said(story, AssignmentDrafted).lead_unit
    assert lead is not None
    told = story.hears(ConfidentialityCautioned(denied_units=(lead,)))
    assert "assignment.revoked" not in told
    assert said(story, AssignmentDrafted).lead_unit == "SUP"


@pytest.mark.clause("7.d")
def test_with_nobody_left_to_propose_the_denied_draft_cannot_be_approved() -> None:
    story = case()
    lead = said(story, AssignmentDrafted).lead_unit
    assert lead is not None
    denied = (lead, *units("SUP", "XFB"))
    story.hears(ConfidentialityCautioned(denied_units=denied))
    assert story.issued("approve_assignment", VICE_LEADER) == ["(STATE_DOES_NOT_ALLOW)"]


def test_a_complaint_about_somebody_without_a_unit_takes_the_case_from_nobody() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    person = DeniedPerson(principal=Principal("demo-handler"))
    assert story.hears(ConfidentialityCautioned(denied_persons=(person,))) == []


@pytest.mark.clause("7.d")
def test_units_are_told_of_the_end_only_where_they_had_the_case() -> None:
    story = case()
    assert story.hears(CaseEnded()) == []
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    assert story.hears(CaseEnded()) == ["assignment.revoked"]
