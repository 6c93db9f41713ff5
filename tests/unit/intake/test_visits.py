"""What reception and clerks may record, and when (rules 9, 18, 20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.events.handling import PetitionConcluded
from contracts.events.intake import (
    PetitionRegistered,
    PetitionSupplemented,
    VisitAnsweredOnSpot,
    VisitReadBackConfirmed,
)
from tests.unit.intake.story import (
    CLERK,
    NOT_READ_BACK,
    READ_BACK,
    RECEPTION,
    accepted,
    apart_from_published,
    arrived,
    dispatched,
    said,
    visit,
)

NO = ["(STATE_DOES_NOT_ALLOW)"]
CONCLUDED = PetitionConcluded(concluded_on=date(2021, 6, 15), outcome_code="SIGNED")


@pytest.mark.clause("11.3")
def test_reception_confirms_the_read_back_once_and_the_promise_holds_from_then_on() -> None:
    story = visit({**NOT_READ_BACK, "promised_due": "2021-06-15"})
    assert story.issued("confirm_read_back", RECEPTION) == [
        "visit.read_back.confirmed",
        "promise.made",
    ]
    assert said(story, VisitReadBackConfirmed).principal == RECEPTION.principal
    assert story.issued("confirm_read_back", RECEPTION) == NO


@pytest.mark.clause("11.3", "11.4a", "11.4b")
@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("answer_on_spot", {"answer": "vault:a"}),
        ("promise_reply", {"due_on": "2021-06-15"}),
    ],
)
def test_nothing_is_answered_or_promised_before_the_read_back(
    command: str, fields: dict[str, Any]
) -> None:
    story = visit(NOT_READ_BACK)
    assert story.issued(command, RECEPTION, **fields) == ["(READ_BACK_MISSING)"]


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("confirm_read_back", {}),
        ("answer_on_spot", {"answer": "vault:a"}),
        ("promise_reply", {"due_on": "2021-06-15"}),
        ("elect_representatives", {"count": 3}),
    ],
)
def test_a_letter_is_no_visit(command: str, fields: dict[str, Any]) -> None:
    assert arrived().issued(command, RECEPTION, **fields) == NO


@pytest.mark.clause("11.4a")
def test_an_accepted_visitor_is_answered_before_any_unit_has_it() -> None:
    story = visit()
    assert story.issued("answer_on_spot", RECEPTION, answer="vault:a") == NO
    story.hears(accepted())
    assert story.issued("answer_on_spot", RECEPTION, answer="vault:a") == ["visit.answered_on_spot"]
    assert said(story, VisitAnsweredOnSpot).answer_ref == "vault:a"
    assert story.issued("answer_on_spot", RECEPTION, answer="vault:a") == NO


def test_what_a_unit_has_is_not_answered_on_the_spot_any_more() -> None:
    story = visit()
    story.hears(accepted(), dispatched())
    assert story.issued("answer_on_spot", RECEPTION, answer="vault:a") == NO


@pytest.mark.clause("11.4b")
@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        ("2021-06-15", "promise.made"),
        ("2021-08-02", "promise.made"),
        ("2021-08-03", "(PROMISE_BEYOND_LIMIT)"),
    ],
)
def test_a_promise_may_not_go_beyond_the_limit_of_the_law(due_on: str, told: str) -> None:
    story = visit()
    story.hears(accepted())
    assert story.issued("promise_reply", RECEPTION, due_on=due_on) == [told]


@pytest.mark.clause("11.5c")
@pytest.mark.parametrize(
    ("count", "told"), [(5, "representatives.elected"), (6, "(TOO_MANY_REPRESENTATIVES)")]
)
def test_no_more_than_five_speak_for_a_group(count: int, told: str) -> None:
    assert visit(persons=7).issued("elect_representatives", RECEPTION, count=count) == [told]


@pytest.mark.clause("10.1c")
def test_supplied_information_goes_on_the_log_as_codes_and_references() -> None:
    story = arrived(topics=(), has_address=False)
    told = story.issued(
        "supply_information",
        CLERK,
        matter={"topics": ["SEWER_BLOCKED"], "district": "BL", "place": "vault:p"},
        petitioner={"named": True, "name": "vault:n", "address": "vault:a"},
        text="vault:t",
    )
    assert told == ["petition.supplemented"]
    supplied = said(story, PetitionSupplemented)
    assert supplied.matter is not None
    assert (supplied.matter.topics, supplied.matter.has_place) == (("SEWER_BLOCKED",), True)
    assert (supplied.has_address, supplied.petitioner_ref, supplied.text_ref) == (
        True,
        "vault:n",
        "vault:t",
    )
    assert apart_from_published(story.hears(accepted())) == ["acceptance.notice.sent"]


@pytest.mark.clause("11.4c", "11.5d")
@pytest.mark.parametrize(
    ("command", "by", "fields", "told"),
    [
        ("withdraw", CLERK, {"reason": "vault:r"}, "petition.withdrawn"),
        ("log_order_incident", RECEPTION, {"note": "vault:n"}, "order.incident.logged"),
        ("supply_information", CLERK, {"text": "vault:t"}, "petition.supplemented"),
    ],
)
def test_what_is_over_is_not_added_to(
    command: str, by: Any, fields: dict[str, Any], told: str
) -> None:
    story = visit()
    assert apart_from_published(story.issued(command, by, **fields)) == [told]
    story.hears(accepted(), CONCLUDED)
    assert story.issued(command, by, **fields) == NO


def test_a_petition_is_withdrawn_once() -> None:
    story = arrived()
    story.issued("withdraw", CLERK, reason="vault:r")
    assert story.issued("withdraw", CLERK, reason="vault:r") == NO


@pytest.mark.setting("visit.on_spot_concludes")
@pytest.mark.parametrize("concludes", [True, False])
def test_whether_an_answer_at_once_settles_the_matter_is_a_reading(concludes: bool) -> None:
    readings = {"visit.on_spot_concludes": concludes}
    told = visit({**READ_BACK, "answered_on_spot": True}, readings)
    assert said(told, VisitAnsweredOnSpot).concludes is concludes
    assert said(told, PetitionRegistered).answered_on_spot is concludes
    answered = visit(None, readings)
    answered.hears(accepted())
    answered.issued("answer_on_spot", RECEPTION, answer="vault:a")
    assert said(answered, VisitAnsweredOnSpot).concludes is concludes


@pytest.mark.setting("visit.assess_before_read_back")
@pytest.mark.parametrize("at_once", [False, True])
def test_whether_a_record_nobody_has_confirmed_is_assessed_is_a_reading(at_once: bool) -> None:
    readings = {"visit.assess_before_read_back": at_once}
    story = visit({**NOT_READ_BACK, "answered_on_spot": True}, readings)
    registered = said(story, PetitionRegistered)
    assert registered.assessable is at_once
    assert registered.answered_on_spot is not at_once


@pytest.mark.clause("2.b")
def test_what_the_supplied_text_suggests_goes_on_the_log_beside_its_reference() -> None:
    story = visit(topics=())
    story.issued("supply_information", CLERK, text="vault:t", suggested_topics=["SEWER_BLOCKED"])
    assert said(story, PetitionSupplemented).suggested_topics == ("SEWER_BLOCKED",)
    assert story.state.reception.topics == ("SEWER_BLOCKED",)
