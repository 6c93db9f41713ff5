"""However the bureau reads the procedure, the rule sets of routing stand and decide."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.routing import PetitionAccepted, PetitionScopeAssessed
from tests.unit.routing.story import case_by, said

SWITCHED_OFF: dict[str, Any] = {
    "nonacceptance.grounds": [],
    "t3.types": [],
    "t6.outlets": [],
    "urgent.hazards": [],
    "cc.must_follow": [],
    "signoff.exempt": [],
    "caution.lead_fallback": [],
    "leapfrog.direct_superiors": [],
    "t7.clocks": [],
}
SWITCHED_ON: dict[str, Any] = {
    "t1.exclude_own_bureau": False,
    "t1.public_place_is_t2": False,
    "t1.presume_important": False,
    "t3.organ_referral_counts": True,
    "t3.types": ["INSTRUCT", "READ"],
    "t3.min_level": "BUREAU",
    "t6.outlets": ["PARTY_GOV_PAPER", "LISTED_NETWORK", "OTHER"],
    "t9.by_rule": True,
    "regime2022.refuse_reports": True,
    "urgent.hazards": ["SAFETY", "SELF_HARM", "VIOLENCE", "DISORDER"],
    "cc.needs_approval": True,
    "subunit.needs_approval": True,
    "acct.14_3.mode": "STRICT",
    "package.declined_keeps_trigger": True,
}


@pytest.mark.parametrize("key", SWITCHED_OFF)
def test_a_list_may_be_empty(key: str) -> None:
    assert said(case_by({key: []}), PetitionScopeAssessed).outcome == "ACCEPT"


@pytest.mark.parametrize("readings", [SWITCHED_OFF, SWITCHED_ON], ids=["off", "on"])
def test_readings_may_be_changed_all_at_once(readings: dict[str, Any]) -> None:
    story = case_by(readings, kind="COMPLAINT")
    assert said(story, PetitionAccepted).routing == "NORMAL_TRANSFER"
