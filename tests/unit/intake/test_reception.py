"""Who is asked first, who receives the visitor, and who is sent elsewhere (art. 11; E7, E8)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import UnitCode
from contracts.events.intake import (
    MaterialsForwarded,
    ReceptionLeadProposed,
    VisitDeferred,
    VisitFirstContactLogged,
    VisitGuided,
    VisitorRedirected,
    VisitReceptionAssigned,
)
from contracts.events.routing import MajorConfirmed
from tests.unit.case_story import actor
from tests.unit.intake.story import (
    CLERK,
    DIRECTOR,
    LEADER,
    NOT_READ_BACK,
    READ_BACK,
    RECEPTION,
    accepted,
    arrived,
    names,
    said,
    visit,
)

NO = ["(STATE_DOES_NOT_ALLOW)"]
ASKED = actor("FIRST_CONTACT", "MNT-DR")
ANOTHER = actor("FIRST_CONTACT", "APP")
OF_MNT_DR = actor("LIAISON", "MNT-DR")
OWN = {**READ_BACK, "first_contact_unit": "MNT-DR"}
ELSEWHERE = {**READ_BACK, "first_contact_unit": "APP"}
SEVERAL = ("SEWER_BLOCKED", "STREET_VENDING")
CALLED = "visit.reception.assigned"


@pytest.mark.clause("11.1b", "11.1d")
@pytest.mark.parametrize(
    ("record", "facts", "guided"),
    [
        (OWN, {}, False),
        (ELSEWHERE, {}, True),
        (ELSEWHERE, {"topics": ()}, False),
        (ELSEWHERE, {"topics": (), "suggested_topics": ("SEWER_BLOCKED",)}, True),
        ({**ELSEWHERE, "answered_on_spot": True}, {}, False),
    ],
)
def test_whoever_is_asked_first_keeps_the_own_business_and_leads_on_with_any_other(
    record: dict[str, Any], facts: dict[str, Any], guided: bool
) -> None:
    story = visit(record, **facts)
    assert said(story, VisitFirstContactLogged).unit == record["first_contact_unit"]
    assert ("visit.guided" in names(story.told)) is guided


@pytest.mark.clause("11.1d")
def test_where_no_rule_can_tell_the_unit_itself_leads_the_visitor_on_once() -> None:
    story = visit(ELSEWHERE, topics=())
    assert story.issued("guide_visitor", ANOTHER) == ["visit.guided"]
    assert said(story, VisitGuided).unit == "APP"
    assert story.issued("guide_visitor", ANOTHER) == NO


@pytest.mark.clause("11.1c")
def test_what_cannot_be_answered_at_once_is_put_off_with_a_reason() -> None:
    story = visit(OWN)
    assert story.issued("defer_visit", ASKED, reason="") == ["(NOTICE_INCOMPLETE)"]
    assert story.issued("defer_visit", ASKED, reason="vault:r") == ["visit.deferred"]
    assert said(story, VisitDeferred).reason_ref == "vault:r"
    assert story.issued("defer_visit", ASKED, reason="vault:r") == NO


@pytest.mark.clause("11.1c")
def test_the_unit_asked_first_answers_its_own_business_and_no_other_unit_does() -> None:
    story = visit(OWN)
    story.hears(accepted())
    assert story.issued("answer_on_spot", ANOTHER, answer="vault:a") == ["(ROLE_NOT_ALLOWED)"]
    assert story.issued("answer_on_spot", ASKED, answer="vault:a") == ["visit.answered_on_spot"]
    assert story.issued("defer_visit", ASKED, reason="vault:r") == NO


@pytest.mark.clause("11.1c")
def test_the_papers_go_to_the_petition_office_even_after_an_answer() -> None:
    story = visit({**OWN, "answered_on_spot": True})
    assert story.issued("forward_materials", ASKED, items=["ORIGINAL"]) == ["materials.forwarded"]
    assert (said(story, MaterialsForwarded).unit, said(story, MaterialsForwarded).items) == (
        "MNT-DR",
        ("ORIGINAL",),
    )
    assert story.issued("forward_materials", ANOTHER, items=["ORIGINAL"]) == ["(ROLE_NOT_ALLOWED)"]


@pytest.mark.clause("11.1b")
@pytest.mark.parametrize("command", ["defer_visit", "guide_visitor"])
def test_nobody_was_asked_first_where_the_visitor_came_straight_to_reception(command: str) -> None:
    fields = {"reason": "vault:r"} if command == "defer_visit" else {}
    assert visit().issued(command, RECEPTION, **fields) == NO


@pytest.mark.clause("9.2.2", "11.2a")
@pytest.mark.parametrize(
    ("facts", "unit"),
    [
        ({}, "MNT-DR"),
        ({"topics": ("STREET_VENDING",), "district": "XY"}, "BRG-XY"),
        ({"topics": ()}, "XFB"),
        ({"denied_units": ("MNT-DR",)}, "XFB"),
        ({"confidentiality": "RESTRICTED", "body": "DSC", "denied_units": ("MNT-DR",)}, "DSC"),
    ],
)
def test_the_topics_unit_is_called_and_never_one_that_is_complained_about(
    facts: dict[str, Any], unit: str
) -> None:
    story = visit(NOT_READ_BACK, **facts)
    assert story.issued("assign_reception", CLERK) == [CALLED]
    assert said(story, VisitReceptionAssigned).unit == unit


@pytest.mark.clause("7.d", "11.2a")
@pytest.mark.parametrize(
    ("facts", "units", "code"),
    [
        ({}, ["NOWHERE"], "UNIT_UNKNOWN"),
        ({"denied_units": ("BRG-XY",)}, ["BRG-XY"], "UNIT_DENIED"),
        ({"confidentiality": "RESTRICTED", "body": "DSC"}, ["MNT-DR"], "UNIT_DENIED"),
        ({"denied_units": ("MNT-DR", "XFB")}, [], "STATE_DOES_NOT_ALLOW"),
    ],
)
def test_whom_the_petition_office_may_not_call(
    facts: dict[str, Any], units: list[str], code: str
) -> None:
    nobodys = actor("PETITION_CLERK")
    assert visit(**facts).issued("assign_reception", nobodys, units=units) == [f"({code})"]


@pytest.mark.clause("11.2b")
def test_several_units_wait_for_a_leader_who_says_which_of_them_leads() -> None:
    story = visit(topics=SEVERAL, district="XY")
    assert story.issued("approve_reception_lead", LEADER) == NO
    assert story.issued("assign_reception", CLERK) == ["reception.lead.proposed"]
    proposed = said(story, ReceptionLeadProposed)
    assert (proposed.lead_unit, set(proposed.units)) == (
        proposed.units[0],
        {"MNT-DR", "BRG-XY"},
    )
    assert story.issued("approve_reception_lead", LEADER) == [
        "reception.lead.approved",
        CALLED,
        CALLED,
    ]
    assert story.state.reception.called == proposed.units
    assert story.issued("approve_reception_lead", LEADER) == NO


@pytest.mark.clause("11.2b")
@pytest.mark.parametrize("facts", [{"hazards": ("SELF_HARM",)}, {"persons": 10}])
def test_a_major_matter_is_for_the_director_even_with_one_unit(facts: dict[str, Any]) -> None:
    story = visit(**facts)
    assert story.issued("assign_reception", CLERK) == ["reception.lead.proposed"]
    assert story.issued("approve_reception_lead", LEADER) == ["(ROLE_NOT_ALLOWED)"]
    assert CALLED in story.issued("approve_reception_lead", DIRECTOR)


@pytest.mark.clause("11.2b")
def test_what_a_leader_has_called_major_is_major_here_too() -> None:
    story = visit()
    story.hears(MajorConfirmed(principal=LEADER.principal, measures_ref="vault:m"))
    assert story.issued("assign_reception", CLERK) == ["reception.lead.proposed"]


@pytest.mark.setting("role.map.bureau_leader_if_major")
def test_which_leader_a_major_reception_goes_to_is_a_reading() -> None:
    readings = {"role.map.bureau_leader_if_major": "PETITION_VICE_LEADER"}
    story = visit(None, readings, persons=10)
    story.issued("assign_reception", CLERK)
    assert "reception.lead.approved" in story.issued("approve_reception_lead", LEADER)


@pytest.mark.setting("major.min_persons")
@pytest.mark.parametrize(("least", "told"), [(10, CALLED), (5, "reception.lead.proposed")])
def test_how_many_make_a_reception_major_is_a_reading(least: int, told: str) -> None:
    story = visit(None, {"major.min_persons": least}, persons=5)
    assert story.issued("assign_reception", CLERK) == [told]


@pytest.mark.clause("11.2c")
def test_only_a_unit_that_was_called_can_come_and_only_once() -> None:
    story = visit()
    assert story.issued("start_reception", OF_MNT_DR, unit="MNT-DR") == NO
    story.issued("assign_reception", CLERK)
    assert story.issued("start_reception", OF_MNT_DR, unit="APP") == ["(ROLE_NOT_ALLOWED)"]
    assert story.issued("start_reception", RECEPTION, unit="NOWHERE") == ["(UNIT_UNKNOWN)"]
    assert story.issued("start_reception", OF_MNT_DR, unit="MNT-DR") == ["reception.started"]
    assert story.issued("start_reception", OF_MNT_DR, unit="MNT-DR") == NO
    assert story.issued("assign_reception", CLERK) == NO


@pytest.mark.clause("11.4d")
def test_a_visitor_sent_elsewhere_is_still_registered_and_not_refused() -> None:
    story = visit(topics=("ELEVATOR",))
    assert story.issued("redirect_visitor", RECEPTION) == ["visitor.redirected"]
    redirected = said(story, VisitorRedirected)
    assert redirected.competent_bodies
    assert not redirected.ends
    assert story.state.open


@pytest.mark.clause("11.4d")
def test_a_visitor_who_is_content_withdraws_and_nobody_has_to_consent() -> None:
    story = visit(topics=("ELEVATOR",))
    told = story.issued("redirect_visitor", RECEPTION, withdraws=True)
    assert told == ["visitor.redirected", "petition.withdrawn", "progress.published"]
    assert not story.state.open


@pytest.mark.clause("11.4d")
@pytest.mark.parametrize(
    ("bodies", "told"), [(["EXT-PSB"], "visitor.redirected"), (["APP"], "(UNIT_UNKNOWN)")]
)
def test_only_a_body_outside_the_bureau_is_named_to_the_visitor(
    bodies: list[str], told: str
) -> None:
    assert visit().issued("redirect_visitor", RECEPTION, competent_bodies=bodies) == [told]


@pytest.mark.clause("11.4d")
def test_nobody_is_sent_away_with_what_the_bureau_has_accepted() -> None:
    story = visit()
    story.hears(accepted())
    assert story.issued("redirect_visitor", RECEPTION) == NO


@pytest.mark.setting("nonacceptance.oral_redirect_needs_consent")
@pytest.mark.parametrize(("asked", "ends"), [(True, False), (False, True)])
def test_whether_a_word_to_the_visitor_is_enough_is_a_reading(asked: bool, ends: bool) -> None:
    readings = {"nonacceptance.oral_redirect_needs_consent": asked}
    story = visit(None, readings, topics=("ELEVATOR",))
    story.issued("redirect_visitor", RECEPTION)
    assert said(story, VisitorRedirected).ends is ends


@pytest.mark.parametrize(
    ("command", "by", "fields"),
    [
        ("defer_visit", RECEPTION, {"reason": "vault:r"}),
        ("guide_visitor", RECEPTION, {}),
        ("forward_materials", RECEPTION, {"items": ["ORIGINAL"]}),
        ("assign_reception", CLERK, {}),
        ("approve_reception_lead", LEADER, {}),
        ("start_reception", RECEPTION, {"unit": "MNT-DR"}),
        ("redirect_visitor", RECEPTION, {}),
    ],
)
def test_of_a_letter_nobody_is_received(command: str, by: Any, fields: dict[str, Any]) -> None:
    assert arrived().issued(command, by, **fields) == NO


def test_the_matter_as_supplied_later_says_who_receives_the_visitor() -> None:
    story = visit(topics=())
    story.issued("supply_information", CLERK, matter={"topics": ["SEWER_BLOCKED"]})
    story.issued("assign_reception", CLERK)
    assert said(story, VisitReceptionAssigned).unit == UnitCode("MNT-DR")
