"""Completeness of replies, their return, and the three ways to a sign-off (art. 10(五))."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.deadlines import ExtensionApproved, ExtensionNotified
from contracts.events.handling import ReplyReturned, ReplySubmitted
from tests.unit.case_story import CaseStory, petition
from tests.unit.handling.story import (
    ALL_ELEMENTS,
    ATTEMPTS,
    CO_LIAISON,
    CONTENT_PASSED,
    DELIVERED,
    HANDLER,
    LIAISON,
    OFFICE,
    PASSED,
    SIGNED,
    SUBMITTED,
    VERIFIED,
    WITNESS,
    accepted,
    assigned_case,
    brought_to,
    dispatched,
    handling,
    take,
)

RETURNED_AT_ONCE = ["reply.submitted", "reply.returned"]
OPINION: dict[str, Any] = {"unit": "SEW", "text": "vault:t"}
UNREACHABLE: dict[str, Any] = {
    "attempts": ATTEMPTS,
    "registered_post": True,
    "witness": WITNESS,
}


def last_return(story: CaseStory) -> ReplyReturned:  # type: ignore[type-arg]
    """The latest return of a reply."""
    return [event for event in story.told if isinstance(event, ReplyReturned)][-1]


@pytest.mark.clause("10.5b", "9.2.4", "10.5a")
@pytest.mark.parametrize("element", ALL_ELEMENTS)
def test_a_reply_that_lacks_an_element_is_stored_and_returned_at_once(element: str) -> None:
    story = brought_to(VERIFIED, assigned_case())
    rest = [one for one in ALL_ELEMENTS if one != element]

    assert story.issued("submit_reply", LIAISON, elements=rest) == RETURNED_AT_ONCE
    returned = last_return(story)
    assert (returned.missing, returned.by_rule, returned.count) == ((element,), True, 1)
    assert returned.receipt is not None
    assert [rule.clause for rule in returned.receipt.rules] == ["10.5b"]


def test_a_complete_reply_stays_with_the_petition_office() -> None:
    story = brought_to(VERIFIED, assigned_case())
    assert take(story, SUBMITTED) == ["reply.submitted"]


@pytest.mark.clause("10.2c")
def test_the_opinion_of_each_co_unit_belongs_to_the_reply() -> None:
    story = brought_to(VERIFIED, assigned_case("SEW", "MUN"))
    story.issued("submit_co_opinion", CO_LIAISON, **OPINION)

    assert take(story, SUBMITTED) == RETURNED_AT_ONCE
    assert last_return(story).missing == ("CO_OPINION",)
    both = brought_to(VERIFIED, assigned_case("SEW"))
    both.issued("submit_co_opinion", CO_LIAISON, **OPINION)
    assert take(both, SUBMITTED) == ["reply.submitted"]


def test_a_co_unit_speaks_for_itself_and_leaves_the_reply_to_the_lead() -> None:
    story = brought_to(VERIFIED, assigned_case("SEW"))

    assert story.issued("submit_co_opinion", LIAISON, **OPINION) == ["(ROLE_NOT_ALLOWED)"]
    reply = story.issued("submit_reply", CO_LIAISON, elements=ALL_ELEMENTS)
    assert reply == ["(ROLE_NOT_ALLOWED)"]


@pytest.mark.clause("12.5c", "10.5f")
def test_an_extension_nobody_told_the_petitioner_of_sends_the_reply_back() -> None:
    story = brought_to(VERIFIED, assigned_case())
    leader = Principal("demo-vice-leader")
    story.hears(ExtensionApproved(days=20, principal=leader, role="PETITION_VICE_LEADER"))

    assert take(story, SUBMITTED) == RETURNED_AT_ONCE
    assert last_return(story).missing == ("EXTENSION_NOTICE",)
    day = story.now.date()
    story.hears(ExtensionNotified(new_due=day, on=day))
    assert take(story, SUBMITTED) == ["reply.submitted"]


@pytest.mark.clause("10.5b")
def test_a_returned_reply_passes_neither_gate_until_it_is_done_again() -> None:
    story = brought_to(SUBMITTED, assigned_case())
    returned = story.issued("return_reply", OFFICE, missing=["MEASURES"], reason="vault:r")

    assert returned == ["reply.returned"]
    assert last_return(story).by_rule is False
    assert take(story, CONTENT_PASSED) == ["(REPLY_INCOMPLETE)"]
    assert take(story, PASSED) == ["(REPLY_INCOMPLETE)"]
    assert story.issued("return_reply", OFFICE) == ["(STATE_DOES_NOT_ALLOW)"]
    assert take(story, SUBMITTED) == ["reply.submitted"]
    assert take(story, CONTENT_PASSED) == ["reply.content_passed"]
    assert [e.version for e in story.told if isinstance(e, ReplySubmitted)] == [1, 2]


@pytest.mark.clause("10.5c")
def test_what_was_signed_for_a_returned_reply_does_not_count_for_the_next() -> None:
    story = brought_to(SIGNED, assigned_case())
    story.issued("return_reply", OFFICE, missing=["FACTS"])
    for step in (SUBMITTED, CONTENT_PASSED, DELIVERED):
        take(story, step)

    assert take(story, PASSED) == ["(SIGNOFF_MISSING)"]
    assert take(story, SIGNED) == ["receipt.signed", "witness.signed"]
    assert take(story, PASSED) == ["reply.passed", "petition.concluded"]


@pytest.mark.clause("10.5c", "10.5d")
@pytest.mark.parametrize(
    ("command", "fields", "told", "outcome"),
    [
        ("record_signoff", {"on": "2021-06-11"}, "receipt.signed", "SIGNED"),
        ("record_signoff_refusal", {"reason": "vault:r"}, "receipt.refused", "SIGNOFF_REFUSED"),
        (
            "record_unreachable",
            {"attempts": ATTEMPTS, "registered_post": True},
            "receipt.unreachable",
            "UNREACHABLE",
        ),
    ],
)
def test_each_way_to_a_sign_off_needs_a_witness_and_names_the_outcome(
    command: str, fields: dict[str, Any], told: str, outcome: str
) -> None:
    story = brought_to(DELIVERED, assigned_case())
    blank = {"name": "", "side": "COMMUNITY"}

    assert story.issued(command, HANDLER, **fields) == ["(WITNESS_MISSING)"]
    assert story.issued(command, HANDLER, **fields, witness=blank) == ["(WITNESS_MISSING)"]
    assert take(story, PASSED) == ["(SIGNOFF_MISSING)"]
    assert story.issued(command, HANDLER, **fields, witness=WITNESS) == [told, "witness.signed"]
    take(story, PASSED)
    assert getattr(story.told[-1], "outcome_code", None) == outcome


@pytest.mark.clause("10.5d")
@pytest.mark.parametrize(
    "changed",
    [
        {"attempts": ATTEMPTS[:2]},
        {"attempts": [ATTEMPTS[0], ATTEMPTS[1], ATTEMPTS[1]]},
        {"registered_post": False},
        {"attempts": [*ATTEMPTS, "2021-12-31"]},
    ],
    ids=["two attempts", "three on two days", "no registered post", "a day to come"],
)
def test_nobody_is_unreachable_after_less_than_was_asked_for(changed: dict[str, Any]) -> None:
    story = brought_to(DELIVERED, assigned_case())
    assert story.issued("record_unreachable", HANDLER, **{**UNREACHABLE, **changed}) == [
        "(INVALID)"
    ]


@pytest.mark.clause("10.5d")
def test_a_refusal_to_sign_states_its_reason() -> None:
    story = brought_to(DELIVERED, assigned_case())
    assert story.issued("record_signoff_refusal", HANDLER, witness=WITNESS) == ["(INVALID)"]


def test_nothing_is_recorded_for_a_day_that_has_not_come() -> None:
    story = brought_to(CONTENT_PASSED, assigned_case())
    told = story.issued("deliver_reply", LIAISON, by="IN_PERSON", on="2021-12-31")
    assert told == ["(INVALID)"]


@pytest.mark.clause("10.5c", "7.d")
@pytest.mark.parametrize(
    ("confidentiality", "side", "told"),
    [
        ("NORMAL", "COMMUNITY", "receipt.signed"),
        ("NORMAL", "MNT-DR", "receipt.signed"),
        ("CAUTION", "COMMUNITY", "receipt.signed"),
        ("CAUTION", "ENF", "(WITNESS_DENIED)"),
        ("CAUTION", "BRG-KF", "(WITNESS_DENIED)"),
        ("RESTRICTED", "DISCIPLINE", "receipt.signed"),
        ("RESTRICTED", "REPORTER_CHOICE", "receipt.signed"),
        ("RESTRICTED", "COMMUNITY", "(WITNESS_DENIED)"),
        ("RESTRICTED", "MNT-DR", "(WITNESS_DENIED)"),
    ],
)
def test_a_witness_stands_on_no_denied_side(confidentiality: str, side: str, told: str) -> None:
    denied = () if confidentiality == "NORMAL" else (UnitCode("ENF"),)
    case = assigned_case(confidentiality=confidentiality, denied_units=denied)
    story = brought_to(DELIVERED, case)
    witness = {"name": "vault:w", "side": side}

    assert story.issued("record_signoff", LIAISON, on="2021-06-11", witness=witness)[0] == told


def test_a_petition_that_needs_no_sign_off_is_passed_on_delivery() -> None:
    story = CaseStory(handling())
    story.hears(petition(kind="OTHER"), accepted(signoff_required=False), dispatched())
    brought_to(DELIVERED, story)
    assert take(story, PASSED) == ["reply.passed", "petition.concluded"]
