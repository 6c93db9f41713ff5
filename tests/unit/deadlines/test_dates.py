"""Which dates a petition has: the table of the regulation, on days that make a difference."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.due_dates import derivation_sentence
from contracts.events.deadlines import CalendarHorizonReached, DeadlineSet
from contracts.events.handling import ReviewRequested
from contracts.events.intake import PromiseMade
from contracts.events.routing import InstructionRecorded, PetitionAccepted
from tests.unit.deadlines.story import Story, day, told

REFERRED: dict[str, Any] = {"referral": {"level": "PROVINCE", "type": "FORWARD"}}
ASSIGNED: dict[str, Any] = {
    "referral": {"level": "PROVINCE", "type": "ASSIGN", "report_due": "2021-06-16"}
}
ANONYMOUS: dict[str, Any] = {"named": False, "has_name": False, "has_address": False}
DIRECTORS_NOTE = {
    "level": "BUREAU",
    "by": "DIRECTOR",
    "type": "INSTRUCT",
    "on": "2021-06-10",
    "due": "2021-06-24",
}

Row = tuple[str, str, str, dict[str, Any], dict[str, str | None]]
DATES: list[Row] = [
    (
        "fifteen days from receipt, sixty from acceptance, over the holidays of May",
        "2021-03-02",
        "2021-03-04",
        {},
        {
            "acceptance_notice": "2021-03-17",
            "forwarding": "2021-03-17",
            "conclude": "2021-05-06",
            "max_extended": "2021-06-02",
        },
    ),
    (
        "a last day on a make-up Sunday stays",
        "2021-02-22",
        "2021-02-24",
        {},
        {"conclude": "2021-04-25", "max_extended": "2021-05-25"},
    ),
    (
        "a call counts as the hotline's",
        "2021-04-12",
        "2021-04-12",
        {"channel": "PHONE"},
        {"channel": "2021-04-19", "conclude": "2021-06-11"},
    ),
    (
        "five working days over the National Day holiday with its make-up days",
        "2025-09-26",
        "2025-09-26",
        {"channel": "FIVE_TYPE_PROV"},
        {"channel": "2025-10-10", "acceptance_notice": "2025-10-11", "conclude": "2025-11-25"},
    ),
    (
        "fifteen working days over the same holiday",
        "2025-09-26",
        "2025-09-26",
        {"channel": "SUGGEST_JJ"},
        {"channel": "2025-10-23"},
    ),
    (
        "nobody to tell where the petitioner is unknown",
        "2021-03-30",
        "2021-03-31",
        ANONYMOUS,
        {"acceptance_notice": None, "conclude": "2021-05-31", "channel": None},
    ),
    (
        "nobody to tell without an address",
        "2021-03-30",
        "2021-03-31",
        {"has_address": False},
        {"acceptance_notice": None},
    ),
    (
        "a referral can be objected to under the 2022 regulation",
        "2022-05-06",
        "2022-05-06",
        {"regime": "2022", **REFERRED},
        {"objection_to_referral": "2022-05-12", "acceptance_notice": "2022-05-23"},
    ),
    (
        "under the 2005 regulation it cannot",
        "2021-03-10",
        "2021-03-15",
        REFERRED,
        {"objection_to_referral": None, "superior": None, "conclude": "2021-05-14"},
    ),
    (
        "a superior's date is kept as ordered",
        "2021-05-17",
        "2021-05-18",
        ASSIGNED,
        {"superior": "2021-06-16", "conclude": "2021-07-19"},
    ),
    (
        "the director's date counts as a superior's",
        "2021-06-10",
        "2021-06-11",
        {"instructions": [DIRECTORS_NOTE]},
        {"superior": "2021-06-24", "conclude": "2021-08-10", "max_extended": "2021-09-09"},
    ),
    (
        "a deputy's date does not",
        "2021-06-10",
        "2021-06-11",
        {"instructions": [{**DIRECTORS_NOTE, "by": "DEPUTY_DIRECTOR"}]},
        {"superior": None},
    ),
    (
        "a reading mark sets no date",
        "2021-06-10",
        "2021-06-11",
        {"instructions": [{**DIRECTORS_NOTE, "type": "READ"}]},
        {"superior": None},
    ),
    (
        "of two orders the earlier counts",
        "2021-06-10",
        "2021-06-11",
        {**ASSIGNED, "instructions": [DIRECTORS_NOTE]},
        {"superior": "2021-06-16"},
    ),
    (
        "a date on a Sunday is not moved",
        "2021-06-10",
        "2021-06-11",
        {"instructions": [{**DIRECTORS_NOTE, "due": "2021-06-20"}]},
        {"superior": "2021-06-20"},
    ),
    (
        "a promise made at the visit",
        "2021-09-01",
        "2021-09-01",
        {
            "channel": "VISIT",
            "visit": {
                "read_back_confirmed": True,
                "answered_on_spot": False,
                "promised_due": "2021-09-15",
            },
        },
        {"promise": "2021-09-15"},
    ),
]


@pytest.mark.parametrize(
    ("received", "accepted", "facts", "due"),
    [row[1:] for row in DATES],
    ids=[row[0] for row in DATES],
)
def test_dates_are_counted_as_the_regulation_says(
    received: str, accepted: str, facts: dict[str, Any], due: dict[str, str | None]
) -> None:
    story = Story()
    story.received(accepted, on=received, **facts)
    story.accepted(accepted)
    assert {key: story.due.get(key) for key in due} == due


def test_ten_working_days_are_set_only_where_the_simple_track_is_open() -> None:
    simple, ordinary = Story(), Story()
    simple.accepted("2021-03-04", simple_eligible=True)
    ordinary.accepted("2021-03-04")
    assert simple.due["simple"] == "2021-03-18"
    assert "simple" not in ordinary.due


def test_a_part_accepted_later_does_not_move_the_sixty_days() -> None:
    story = Story()
    story.accepted("2021-03-04", acceptance="PARTIAL")
    assert told(story.accepted("2021-03-10", acceptance="PARTIAL")) == []


def test_the_delivery_opens_thirty_days_for_a_review_and_the_request_thirty_more() -> None:
    story = Story()
    story.accepted("2021-06-01")
    assert told(story.delivered("2021-06-11 14:00")) == [
        "deadline.met conclude",
        "deadline.set review_request",
        "review.window.opened",
    ]
    story.tell(ReviewRequested(on=day("2021-06-30")), "2021-06-30")
    assert story.due["review_request"] == "2021-07-12"
    assert story.due["review_opinion"] == "2021-07-30"


def test_each_date_can_be_printed_with_its_rule_and_clause() -> None:
    story = Story()
    story.accepted("2021-03-04")
    conclude = story.all_of(DeadlineSet)[0]
    assert conclude.derivation is not None
    _, english = derivation_sentence(conclude.derivation, conclude.due_on)
    assert english.startswith("60 calendar days from the day after 2021-03-04")
    assert english.endswith("due on 2021-05-06 (B-6; 10.5e).")


def test_an_earlier_order_moves_the_superior_s_date_and_a_later_one_does_not() -> None:
    story = Story()
    story.received("2021-06-11", **ASSIGNED)
    note = InstructionRecorded(
        level="CITY", by="LEADER", type="INSTRUCT", on=day("2021-06-12"), due=day("2021-06-30")
    )
    assert told(story.tell(note, "2021-06-12")) == []
    earlier = note.model_copy(update={"due": day("2021-06-15")})
    assert told(story.tell(earlier, "2021-06-13")) == ["deadline.set superior"]
    assert story.due["superior"] == "2021-06-15"


def test_a_promise_repeated_is_the_same_promise() -> None:
    story = Story()
    promise = PromiseMade(due_on=day("2021-09-15"))
    assert told(story.tell(promise, "2021-09-01")) == ["deadline.set promise"]
    assert told(story.tell(promise, "2021-09-02")) == []


def test_past_the_calendar_a_date_is_provisional_and_the_horizon_is_told_once_a_key() -> None:
    story = Story()
    story.received("2026-12-28", channel="FIVE_TYPE_PROV")
    story.tell(
        PetitionAccepted(
            accepted_on=day("2026-12-28"), acceptance="ACCEPT", routing="NORMAL_TRANSFER"
        ),
        "2026-12-28 10:00",
    )
    story.until("2027-06-01")
    dates = {event.key: event for event in story.all_of(DeadlineSet)}
    assert dates["channel"].due_on is None
    assert dates["conclude"].due_on == day("2027-02-26")
    assert all(event.provisional for event in dates.values())
    reached = [event.key for event in story.all_of(CalendarHorizonReached)]
    assert sorted(reached) == sorted(dates)
    assert "deadline.missed conclude" in told(story.said)
    assert "reminder.issued conclude" not in told(story.said)
