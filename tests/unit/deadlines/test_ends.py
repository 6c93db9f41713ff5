"""What becomes of a clock: met, missed, cancelled, running again."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import CaseEvent, CaseId, Principal, UnitCode
from contracts.events.deadlines import DeadlineMet, DeadlineMissed
from contracts.events.gate import CaseEnded
from contracts.events.handling import PetitionConcluded, ReplyPassed, SuperiorReported
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionMerged,
    PetitionReturnedToSource,
    PetitionUnlinked,
    PetitionWithdrawn,
    PromiseMade,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssessedPart,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionRegimeClassified,
)
from tests.unit.deadlines.story import Story, day, told, when

BOSS = Principal("demo-vice-leader")
RECEIVED: dict[str, Any] = {
    "channel": "VOICE_CITY",
    "regime": "2022",
    "referral": {"level": "CITY", "type": "ASSIGN", "report_due": "2023-03-30"},
}


def running_case() -> Story:
    """Referred, accepted, with every kind of clock running but the extended one."""
    story = Story()
    story.received("2023-03-06", **RECEIVED)
    story.accepted("2023-03-06")
    story.tell(PromiseMade(due_on=day("2023-03-20")), "2023-03-06")
    story.said.clear()
    return story


def refused_case() -> Story:
    """Referred, not accepted yet."""
    story = Story()
    story.received("2023-03-06", **RECEIVED)
    story.said.clear()
    return story


ON_THE_EIGHTH = day("2023-03-08")
BACK = PetitionReturnedToSource(source="x", ground="OUT_OF_SCOPE", on=ON_THE_EIGHTH)
NOTICE = NonacceptanceNoticeSent(ground="OUT_OF_SCOPE", on=ON_THE_EIGHTH)
APPROVED = NonacceptanceApproved(ground="OUT_OF_SCOPE", principal=BOSS)

ENDS: list[tuple[str, CaseEvent, set[str]]] = [
    (
        "the acceptance notice",
        AcceptanceNoticeSent(way="POST", on=ON_THE_EIGHTH),
        {"deadline.met acceptance_notice"},
    ),
    ("the report to the superior", SuperiorReported(on=ON_THE_EIGHTH), {"deadline.met superior"}),
    (
        "an answer on the spot",
        VisitAnsweredOnSpot(),
        {
            "deadline.met conclude",
            "deadline.met channel",
            "deadline.met promise",
            "promise.kept",
        },
    ),
    (
        "a body outside the bureau",
        InvestigationBodyDesignated(body=UnitCode("PDI"), principal=BOSS),
        {
            "deadline.met forwarding",
            "deadline.cancelled conclude",
            "deadline.cancelled channel",
        },
    ),
    (
        "a withdrawal",
        PetitionWithdrawn(),
        {
            "deadline.cancelled acceptance_notice",
            "deadline.cancelled forwarding",
            "deadline.cancelled channel",
            "deadline.cancelled superior",
            "deadline.cancelled conclude",
            "deadline.cancelled promise",
        },
    ),
    ("the reply of a named petitioner passed", ReplyPassed(version=1, principal=BOSS), set()),
    (
        "a part that is refused",
        APPROVED.model_copy(update={"parts": (AssessedPart(acceptance="NOT_ACCEPT"),)}),
        set(),
    ),
]


@pytest.mark.parametrize(("event", "said"), [row[1:] for row in ENDS], ids=[r[0] for r in ENDS])
def test_what_ends_the_clocks_of_an_accepted_case(event: CaseEvent, said: set[str]) -> None:
    assert set(told(running_case().tell(event, "2023-03-08"))) == said


def test_acceptance_and_dispatch_end_the_clocks_of_the_sender() -> None:
    story = refused_case()
    assert "deadline.met objection_to_referral" in told(story.accepted("2023-03-08"))
    assert told(story.dispatched("2023-03-09")) == ["deadline.met forwarding"]


def test_a_refusal_ends_what_was_promised_by_the_channel_and_its_notice_the_rest() -> None:
    story = refused_case()
    assert set(told(story.tell(APPROVED, "2023-03-08"))) == {
        "deadline.cancelled forwarding",
        "deadline.cancelled channel",
        "deadline.cancelled superior",
    }
    assert told(story.tell(NOTICE, "2023-03-08")) == ["deadline.met acceptance_notice"]
    assert told(story.tell(BACK, "2023-03-08")) == ["deadline.met objection_to_referral"]
    story.until("2024-03-08")
    assert story.all_of(DeadlineMissed) == []


def test_a_date_is_missed_when_its_day_is_over() -> None:
    story = running_case()
    story.until("2023-04-30")
    missed = [event for event in story.said if event.name in ("deadline.missed", "promise.broken")]
    assert list(zip(when(missed), told(missed), strict=True)) == [
        ("2023-03-21 00:00", "deadline.missed channel"),
        ("2023-03-21 00:00", "deadline.missed promise"),
        ("2023-03-21 00:00", "promise.broken"),
        ("2023-03-22 00:00", "deadline.missed acceptance_notice"),
        ("2023-03-22 00:00", "deadline.missed forwarding"),
        ("2023-03-31 00:00", "deadline.missed superior"),
    ]


def test_the_day_of_delivery_decides_not_the_day_it_was_recorded() -> None:
    story = running_case()
    story.delivered("2023-05-09", on="2023-05-05")
    assert [(met.key, met.on) for met in story.all_of(DeadlineMet)] == [
        ("conclude", day("2023-05-05"))
    ]
    assert [missed.key for missed in story.all_of(DeadlineMissed)].count("conclude") == 1


def test_a_late_answer_meets_nothing_and_stops_the_reminders() -> None:
    story = running_case()
    story.delivered("2023-06-01")
    story.said.clear()
    story.until("2023-08-01")
    # What is left is the report to the superior.
    assert set(told(story.said)) == {"reminder.issued superior", "petition.stalled"}


def test_a_returned_reply_opens_its_clocks_again_and_the_past_ones_are_missed_at_once() -> None:
    story = running_case()
    story.delivered("2023-03-10")
    assert told(story.returned("2023-03-24")) == [
        "deadline.rederived channel",
        "deadline.rederived conclude",
        "deadline.rederived promise",
        "deadline.missed channel",
        "deadline.missed promise",
        "promise.broken",
    ]
    assert "deadline.met conclude" in told(story.delivered("2023-04-03"))


def test_reminders_go_on_after_a_return() -> None:
    story = Story()
    story.accepted("2021-03-04")
    story.delivered("2021-05-06")
    story.returned("2021-05-12")
    assert when(story.until("2021-05-20")) == ["2021-05-14 09:00", "2021-05-19 09:00"]


def test_unlinking_a_merged_petition_starts_its_clocks_again() -> None:
    story = refused_case()
    story.tell(PetitionMerged(into=CaseId("other")), "2023-03-06 10:00")
    taken_back = PetitionUnlinked.model_validate({"from": "other"})
    assert "deadline.rederived acceptance_notice" in told(story.tell(taken_back, "2023-03-07"))
    story.until("2023-03-22")
    assert "deadline.missed acceptance_notice" in told(story.said)


def test_an_anonymous_petition_is_answered_when_its_reply_is_passed() -> None:
    story = Story()
    story.received("2021-03-04", named=False, has_name=False, has_address=False)
    story.accepted("2021-03-04")
    passed = ReplyPassed(version=1, principal=BOSS)
    assert told(story.tell(passed, "2021-03-20")) == ["deadline.met conclude"]


def test_a_visit_answered_on_the_spot_is_concluded_with_its_acceptance() -> None:
    story = Story()
    story.received("2021-03-04", channel="VISIT")
    assert told(story.accepted("2021-03-04", on_spot=True)) == [
        "deadline.set conclude",
        "deadline.set max_extended",
        "deadline.met conclude",
    ]


@pytest.mark.parametrize(("level", "met"), [("BUREAU", ["deadline.met superior"]), ("CITY", [])])
def test_only_the_director_s_own_date_is_kept_by_the_conclusion(level: str, met: list[str]) -> None:
    note = {
        "level": level,
        "by": "DIRECTOR",
        "type": "INSTRUCT",
        "on": "2021-06-10",
        "due": "2021-06-24",
    }
    story = Story()
    story.received("2021-06-10", instructions=[note])
    story.dispatched("2021-06-10")
    concluded = PetitionConcluded(concluded_on=day("2021-06-20"), outcome_code="SIGNED")
    assert told(story.tell(concluded, "2021-06-20")) == met


def test_a_channel_target_past_when_it_is_set_is_missed_at_that_moment() -> None:
    story = Story()
    said = story.received("2021-03-24", on="2021-03-01", channel="FIVE_TYPE_CITY")
    assert "deadline.missed channel" in told(said)
    assert set(when(said)) == {"2021-03-24 09:00"}


def test_under_the_2022_regulation_the_sixty_days_may_be_a_target_of_the_bureau() -> None:
    story = Story()
    story.received("2023-03-06", regime="2022")
    story.accepted("2023-03-06")
    story.tell(PetitionRegimeClassified(kind_2022="ART_29"), "2023-03-07")
    story.until("2023-07-01")
    missed = {event.key: event for event in story.all_of(DeadlineMissed)}["conclude"]
    assert (missed.internal, missed.statutory) == (True, False)
    assert "reminder.unanswered conclude" not in told(story.said)


def test_a_case_that_goes_on_in_secret_falls_silent_here() -> None:
    story = running_case()
    story.tell(CaseEnded(), "2023-03-08")
    assert story.until("2025-03-08") == []
