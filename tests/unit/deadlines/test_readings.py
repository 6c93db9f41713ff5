"""Each reading of the procedure that deadlines goes by, read in another way."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.deadlines import (
    ApproveExtension,
    IssueReminder,
    RequestExtension,
)
from contracts.envelope import Principal
from contracts.events.common import CommandRefused
from contracts.events.deadlines import DeadlineMet, DeadlineMissed, DeadlineSet, ReminderUnanswered
from contracts.events.handling import PetitionConcluded, ReplyPassed, SuperiorReported
from contracts.events.intake import PromiseMade
from contracts.events.routing import PetitionRegimeClassified
from tests.unit.deadlines.story import Story, day, decider, told, when

NOTE = {"level": "BUREAU", "by": "DIRECTOR", "type": "INSTRUCT", "on": "2021-06-10"}


def accepted(on: str = "2021-02-24", facts: dict[str, Any] | None = None, **readings: Any) -> Story:
    """Received and accepted on one day."""
    story = Story(decider(**readings))
    story.received(on, **(facts or {}))
    story.accepted(on)
    return story


def silent(**readings: Any) -> Story:
    """Due on Sunday 25 April, a make-up day, and never answered; the office is still waited for."""
    story = accepted(**readings)
    story.dispatched("2021-02-25 10:00")
    return story


def unanswered(story: Story) -> list[tuple[tuple[str, ...], str]]:
    """Which dates stayed without an answer to being urged, and when that showed."""
    found = story.all_of(ReminderUnanswered)
    return [(event.keys, at) for event, at in zip(found, when(found), strict=True)]


def refusals(story: Story) -> list[str]:
    """The codes of what was refused."""
    return [event.code for event in story.all_of(CommandRefused)]


@pytest.mark.setting("deadline.table")
def test_a_table_of_published_limits_has_no_assumed_ones() -> None:
    facts = {"channel": "VOICE_CITY"}
    whole, published = accepted(facts=facts), accepted(facts=facts, deadline__table="PUBLISHED")
    assert whole.due["channel"] == "2021-03-10"
    assert "channel" not in published.due
    assert published.due["conclude"] == whole.due["conclude"]
    real = accepted(facts={"channel": "FIVE_TYPE_CITY"}, deadline__table="PUBLISHED")
    assert real.due["channel"] == "2021-03-03"
    for story in (whole, published):
        story.until("2021-03-01")
    assert [step for step, _, _ in whole.late_steps] == ["draft"]
    assert published.late_steps == []


@pytest.mark.setting("deadline.overrides")
@pytest.mark.clause("10.5e")
def test_a_shorter_local_limit_takes_the_place_of_the_table_s() -> None:
    local = {"conclude": 45, "forwarding": 7}
    story = accepted(deadline__overrides=local)
    assert (story.due["forwarding"], story.due["conclude"]) == ("2021-03-03", "2021-04-12")
    assert story.due["max_extended"] == "2021-05-10"
    conclude = {event.key: event for event in story.all_of(DeadlineSet)}["conclude"]
    assert (conclude.clause, conclude.derivation and conclude.derivation.rule) == ("E5", "B-6")


@pytest.mark.parametrize("local", [{"nothing": 3}, {"conclude": "soon"}, [1, 2]])
def test_a_local_limit_for_nothing_is_refused_before_anything_is_counted(local: object) -> None:
    with pytest.raises((ValueError, KeyError)):
        accepted(deadline__overrides=local)


@pytest.mark.setting("channel_sla.PHONE")
@pytest.mark.clause("2.a")
def test_how_soon_a_call_is_answered_is_a_number_of_its_own() -> None:
    facts = {"channel": "PHONE"}
    assert accepted("2021-04-12", facts).due["channel"] == "2021-04-19"
    assert accepted("2021-04-12", facts, channel_sla__PHONE=3).due["channel"] == "2021-04-15"
    voice = accepted("2021-04-12", {"channel": "VOICE_PROV"}, channel_sla__VOICE_PROV=1)
    assert voice.due["channel"] == "2021-04-13"


@pytest.mark.setting("notice.acceptance.enabled")
@pytest.mark.clause("10.1d")
def test_where_nobody_is_told_of_the_acceptance_there_is_no_date_for_it() -> None:
    assert accepted().due["acceptance_notice"] == "2021-03-11"
    assert "acceptance_notice" not in accepted(notice__acceptance__enabled=False).due


@pytest.mark.setting("regime2022.conclude_scope")
@pytest.mark.parametrize(("scope", "statutory"), [("ART_31_6", False), ("ALL", True)])
def test_the_law_of_2022_may_be_read_to_give_everybody_its_sixty_days(
    scope: str, statutory: bool
) -> None:
    story = accepted("2023-03-06", {"regime": "2022"}, regime2022__conclude_scope=scope)
    story.tell(PetitionRegimeClassified(kind_2022="ART_29"), "2023-03-07")
    story.until("2023-07-01")
    missed = {event.key: event for event in story.all_of(DeadlineMissed)}["conclude"]
    assert (missed.statutory, missed.internal) == (statutory, not statutory)
    assert bool(unanswered(story)) == statutory


@pytest.mark.setting("regime2022.unclassified")
@pytest.mark.parametrize(("taken_for", "internal"), [("ART_31_6", False), ("ART_29", True)])
def test_what_nobody_has_classified_is_taken_for_something(taken_for: str, internal: bool) -> None:
    story = accepted("2023-03-06", {"regime": "2022"}, regime2022__unclassified=taken_for)
    dates = {event.key: event for event in story.all_of(DeadlineSet)}
    assert dates["conclude"].internal is internal


@pytest.mark.setting("superior.roll")
@pytest.mark.parametrize(("rolls", "due"), [(False, "2021-06-20"), (True, "2021-06-21")])
def test_a_superior_s_date_on_a_sunday_may_move(rolls: bool, due: str) -> None:
    facts = {"instructions": [{**NOTE, "due": "2021-06-20"}]}
    assert accepted("2021-06-10", facts, superior__roll=rolls).due["superior"] == due


@pytest.mark.setting("superior.director_ends_on")
@pytest.mark.clause("9.1.5")
@pytest.mark.parametrize(
    ("ends_on", "first", "then"),
    [
        (["REPORTED", "CONCLUDED"], True, False),
        (["REPORTED"], False, True),
        (["CONCLUDED"], True, False),
    ],
)
def test_what_keeps_the_director_s_date_is_a_reading(
    ends_on: list[str], first: bool, then: bool
) -> None:
    facts = {"instructions": [{**NOTE, "due": "2021-06-24"}]}
    story = accepted("2021-06-10", facts, superior__director_ends_on=ends_on)
    concluded = PetitionConcluded(concluded_on=day("2021-06-20"), outcome_code="SIGNED")
    said = told(story.tell(concluded, "2021-06-20"))
    assert ("deadline.met superior" in said) is first
    said = told(story.tell(SuperiorReported(on=day("2021-06-21")), "2021-06-21"))
    assert ("deadline.met superior" in said) is then


@pytest.mark.setting("clock.ends_on")
@pytest.mark.clause("10.5e")
def test_the_clocks_of_the_petitioner_may_end_when_the_reply_is_passed() -> None:
    usual, passed = accepted(), accepted(clock__ends_on="PASSED")
    for story in (usual, passed):
        story.tell(PromiseMade(due_on=day("2021-03-20")), "2021-02-24")
        story.delivered("2021-03-10")
        story.tell(ReplyPassed(version=1, principal=Principal("demo-office")), "2021-03-12")
    met = [
        {event.key: event.on for event in story.all_of(DeadlineMet)} for story in (usual, passed)
    ]
    for key in ("conclude", "promise"):
        assert [days[key] for days in met] == [day("2021-03-10"), day("2021-03-12")]


@pytest.mark.setting("ext.max_days", "ext.max_count")
@pytest.mark.clause("10.5f")
def test_more_than_one_extension_may_be_given_but_their_days_are_counted_together() -> None:
    story = silent(ext__max_count=2, ext__max_days=40)
    assert story.due["max_extended"] == "2021-06-04"
    for days, at in ((20, "2021-03-01"), (21, "2021-03-02"), (15, "2021-03-03")):
        story.command(RequestExtension(days=days), at)
        story.command(ApproveExtension(), f"{at} 10:00")
    assert refusals(story) == ["EXTENSION_OVER_LIMIT", "STATE_DOES_NOT_ALLOW"]
    extended = [e.due_on for e in story.all_of(DeadlineSet) if e.key == "extended"]
    # 45 and 60 and 35 days after 24 February.
    assert extended == [day("2021-05-17"), day("2021-05-31")]


@pytest.mark.setting("ext.after_due")
@pytest.mark.parametrize(("after_due", "codes"), [(False, ["EXTENSION_AFTER_DUE"]), (True, [])])
def test_an_extension_may_be_asked_for_after_the_date(after_due: bool, codes: list[str]) -> None:
    story = silent(ext__after_due=after_due)
    story.command(RequestExtension(days=10), "2021-04-26")
    assert refusals(story) == codes


@pytest.mark.setting("ext.decided_late")
@pytest.mark.clause("10.5f")
@pytest.mark.parametrize(
    ("reading", "codes"), [("MOVES_DATE", []), ("LAPSES", ["EXTENSION_AFTER_DUE"])]
)
def test_a_request_that_waited_too_long_may_lapse(reading: str, codes: list[str]) -> None:
    story = silent(ext__decided_late=reading)
    story.command(RequestExtension(days=10), "2021-04-25")
    story.command(ApproveExtension(), "2021-04-27")
    assert refusals(story) == codes
    assert ("extended" in story.due) is not bool(codes)


@pytest.mark.setting("reminder.working_days", "reminder.repeat", "reminder.at")
@pytest.mark.clause("9.1.2")
def test_the_plan_of_reminders_is_a_reading() -> None:
    plan = {"reminder__working_days": [-2, 1, 2], "reminder__repeat": 0, "reminder__at": "16:30"}
    story = silent(**plan)
    story.until("2021-07-01")
    assert when([event for event in story.reminders if "conclude" in event.keys]) == [
        "2021-04-22 16:30",
        "2021-04-26 16:30",
        "2021-04-27 16:30",
    ]
    assert "calendar.horizon.reached conclude" not in told(story.said)
    often = silent(reminder__repeat=1)
    often.until("2021-04-30 12:00")
    assert when(often.reminders)[-4:] == [
        "2021-04-27 09:00",
        "2021-04-28 09:00",
        "2021-04-29 09:00",
        "2021-04-30 09:00",
    ]


@pytest.mark.setting("t7.grace_working_days")
@pytest.mark.parametrize(("days", "at"), [(5, "2021-05-07 00:00"), (2, "2021-04-29 00:00")])
@pytest.mark.clause("12.T7")
def test_how_long_a_unit_has_to_answer_is_a_reading(days: int, at: str) -> None:
    story = silent(t7__grace_working_days=days)
    story.until("2021-07-01")
    assert unanswered(story) == [(("conclude",), at)]


@pytest.mark.setting("t7.min_reminders")
@pytest.mark.parametrize(("number", "at"), [(2, "2021-05-07 00:00"), (4, "2021-05-11 09:00")])
@pytest.mark.clause("12.T7")
def test_more_reminders_may_be_asked_for_before_silence_counts(number: int, at: str) -> None:
    story = silent(t7__min_reminders=number)
    story.until("2021-07-01")
    assert unanswered(story) == [(("conclude",), at)]


@pytest.mark.setting("t7.automatic_reminders_count")
@pytest.mark.clause("12.T7")
def test_reminders_of_the_plan_may_not_count() -> None:
    story = silent(t7__automatic_reminders_count=False)
    story.until("2021-07-01")
    assert unanswered(story) == []
    story.command(IssueReminder(), "2021-07-01 10:00")
    story.until("2021-07-10")
    assert unanswered(story) == [(("conclude",), "2021-07-09 00:00")]


@pytest.mark.setting("t7.returned_counts_as_no_reply")
@pytest.mark.parametrize("is_none", [True, False])
@pytest.mark.clause("12.T7")
def test_a_reply_that_came_back_may_be_an_answer_all_the_same(is_none: bool) -> None:
    story = silent(t7__returned_counts_as_no_reply=is_none)
    story.submitted("2021-04-20")
    story.returned("2021-04-28")
    story.until("2021-07-01")
    assert bool(unanswered(story)) is is_none


@pytest.mark.setting("t7.clocks")
@pytest.mark.clause("12.T7")
def test_which_dates_are_pressed_for_is_a_reading() -> None:
    referral = {"level": "PROVINCE", "type": "ASSIGN", "report_due": "2021-03-01"}
    facts: dict[str, Any] = {"channel": "VOICE_CITY", "referral": referral}
    pressed: dict[str, set[str]] = {}
    for clocks in ("STATUTORY", "SUPERIOR", "CHANNEL", "PROMISE"):
        story = accepted(facts=facts, t7__clocks=[clocks])
        story.tell(PromiseMade(due_on=day("2021-03-20")), "2021-02-25")
        story.until("2021-07-01")
        pressed[clocks] = {key for keys, _ in unanswered(story) for key in keys}
    assert pressed == {
        "STATUTORY": {"conclude"},
        "SUPERIOR": {"superior"},
        "CHANNEL": {"channel"},
        "PROMISE": {"promise"},
    }


@pytest.mark.setting("review.enabled")
@pytest.mark.clause("10.5h")
def test_the_way_to_a_review_may_be_left_to_others() -> None:
    usual, closed = accepted(), accepted(review__enabled=False)
    assert usual.delivered("2021-03-10")[-1].name == "review.window.opened"
    assert [event.name for event in closed.delivered("2021-03-10")] == ["deadline.met"]
