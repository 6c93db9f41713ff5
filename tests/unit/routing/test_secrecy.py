"""Who gets a case those complained of must not lead, or must not know of (art. 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.events.routing import AssignmentDrafted
from services.routing.decisions.known import Known
from services.routing.settings import RoutingSettings
from tests.unit.case_story import CATALOGUE, CaseStory
from tests.unit.routing.story import (
    DISCIPLINE,
    Story,
    judge,
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
