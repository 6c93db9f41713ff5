"""More time: who gets it, and what moves."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.deadlines import (
    ApproveExtension,
    ExcludeTime,
    NotifyExtension,
    RefuseExtension,
    RequestExtension,
)
from contracts.events.common import CommandRefused
from contracts.events.deadlines import ExtensionApproved, ReminderUnanswered
from tests.unit.deadlines.story import Story, day, told, when

ORDERED_BY_THE_CITY = {"referral": {"level": "CITY", "type": "ASSIGN", "report_due": "2021-09-03"}}
ORDERED_BY_THE_DIRECTOR = {
    "instructions": [
        {
            "level": "BUREAU",
            "by": "DIRECTOR",
            "type": "INSTRUCT",
            "on": "2021-07-05",
            "due": "2021-09-01",
        }
    ]
}


def dispatched_case(**facts: Any) -> Story:
    """Accepted on 5 July 2021: due on 3 September, 3 October at the very most."""
    story = Story()
    story.received("2021-07-05", **facts)
    story.accepted("2021-07-05")
    story.dispatched("2021-07-06")
    return story


def extended_case() -> Story:
    """Twenty days more, granted in August."""
    story = dispatched_case()
    story.command(RequestExtension(days=20, reason="vault:1"), "2021-08-27")
    story.command(ApproveExtension(), "2021-08-30")
    return story


def refusals(story: Story) -> list[str]:
    """The codes of what was refused."""
    return [event.code for event in story.all_of(CommandRefused)]


def test_an_approval_moves_the_date_from_the_unrolled_one() -> None:
    story = extended_case()
    assert told(story.said)[-3:] == [
        "extension.approved",
        "deadline.set extended",
        "deadline.cancelled conclude",
    ]
    assert story.due["extended"] == "2021-09-23"
    assert story.due["max_extended"] == "2021-10-08"
    assert "deadline.met extended" in told(story.delivered("2021-09-14"))


@pytest.mark.parametrize(
    ("facts", "days", "at", "codes"),
    [
        ({}, 30, "2021-09-03 23:00", []),
        ({}, 31, "2021-09-03", ["EXTENSION_OVER_LIMIT"]),
        ({}, 31, "2021-09-04", ["EXTENSION_AFTER_DUE"]),
        (ORDERED_BY_THE_CITY, 31, "2021-09-04", ["EXTENSION_NOT_OURS"]),
        (ORDERED_BY_THE_DIRECTOR, 20, "2021-08-27", []),
    ],
)
def test_a_request_is_refused_by_the_first_code_that_holds(
    facts: dict[str, Any], days: int, at: str, codes: list[str]
) -> None:
    story = dispatched_case(**facts)
    story.command(RequestExtension(days=days), at)
    assert refusals(story) == codes


def test_a_second_extension_is_refused_however_short() -> None:
    story = extended_case()
    story.command(RequestExtension(days=1), "2021-09-09")
    assert refusals(story) == ["EXTENSION_ALREADY_USED"]


def test_a_refused_request_does_not_use_the_extension_up() -> None:
    story = dispatched_case()
    story.command(RequestExtension(days=20), "2021-08-20")
    story.command(RefuseExtension(reason="vault:1"), "2021-08-21")
    story.command(RequestExtension(days=10), "2021-08-23")
    story.command(ApproveExtension(), "2021-08-24")
    assert refusals(story) == []
    assert [event.days for event in story.all_of(ExtensionApproved)] == [10]


def test_an_approval_that_comes_late_still_moves_the_date_and_the_grace_with_it() -> None:
    story = dispatched_case()
    story.command(RequestExtension(days=20), "2021-09-03")
    story.command(ApproveExtension(), "2021-09-08")
    story.until("2021-11-01")
    assert "deadline.missed conclude" in told(story.said)
    assert "deadline.cancelled conclude" not in told(story.said)
    assert "deadline.missed extended" in told(story.said)
    unanswered = story.all_of(ReminderUnanswered)
    assert [event.keys for event in unanswered] == [("extended",)]
    assert when(unanswered) == ["2021-10-01 00:00"]


@pytest.mark.parametrize(
    ("notice", "codes"),
    [
        ({"reason": "vault:1", "new_due": "2021-09-23"}, []),
        ({"reason": "", "new_due": "2021-09-23"}, ["NOTICE_INCOMPLETE"]),
        ({"reason": "vault:1"}, ["NOTICE_INCOMPLETE"]),
        ({"reason": "vault:1", "new_due": "2021-09-24"}, ["NOTICE_INCOMPLETE"]),
    ],
)
def test_a_notice_needs_the_reason_and_the_approved_date(
    notice: dict[str, Any], codes: list[str]
) -> None:
    story = extended_case()
    story.command(NotifyExtension.model_validate({**notice, "on": "2021-08-31"}), "2021-08-31")
    assert refusals(story) == codes


def test_what_nobody_asked_for_cannot_be_decided() -> None:
    story = dispatched_case()
    notice = NotifyExtension(reason="vault:1", new_due=day("2021-09-23"), on=day("2021-08-31"))
    hearing = ExcludeTime.model_validate(
        {"from": "2021-08-01", "to": "2021-08-05", "clause": "B-11"}
    )
    for command in (ApproveExtension(), RefuseExtension(), notice, hearing):
        story.command(command, "2021-08-31")
    assert refusals(story) == ["STATE_DOES_NOT_ALLOW"] * 4


def test_nobody_asks_before_a_unit_has_the_case() -> None:
    story = Story()
    story.accepted("2021-07-05")
    story.command(RequestExtension(days=10), "2021-07-06")
    assert refusals(story) == ["STATE_DOES_NOT_ALLOW"]
