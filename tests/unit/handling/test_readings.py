"""Other readings of articles 9 and 10, other outcomes."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import UnitCode
from services.handling.decisions.known import Known
from services.handling.state import HandlingState
from tests.unit.case_story import CaseStory, actor
from tests.unit.handling.story import (
    ACKNOWLEDGED,
    ALL_ELEMENTS,
    ATTEMPTS,
    CONTENT_PASSED,
    DELIVERED,
    DESIGNATED,
    HANDLER,
    HEAD,
    LIAISON,
    OFFICE,
    PASSED,
    SIGNED,
    SUBMITTED,
    VERIFIED,
    WITNESS,
    assigned_case,
    brought_to,
    take,
)

Story = CaseStory[HandlingState, Known]
NOT_NOW = ["(STATE_DOES_NOT_ALLOW)"]
ON_PLATFORM: dict[str, Any] = {"by": "PLATFORM", "on": "2021-06-11"}


@pytest.mark.setting("reply.elements")
@pytest.mark.clause("10.5b")
def test_which_elements_a_reply_must_have_is_a_reading() -> None:
    without_contact = [one for one in ALL_ELEMENTS if one != "CONTACT"]
    readings = {"reply.elements": without_contact}
    asked, left_out = assigned_case(), assigned_case(readings=readings)

    told = [
        brought_to(VERIFIED, story).issued("submit_reply", LIAISON, elements=without_contact)
        for story in (asked, left_out)
    ]
    assert told == [["reply.submitted", "reply.returned"], ["reply.submitted"]]


@pytest.mark.setting("reply.co_opinion_required")
@pytest.mark.clause("10.2c")
def test_whether_a_silent_co_unit_holds_the_reply_up_is_a_reading() -> None:
    strict = assigned_case("SEW")
    lenient = assigned_case("SEW", readings={"reply.co_opinion_required": False})

    told = [take(brought_to(VERIFIED, story), SUBMITTED) for story in (strict, lenient)]
    assert told == [["reply.submitted", "reply.returned"], ["reply.submitted"]]


@pytest.mark.setting("reply.gate1")
@pytest.mark.clause("10.5b")
def test_without_the_first_gate_a_reply_is_delivered_as_it_was_submitted() -> None:
    gated, ungated = assigned_case(), assigned_case(readings={"reply.gate1": False})
    for story in (gated, ungated):
        brought_to(SUBMITTED, story).on("2021-06-11")

    assert take(gated, DELIVERED) == NOT_NOW
    assert take(ungated, DELIVERED) == ["reply.delivered"]
    assert take(ungated, SIGNED) == ["receipt.signed", "witness.signed"]
    assert take(ungated, PASSED) == ["reply.passed", "petition.concluded"]


@pytest.mark.setting("reply.gate1")
def test_without_the_first_gate_an_anonymous_reply_is_passed_as_it_was_submitted() -> None:
    readings = {"reply.gate1": False}
    gated = brought_to(SUBMITTED, assigned_case(named=False))
    ungated = brought_to(SUBMITTED, assigned_case(named=False, readings=readings))
    assert take(gated, PASSED) == NOT_NOW
    assert take(ungated, PASSED) == ["reply.passed", "petition.concluded"]


def test_what_was_returned_is_not_delivered_with_or_without_the_first_gate() -> None:
    story = brought_to(SUBMITTED, assigned_case(readings={"reply.gate1": False}))
    story.issued("return_reply", OFFICE, missing=["FACTS"])
    story.on("2021-06-11")
    assert take(story, DELIVERED) == NOT_NOW


@pytest.mark.setting("signoff.e_receipt")
@pytest.mark.clause("10.5c")
def test_a_receipt_on_the_platform_counts_only_where_it_is_read_so() -> None:
    on_paper = brought_to(CONTENT_PASSED, assigned_case())
    by_reading = brought_to(CONTENT_PASSED, assigned_case(readings={"signoff.e_receipt": True}))
    for story in (on_paper, by_reading):
        story.on("2021-06-11")

    assert on_paper.issued("deliver_reply", LIAISON, **ON_PLATFORM) == ["reply.delivered"]
    assert take(on_paper, PASSED) == ["(SIGNOFF_MISSING)"]
    told = by_reading.issued("deliver_reply", LIAISON, **ON_PLATFORM)
    assert told == ["reply.delivered", "receipt.signed"]
    assert take(by_reading, PASSED) == ["reply.passed", "petition.concluded"]


@pytest.mark.setting("signoff.e_receipt")
def test_what_the_platform_attests_needs_no_witness_and_what_it_does_not_does() -> None:
    readings = {"signoff.e_receipt": True}
    by_way = {}
    for way in ("PLATFORM", "IN_PERSON"):
        story = brought_to(CONTENT_PASSED, assigned_case(readings=readings))
        story.on("2021-06-11")
        story.issued("deliver_reply", LIAISON, by=way, on="2021-06-11")
        by_way[way] = story.issued("record_signoff", LIAISON, on="2021-06-11")
    assert by_way == {"PLATFORM": ["receipt.signed"], "IN_PERSON": ["(WITNESS_MISSING)"]}


@pytest.mark.setting("signoff.unreachable_attempts")
@pytest.mark.clause("10.5d")
@pytest.mark.parametrize(
    ("asked_for", "told"),
    [(3, ["(INVALID)"]), (2, ["receipt.unreachable", "witness.signed"])],
)
def test_after_how_many_attempts_nobody_looks_any_further_is_a_reading(
    asked_for: int, told: list[str]
) -> None:
    readings = {"signoff.unreachable_attempts": asked_for}
    story = brought_to(DELIVERED, assigned_case(readings=readings))
    fields = {"attempts": ATTEMPTS[:2], "registered_post": True, "witness": WITNESS}
    assert story.issued("record_unreachable", HANDLER, **fields) == told


@pytest.mark.setting("signoff.restricted_witness")
@pytest.mark.clause("10.5c", "7.d")
@pytest.mark.parametrize(
    ("reading", "allowed"),
    [
        ("DISCIPLINE_OR_REPORTER_CHOICE", {"DISCIPLINE", "REPORTER_CHOICE"}),
        ("DISCIPLINE", {"DISCIPLINE"}),
    ],
)
def test_who_may_witness_in_a_restricted_case_is_a_reading_and_never_the_reported_unit(
    reading: str, allowed: set[str]
) -> None:
    story = brought_to(
        DELIVERED,
        assigned_case(
            confidentiality="RESTRICTED",
            denied_units=(UnitCode("ENF"),),
            readings={"signoff.restricted_witness": reading},
        ),
    )
    sides = {"DISCIPLINE", "REPORTER_CHOICE", "COMMUNITY", "BRG-KF"}
    taken = set()
    for side in sorted(sides):
        witness = {"name": "vault:w", "side": side}
        told = story.issued("record_signoff", LIAISON, on="2021-06-11", witness=witness)
        if told != ["(WITNESS_DENIED)"]:
            taken.add(side)
    assert taken == allowed


@pytest.mark.clause("10.5c")
@pytest.mark.parametrize(
    ("confidentiality", "told"),
    [("RESTRICTED", ["receipt.signed"]), ("NORMAL", ["(WITNESS_MISSING)"])],
)
def test_only_who_reported_staff_may_do_without_a_witness(
    confidentiality: str, told: list[str]
) -> None:
    story = brought_to(DELIVERED, assigned_case(confidentiality=confidentiality))
    fields = {"on": "2021-06-11", "witness_waived": True}
    assert story.issued("record_signoff", LIAISON, **fields) == told


@pytest.mark.setting("recusal.enabled")
@pytest.mark.clause("6.b")
def test_whether_an_interest_keeps_people_from_the_work_is_a_reading() -> None:
    strict, silent = assigned_case(), assigned_case(readings={"recusal.enabled": False})
    interested = {"handler": {"principal": "demo-handler"}, "recusal_declared": True}
    for story in (strict, silent):
        take(story, ACKNOWLEDGED)

    assert strict.issued("designate_handler", HEAD, **interested) == ["(HANDLER_DENIED)"]
    assert silent.issued("designate_handler", HEAD, **interested) == ["handler.designated"]
    steps_back = {"person": {"principal": "demo-handler"}, "reason": "vault:r"}
    himself = actor("HANDLER", "MNT-DR", "demo-handler")
    assert strict.issued("declare_recusal", himself, **steps_back) == ["recusal.declared"]
    assert silent.issued("declare_recusal", himself, **steps_back) == NOT_NOW


@pytest.mark.setting("superior.report_on")
@pytest.mark.clause("10.5g", "8.2", "9.1.4")
@pytest.mark.parametrize(
    ("report_on", "waiting"),
    [
        (["FORWARD", "ASSIGN", "INSTRUCT_CITY_UP"], {"FORWARD", "ASSIGN", "CITY"}),
        (["ASSIGN"], {"ASSIGN"}),
        (["ASSIGN", "INSTRUCT_DIRECTOR"], {"ASSIGN", "DIRECTOR"}),
    ],
)
def test_who_gets_a_report_before_the_conclusion_is_a_reading(
    report_on: list[str], waiting: set[str]
) -> None:
    by_director = {"level": "BUREAU", "by": "DIRECTOR", "type": "INSTRUCT", "on": "2021-06-01"}
    by_city = {"level": "CITY", "by": "LEADER", "type": "INSTRUCT", "on": "2021-06-01"}
    asked: dict[str, dict[str, Any]] = {
        "FORWARD": {"referral": {"level": "CITY", "type": "FORWARD"}},
        "ASSIGN": {"referral": {"level": "CITY", "type": "ASSIGN"}},
        "CITY": {"instructions": [by_city]},
        "DIRECTOR": {"instructions": [by_director]},
    }
    readings = {"superior.report_on": report_on}
    unfinished = set()
    for name, facts in asked.items():
        story = brought_to(SIGNED, assigned_case(readings=readings, **facts))
        if take(story, PASSED) == ["reply.passed"]:
            unfinished.add(name)
    assert unfinished == waiting


@pytest.mark.setting("objection.days")
@pytest.mark.clause("10.2d")
@pytest.mark.parametrize(("days", "told"), [(1, NOT_NOW), (2, ["assignment.objected"])])
def test_how_long_a_unit_may_object_is_a_reading(days: int, told: list[str]) -> None:
    story = assigned_case(readings={"objection.days": days})
    story.on("2021-06-04")
    assert story.issued("object_to_assignment", LIAISON, reason="vault:r") == told


def test_a_handler_stays_named_under_every_reading() -> None:
    story = assigned_case(readings={"recusal.enabled": False})
    take(story, ACKNOWLEDGED)
    assert take(story, DESIGNATED) == ["handler.designated"]
