"""The unit's work from receipt to conclusion, step by step (art. 10(三)-(五))."""

from __future__ import annotations

import pytest

from contracts.codes import Routing
from contracts.events.handling import PetitionConcluded
from contracts.events.intake import VisitAnsweredOnSpot
from contracts.events.routing import CaseHandedOver
from tests.unit.case_story import CaseStory, petition
from tests.unit.handling.story import (
    CONTENT_PASSED,
    DELIVERED,
    OFFICE,
    OPERATOR,
    PASSED,
    SIGNED,
    STRAIGHT_WAY,
    SUBMITTED,
    accepted,
    assigned_case,
    brought_to,
    dispatched,
    handling,
    take,
)


def outcome(story: CaseStory) -> str | None:  # type: ignore[type-arg]
    """How the case was concluded; None while it is not."""
    ends = [event for event in story.told if isinstance(event, PetitionConcluded)]
    return ends[-1].outcome_code if ends else None


@pytest.mark.clause("9.2.1", "10.3a", "10.3b", "10.3c", "10.4a", "9.2.4", "10.5b", "10.5c", "10.5h")
def test_each_step_of_the_straight_way_announces_what_it_did_and_the_last_concludes() -> None:
    story = assigned_case()

    told = [take(story, step) for step in STRAIGHT_WAY[:7]]
    story.on("2021-06-11")
    told += [take(story, step) for step in STRAIGHT_WAY[7:]]

    assert told == [
        ["assignment.received"],
        ["unit_head.reported"],
        ["handler.designated"],
        ["contact.logged"],
        ["verification.started", "verification.completed"],
        ["reply.submitted"],
        ["reply.content_passed"],
        ["reply.delivered"],
        ["receipt.signed", "witness.signed"],
        ["reply.passed", "petition.concluded"],
    ]
    assert outcome(story) == "SIGNED"


@pytest.mark.clause("10.5a")
def test_no_step_can_be_taken_before_the_one_it_needs() -> None:
    needed = [step for step in STRAIGHT_WAY if step[0] not in {"report_to_head", "log_contact"}]
    assert needed[-1] == PASSED  # which has a code of its own: SIGNOFF_MISSING
    for before, step in zip(needed, needed[2:-1], strict=False):
        story = brought_to(before, assigned_case())
        story.on("2021-06-11")
        assert take(story, step) == ["(STATE_DOES_NOT_ALLOW)"], step


def test_nothing_can_be_done_before_dispatch_or_after_the_end() -> None:
    undispatched = CaseStory(handling())
    undispatched.hears(petition(), accepted())
    concluded = brought_to(PASSED, assigned_case())

    assert {code for step in STRAIGHT_WAY for code in take(undispatched, step)} == {
        "(STATE_DOES_NOT_ALLOW)"
    }
    after = {step[0]: take(concluded, step) for step in STRAIGHT_WAY if step[0] != "log_contact"}
    assert set(map(tuple, after.values())) == {("(STATE_DOES_NOT_ALLOW)",)}


@pytest.mark.clause("10.5c")
def test_an_anonymous_petition_is_passed_without_delivery_or_signature() -> None:
    story = brought_to(CONTENT_PASSED, assigned_case(named=False))

    assert take(story, PASSED) == ["reply.passed", "petition.concluded"]
    assert outcome(story) == "REPLIED"


@pytest.mark.clause("10.5g", "8.2")
def test_a_referral_is_concluded_only_by_the_report_to_the_superior() -> None:
    referral = {"level": "PROVINCE", "type": "FORWARD"}
    story = brought_to(SIGNED, assigned_case(referral=referral))

    assert take(story, PASSED) == ["reply.passed"]
    assert outcome(story) is None
    told = story.issued("report_to_superior", OFFICE, on="2021-06-11")
    assert told == ["superior.reported", "petition.concluded"]
    assert story.issued("report_to_superior", OFFICE, on="2021-06-11") == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("10.5g")
def test_an_order_needs_a_report_from_city_level_up_only() -> None:
    reported = {}
    for level, by in [("BUREAU", "DIRECTOR"), ("CITY", "LEADER"), ("NATIONAL", "ORGAN")]:
        for kind in ("READ", "INSTRUCT"):
            note = {"level": level, "by": by, "type": kind, "on": "2021-06-01"}
            story = brought_to(SIGNED, assigned_case(instructions=[note]))
            reported[level, kind] = take(story, PASSED) == ["reply.passed"]

    assert [key for key, waits in reported.items() if waits] == [
        ("CITY", "INSTRUCT"),
        ("NATIONAL", "INSTRUCT"),
    ]


@pytest.mark.clause("11.4a")
def test_a_visit_answered_on_the_spot_is_concluded_with_its_acceptance() -> None:
    story = CaseStory(handling())
    assert story.hears(petition()) == []
    assert story.hears(VisitAnsweredOnSpot(), accepted("NONE", on_spot=True)) == [
        "petition.concluded"
    ]
    assert outcome(story) == "ON_THE_SPOT"


def test_a_visit_answered_after_its_acceptance_is_concluded_then_and_only_then() -> None:
    story = CaseStory(handling())
    assert story.hears(petition(), accepted()) == []
    assert story.hears(VisitAnsweredOnSpot(), VisitAnsweredOnSpot()) == ["petition.concluded"]


def test_what_a_unit_already_has_is_not_concluded_by_a_word_at_the_counter() -> None:
    assert assigned_case().hears(VisitAnsweredOnSpot()) == []


@pytest.mark.clause("15")
def test_the_operator_passes_both_gates_of_a_self_handled_call_and_of_no_other() -> None:
    told_by: dict[Routing, str] = {
        "COMMAND_CENTRE_SELF_HANDLED": "reply.content_passed",
        "NORMAL_TRANSFER": "(ROLE_NOT_ALLOWED)",
    }
    for routing, told in told_by.items():
        story = CaseStory(handling())
        story.hears(petition(), accepted(routing), dispatched())
        brought_to(SUBMITTED, story)
        assert story.issued("pass_content", OPERATOR) == [told], routing


@pytest.mark.clause("15")
def test_a_call_that_was_handed_over_is_passed_by_the_petition_office() -> None:
    story = CaseStory(handling())
    story.hears(petition(), accepted("COMMAND_CENTRE_SELF_HANDLED"), dispatched())
    story.hears(CaseHandedOver.model_validate({"from": "CMD", "to": "XFB", "cause": "MAJOR"}))
    brought_to(SUBMITTED, story)

    assert story.issued("pass_content", OPERATOR) == ["(ROLE_NOT_ALLOWED)"]
    assert story.issued("pass_content", OFFICE) == ["reply.content_passed"]


@pytest.mark.clause("12.2")
def test_settlement_and_review_are_recorded_once_the_petitioner_has_the_reply() -> None:
    early = brought_to(CONTENT_PASSED, assigned_case())
    story = brought_to(DELIVERED, assigned_case())

    assert early.issued("record_settlement", OFFICE, settled=True) == ["(STATE_DOES_NOT_ALLOW)"]
    assert early.issued("request_review", OFFICE, on="2021-06-10") == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("record_settlement", OFFICE, settled=True) == ["petition.settled"]
    opinion = {"result": "UPHELD", "on": "2021-06-11"}
    assert story.issued("record_review_opinion", OFFICE, **opinion) == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("request_review", OFFICE, on="2021-06-11") == ["review.requested"]
