"""Who looks into a report about the bureau's own (art. 7, E17)."""

from __future__ import annotations

import pytest

from contracts.events.routing import InvestigationBodyDesignated
from tests.unit.routing.story import DISCIPLINE, VICE_LEADER, case, said, units

NO = ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.parametrize(
    ("ladder", "denied", "body", "answer"),
    [
        ("DSC", ["BRG-XY"], "DSC", "investigation.body.designated"),
        ("DSC", ["BRG-XY"], "PDI", "investigation.body.designated"),
        ("DSC", ["BRG-XY"], "EXT-CCDI", "investigation.body.designated"),
        ("PDI", ["LND"], "PDI", "investigation.body.designated"),
        ("PDI", ["LND"], "DSC", "(UNIT_DENIED)"),
        ("PDI", ["DSC"], "DSC", "(UNIT_DENIED)"),
        ("EXT-CCDI", ["PDI"], "PDI", "(UNIT_DENIED)"),
        ("DSC", ["BRG-XY"], "SUP", "(UNIT_UNKNOWN)"),
    ],
)
def test_the_body_stands_above_those_reported_and_is_none_of_them(
    ladder: str, denied: list[str], body: str, answer: str
) -> None:
    story = case(confidentiality="RESTRICTED", body=ladder, denied_units=units(*denied))
    assert story.issued("designate_investigator", VICE_LEADER, body=body) == [answer]


@pytest.mark.parametrize(("body", "external"), [("DSC", False), ("PDI", True), ("EXT-CCDI", True)])
def test_who_is_outside_the_bureau_takes_its_clocks_along(body: str, external: bool) -> None:
    story = case(confidentiality="RESTRICTED", body="DSC", denied_units=units("BRG-XY"))
    story.issued("designate_investigator", VICE_LEADER, body=body)
    assert said(story, InvestigationBodyDesignated).external is external


def test_a_body_is_designated_once_and_for_restricted_cases_only() -> None:
    story = case(confidentiality="RESTRICTED", body="DSC", denied_units=units("BRG-XY"))
    story.issued("designate_investigator", DISCIPLINE, body="DSC")
    assert story.issued("designate_investigator", DISCIPLINE, body="PDI") == NO
    assert case().issued("designate_investigator", DISCIPLINE, body="DSC") == NO
