"""Acceptance, lead and way where the bureau reads the procedure in another way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.events.intake import PetitionSupplemented, SupplementedMatter, VisitReadBackConfirmed
from contracts.events.routing import (
    AssignmentDispatched,
    NonacceptanceApproved,
    NonacceptanceProposed,
    PetitionAccepted,
    PetitionScopeAssessed,
    UnitProposed,
)
from tests.unit.routing.story import (
    VICE_LEADER,
    case,
    case_by,
    never_said,
    said,
    units,
)

OURS, THEIRS = "SEWER_BLOCKED", "ELEVATOR"
SAME = {"same_person": True, "same_matter": True, "channel": "LETTER", "on": date(2021, 5, 1)}
CALL: dict[str, Any] = {"source": "command-centre", "channel": "COMMAND_CENTRE"}
ALL_GROUNDS = ["OUT_OF_SCOPE", "STATUTORY_ROUTE", "OTHER_STATE_ORGAN", "IN_PROGRESS", "FINAL"]


@pytest.mark.clause("10.1a")
@pytest.mark.setting("nonacceptance.grounds")
@pytest.mark.parametrize(
    ("ground", "facts", "instead"),
    [
        ("FINAL", {"statutory_route": "FINAL"}, "ACCEPT"),
        ("FINAL", {"earlier": ({**SAME, "state": "FINAL"},)}, "ACCEPT"),
        ("STATUTORY_ROUTE", {"statutory_route": "LITIGATION"}, "ACCEPT"),
        ("OTHER_STATE_ORGAN", {"statutory_route": "OTHER_ORGAN"}, "ACCEPT"),
        ("IN_PROGRESS", {"earlier": ({**SAME, "state": "IN_PROGRESS"},)}, "ACCEPT"),
        ("OUT_OF_SCOPE", {"topics": (THEIRS,)}, "NEED_INFO"),
        ("OUT_OF_SCOPE", {"topics": (OURS, THEIRS)}, "ACCEPT"),
    ],
)
def test_a_ground_that_is_not_listed_refuses_nobody(
    ground: str, facts: dict[str, Any], instead: str
) -> None:
    assert said(case(**facts), NonacceptanceProposed).ground == ground
    others = [listed for listed in ALL_GROUNDS if listed != ground]
    story = case_by({"nonacceptance.grounds": others}, **facts)
    assert said(story, PetitionScopeAssessed).outcome == instead
    assert never_said(story, NonacceptanceProposed)


@pytest.mark.setting("regime2022.refuse_reports")
@pytest.mark.parametrize(
    ("refuse", "facts", "outcome", "ground"),
    [
        (False, {"regime": "2022"}, "ACCEPT", None),
        (True, {"regime": "2022"}, "NOT_ACCEPT", "DISCIPLINE"),
        (True, {"regime": "2005"}, "ACCEPT", None),
        (True, {"regime": "2022", "confidentiality": "NORMAL"}, "ACCEPT", None),
    ],
)
def test_reports_about_the_bureaus_own_may_be_left_to_the_discipline_body(
    *, refuse: bool, facts: dict[str, Any], outcome: str, ground: str | None
) -> None:
    report = {"kind": "REPORT", "confidentiality": "RESTRICTED", "body": "PDI", **facts}
    story = case_by({"regime2022.refuse_reports": refuse}, **report)
    found = said(story, PetitionScopeAssessed)
    assert (found.outcome, found.ground) == (outcome, ground)
    if ground:
        assert said(story, NonacceptanceProposed).competent_bodies == ("PDI",)
        assert story.issued("consent_non_acceptance", VICE_LEADER) == ["nonacceptance.approved"]
        assert said(story, NonacceptanceApproved).routing == "INFORMED_DIRECTLY"


@pytest.mark.clause("2.b")
@pytest.mark.setting("accept.by_suggestion")
@pytest.mark.parametrize(("by_suggestion", "outcome"), [(True, "ACCEPT"), (False, "NEED_INFO")])
def test_whether_a_suggested_topic_accepts_is_a_reading(
    *, by_suggestion: bool, outcome: str
) -> None:
    readings = {"accept.by_suggestion": by_suggestion}
    story = case_by(readings, topics=(), suggested_topics=(OURS,))
    assert said(story, PetitionScopeAssessed).outcome == outcome


@pytest.mark.clause("10.1c")
@pytest.mark.setting("accept.split_by_topic")
@pytest.mark.parametrize(
    ("split", "facts", "outcome"),
    [
        (True, {"topics": (OURS, THEIRS)}, "PARTIAL"),
        (False, {"topics": (OURS, THEIRS)}, "ACCEPT"),
        (False, {"topics": (), "parts": ({"topics": (OURS,)}, {"topics": (THEIRS,)})}, "PARTIAL"),
    ],
)
def test_whether_topics_are_parts_of_their_own_is_a_reading(
    *, split: bool, facts: dict[str, Any], outcome: str
) -> None:
    story = case_by({"accept.split_by_topic": split}, **facts)
    assert said(story, PetitionScopeAssessed).outcome == outcome
    assert said(story, PetitionAccepted).lead_unit == "MNT-DR"


@pytest.mark.setting("acceptance.day")
@pytest.mark.parametrize(
    ("reading", "registered_on", "later"),
    [
        ("REGISTRATION_OR_DECISION", date(2021, 6, 1), date(2021, 6, 8)),
        ("REGISTRATION", date(2021, 6, 1), date(2021, 6, 1)),
    ],
)
def test_which_day_is_the_day_of_acceptance_is_a_reading(
    reading: str, registered_on: date, later: date
) -> None:
    readings = {"acceptance.day": reading}
    assert said(case_by(readings), PetitionAccepted).accepted_on == registered_on
    refused = case_by(readings, topics=(THEIRS,))
    refused.on("2021-06-08")
    refused.issued("refuse_non_acceptance", VICE_LEADER)
    asked = case_by(readings, topics=())
    asked.on("2021-06-08")
    asked.hears(PetitionSupplemented(matter=SupplementedMatter(topics=(OURS,))))
    visit = case_by(readings, {"assessable": False}, channel="VISIT", kind="COMPLAINT")
    visit.on("2021-06-08")
    visit.hears(VisitReadBackConfirmed())
    for story in (refused, asked, visit):
        assert said(story, PetitionAccepted).accepted_on == later


@pytest.mark.setting("lead.undetermined")
@pytest.mark.parametrize(
    "facts",
    [
        {"topics": ("POCKET_PARK", "SHOP_SPILLOVER"), "district": "XY"},
        {"topics": ("STREET_VENDING",), "district": "CS"},
    ],
    ids=["equally grave, different owners", "no brigade there"],
)
def test_a_unit_may_be_meant_for_what_nobody_owns(facts: dict[str, Any]) -> None:
    assert never_said(case(**facts), UnitProposed)
    assert said(case_by({"lead.undetermined": "OFF"}, **facts), UnitProposed).lead_unit == "OFF"
    reported = {"confidentiality": "CAUTION", "denied_units": units("OFF")}
    assert never_said(case_by({"lead.undetermined": "OFF"}, **facts, **reported), UnitProposed)


@pytest.mark.clause("10.2b")
@pytest.mark.setting("urgent.dispatch_first")
@pytest.mark.setting("urgent.hazards")
@pytest.mark.parametrize(
    ("readings", "hazards", "first"),
    [
        ({}, ("SAFETY",), True),
        ({}, ("DISORDER",), False),
        ({"urgent.dispatch_first": False}, ("SAFETY",), False),
        ({"urgent.hazards": ["SAFETY", "DISORDER"]}, ("DISORDER",), True),
        ({"urgent.hazards": ["VIOLENCE"]}, ("SAFETY",), False),
        ({"urgent.hazards": []}, ("SAFETY",), False),
    ],
)
def test_which_danger_goes_out_before_the_leader_agrees_is_a_reading(
    *, readings: dict[str, Any], hazards: tuple[str, ...], first: bool
) -> None:
    story = case_by(readings, hazards=hazards)
    assert never_said(story, AssignmentDispatched) is not first
    assert story.issued("approve_assignment", VICE_LEADER)[0] == "assignment.approved"


@pytest.mark.clause("15")
@pytest.mark.clause("16")
@pytest.mark.setting("cc.needs_approval")
@pytest.mark.setting("subunit.needs_approval")
@pytest.mark.parametrize(
    ("key", "facts", "routing"),
    [
        ("cc.needs_approval", CALL, "COMMAND_CENTRE_SELF_HANDLED"),
        ("subunit.needs_approval", {"source": "unit-MNT-DR"}, "UNIT_SELF_HANDLED"),
    ],
)
def test_whether_those_who_handle_by_themselves_need_a_leader_is_a_reading(
    key: str, facts: dict[str, Any], routing: str
) -> None:
    assert not never_said(case(**facts), AssignmentDispatched)
    story = case_by({key: True}, **facts)
    assert said(story, PetitionAccepted).routing == routing
    assert never_said(story, AssignmentDispatched)
    assert story.issued("approve_assignment", VICE_LEADER)[-1] == "assignment.dispatched"
    danger = case_by({key: True}, **facts, hazards=("SAFETY",))
    assert said(danger, AssignmentDispatched).urgent is True


@pytest.mark.clause("15")
@pytest.mark.clause("16")
@pytest.mark.setting("cc.must_follow")
@pytest.mark.parametrize(
    ("trigger", "facts"),
    [
        ("CONF", {**CALL, "kind": "REPORT"}),
        ("CONF", {**CALL, "confidentiality": "CAUTION"}),
        ("PKG", {**CALL, "media": ({"outlet_class": "PARTY_GOV_PAPER", "on": "2021-05-30",
                                    "negative": True},)}),
        ("GRP", {"source": "unit-MNT-DR", "channel": "VISIT", "persons": 3}),
    ],
)  # fmt: skip
def test_what_must_be_handed_to_the_office_is_a_reading(
    trigger: str, facts: dict[str, Any]
) -> None:
    every = ["CONF", "PKG", "GRP", "MAJOR", "DEADLINE"]
    others = [name for name in every if name != trigger]
    assert said(case(**facts), PetitionAccepted).routing == "NORMAL_TRANSFER"
    kept = said(case_by({"cc.must_follow": others}, **facts), PetitionAccepted).routing
    assert kept.endswith("SELF_HANDLED")


@pytest.mark.setting("signoff.exempt")
@pytest.mark.clause("10.5c")
@pytest.mark.parametrize(
    ("exempt", "facts", "required"),
    [
        (["COMMAND_CENTRE", "ENQUIRY"], {**CALL, "kind": "COMPLAINT"}, False),
        (["ENQUIRY"], {**CALL, "kind": "COMPLAINT"}, True),
        (["COMMAND_CENTRE", "ENQUIRY"], {"kind": "OTHER"}, False),
        (["COMMAND_CENTRE"], {"kind": "OTHER"}, True),
    ],
)
def test_what_needs_no_signature_is_a_reading(
    *, exempt: list[str], facts: dict[str, Any], required: bool
) -> None:
    story = case_by({"signoff.exempt": exempt}, **facts)
    assert said(story, PetitionAccepted).signoff_required is required


@pytest.mark.setting("simple.max_persons")
@pytest.mark.parametrize(("most", "eligible"), [(2, False), (3, True)])
def test_how_many_are_several_parties_is_a_reading(*, most: int, eligible: bool) -> None:
    story = case_by({"simple.max_persons": most}, persons=3)
    assert said(story, PetitionAccepted).simple_eligible is eligible


@pytest.mark.clause("4.c")
@pytest.mark.clause("10.2a")
def test_a_proposal_ranks_its_units_and_says_why_each() -> None:
    story = case(topics=("STREET_VENDING", "PUBLIC_TOILET_PLAN"), district="XY")
    proposed = said(story, UnitProposed)
    assert proposed.reasons == (
        "BRG-XY:OWNER:STREET_VENDING",
        "APP:CO_HINT:STREET_VENDING",
        "SAN:OWNER:PUBLIC_TOILET_PLAN",
    )


@pytest.mark.clause("4.d")
def test_of_a_petition_in_parts_exactly_one_unit_leads() -> None:
    story = case(topics=(), parts=({"topics": (OURS,)}, {"topics": ("WASTE_SORTING",)}))
    assert [event.name for event in story.told].count("assignment.lead.set") == 1
