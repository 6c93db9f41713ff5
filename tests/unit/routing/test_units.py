"""Who leads, who helps, who gets a letter (rule 6), and which way it goes (rules 7, 8, 10)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.routing import AssignmentDispatched, PetitionAccepted, UnitProposed
from tests.unit.routing.story import CLERK, VICE_LEADER, case, never_said, said, units

MANNER: dict[str, Any] = {"confidentiality": "CAUTION", "kind": "COMPLAINT"}
CALL: dict[str, Any] = {"source": "command-centre", "channel": "COMMAND_CENTRE"}
ORDER = {"level": "BUREAU", "by": "DIRECTOR", "type": "INSTRUCT", "on": "2021-05-31"}


@pytest.mark.clause("4.b")
@pytest.mark.clause("4.c")
@pytest.mark.clause("4.d")
@pytest.mark.parametrize(
    ("facts", "lead", "helpers", "letters"),
    [
        ({"topics": ("STREET_VENDING",), "district": "XY"}, "BRG-XY", ["APP"], []),
        ({"topics": ("STREET_VENDING",), "district": None}, "BRG-MB", ["APP"], []),
        ({"topics": ("STREET_VENDING",), "district": "CITY"}, "BRG-MB", ["APP"], []),
        ({"topics": ("OIL_FUME_NO_FLUE",), "district": "LX"}, "BRG-LX", ["APP"], ["EXT-ECO"]),
        ({"topics": ("POCKET_PARK", "PUBLIC_TOILET_PLAN")}, "LND", ["SAN"], []),
        ({"topics": ("PUBLIC_TOILET_PLAN", "POCKET_PARK")}, "LND", ["SAN"], []),
        # Equally grave, but of one owner: nothing to decide.
        ({"topics": ("OIL_FUME", "STREET_VENDING"), "district": "KF"}, "BRG-KF", ["APP"], []),
        # The hint is a brigade, and the district has none.
        ({"topics": ("NIGHT_MARKET",), "district": "CS"}, "APP", [], []),
        ({"topics": ("TACTILE_PAVING_BLOCKED",)}, "APP", ["MNT-RD", "PRK", "ENF"], []),
        ({**MANNER, "topics": ("STAFF_INACTION",), "denied_units": units("BRG-KF")},
         "SUP", [], []),
        ({**MANNER, "topics": ("STREET_VENDING",), "district": "KF",
          "denied_units": units("BRG-KF")}, "SUP", ["APP"], []),
        # Whoever is reported takes all below him along.
        ({**MANNER, "topics": ("STREET_VENDING",), "district": "KF",
          "denied_units": units("ENF", "SUP")}, "XFB", ["APP"], []),
        ({**MANNER, "topics": ("POCKET_PARK", "PUBLIC_TOILET_PLAN"),
          "denied_units": units("SAN")}, "LND", [], []),
        ({"topics": (), "district": None, "suggested_topics": ("STREET_VENDING",),
          "suggested_district": "XY"}, "BRG-XY", ["APP"], []),
    ],
)  # fmt: skip
def test_the_gravest_topic_says_who_leads(
    facts: dict[str, Any], lead: str, helpers: list[str], letters: list[str]
) -> None:
    proposed = said(case(**facts), UnitProposed)
    assert proposed.lead_unit == lead
    assert [*proposed.co_units] == helpers
    assert [*proposed.external_bodies] == letters
    assert proposed.receipt is not None


@pytest.mark.clause("10.2c")
@pytest.mark.parametrize(
    "facts",
    [
        {"topics": ("POCKET_PARK", "SHOP_SPILLOVER"), "district": "XY"},
        {"topics": ("STREET_VENDING",), "district": "CS"},
        {**MANNER, "topics": ("STREET_VENDING",), "denied_units": units("BRG-BL", "SUP", "OFF")},
    ],
    ids=["equally grave, different owners", "no brigade there", "all fall-backs reported"],
)
def test_where_the_rules_know_no_lead_the_office_has_to_say(facts: dict[str, Any]) -> None:
    story = case(**facts)
    accepted = said(story, PetitionAccepted)
    assert (accepted.acceptance, accepted.lead_unit) == ("ACCEPT", None)
    assert never_said(story, UnitProposed)
    assert story.issued("approve_assignment", VICE_LEADER) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("15")
@pytest.mark.clause("16")
@pytest.mark.clause("10.2b")
@pytest.mark.clause("7.c")
@pytest.mark.parametrize(
    ("facts", "routing", "dispatched"),
    [
        ({}, "NORMAL_TRANSFER", False),
        (CALL, "COMMAND_CENTRE_SELF_HANDLED", True),
        ({**CALL, "kind": "REPORT"}, "NORMAL_TRANSFER", False),
        ({**CALL, "confidentiality": "CAUTION"}, "NORMAL_TRANSFER", False),
        ({**CALL, "instructions": (ORDER,)}, "NORMAL_TRANSFER", False),
        ({"source": "unit-MNT-DR"}, "UNIT_SELF_HANDLED", True),
        ({"source": "unit-WST"}, "NORMAL_TRANSFER", False),
        ({"hazards": ("SAFETY",)}, "NORMAL_TRANSFER", True),
        ({"hazards": ("DISORDER",)}, "NORMAL_TRANSFER", False),
        ({"confidentiality": "RESTRICTED"}, "RESTRICTED_TO_DISCIPLINE", False),
    ],
)
def test_the_way_it_goes_is_known_with_the_acceptance(
    facts: dict[str, Any], routing: str, dispatched: bool
) -> None:
    story = case(**facts)
    assert said(story, PetitionAccepted).routing == routing
    assert never_said(story, AssignmentDispatched) is not dispatched


@pytest.mark.clause("7.c")
def test_a_restricted_petition_gets_no_unit() -> None:
    story = case(confidentiality="RESTRICTED")
    assert [event.name for event in story.told] == ["petition.scope.assessed", "petition.accepted"]


@pytest.mark.clause("10.2b")
def test_danger_goes_out_at_once_and_still_needs_the_leader() -> None:
    story = case(hazards=("SAFETY",))
    assert said(story, AssignmentDispatched).urgent is True
    assert story.issued("approve_assignment", VICE_LEADER) == ["assignment.approved"]
    assert story.issued("approve_assignment", VICE_LEADER) == ["(STATE_DOES_NOT_ALLOW)"]


def test_a_leader_may_send_danger_elsewhere() -> None:
    story = case(hazards=("SAFETY",))
    assert story.issued("refuse_assignment", VICE_LEADER) == ["assignment.refused"]
    story.issued("amend_assignment", CLERK, lead_unit="SEW")
    assert story.issued("approve_assignment", VICE_LEADER) == [
        "assignment.approved",
        "assignment.reassigned",
        "assignment.dispatched",
    ]


@pytest.mark.clause("10.2c")
@pytest.mark.parametrize(
    ("facts", "dispatched"),
    [(CALL, True), ({"hazards": ("SAFETY",)}, True), ({}, False)],
    ids=["self-handled", "danger", "ordinary"],
)
def test_once_the_office_has_named_the_lead_nobody_waits_who_need_not(
    facts: dict[str, Any], dispatched: bool
) -> None:
    story = case(**{"topics": ("STREET_VENDING",), "district": "CS", **facts})
    told = story.issued("amend_assignment", CLERK, lead_unit="BRG-MB")
    assert ("assignment.dispatched" in told) is dispatched
