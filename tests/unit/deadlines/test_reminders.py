"""When units are urged, and what follows from silence."""

from __future__ import annotations

import pytest

from contracts.commands.deadlines import IssueReminder
from contracts.envelope import UnitCode
from contracts.events.deadlines import DeadlineApproaching, ReminderIssued, ReminderUnanswered
from contracts.events.handling import PetitionConcluded
from contracts.events.intake import ConfidentialityCautioned, PromiseMade
from tests.unit.deadlines.story import Story, day, told, when


def silent_case() -> Story:
    """Accepted on 24 February, due on Sunday 25 April, a make-up day; nobody does anything."""
    story = Story()
    story.accepted("2021-02-24")
    story.dispatched("2021-02-25 10:00")
    story.said.clear()
    return story


def test_a_date_is_reminded_of_before_it_and_every_third_working_day_after_it() -> None:
    story = silent_case()
    story.until("2021-05-12")
    assert when(story.reminders) == [
        "2021-04-12 09:00",
        "2021-04-19 09:00",
        "2021-04-23 09:00",
        "2021-04-26 09:00",
        "2021-04-29 09:00",
        "2021-05-07 09:00",
        "2021-05-11 09:00",
    ]
    assert [event.working_days_left for event in story.all_of(DeadlineApproaching)] == [10, 5, 1]
    assert [event.count for event in story.reminders] == [2, 3, 5, 6, 7, 8, 9]
    assert {event.to_unit for event in story.reminders} == {"MNT-RD"}


def test_reminders_of_one_moment_are_one() -> None:
    story = silent_case()
    story.tell(PromiseMade(due_on=day("2021-04-25")), "2021-02-26")
    story.until("2021-04-12 09:00")
    assert told(story.said)[-3:] == [
        "deadline.approaching conclude",
        "deadline.approaching promise",
        "reminder.issued conclude promise",
    ]


def test_reminders_already_past_when_the_date_is_set_are_left_out() -> None:
    story = Story()
    story.tell(PromiseMade(due_on=day("2021-09-07")), "2021-09-02 10:40")
    story.until("2021-09-08 12:00")
    assert when(story.reminders) == ["2021-09-06 09:00", "2021-09-08 09:00"]


def test_five_working_days_of_silence_after_the_first_reminder_past_the_date_are_told_once() -> (
    None
):
    story = silent_case()
    story.command(IssueReminder(note="vault:1"), "2021-04-26 09:30")
    story.until("2021-07-01")
    assert when(story.all_of(ReminderUnanswered)) == ["2021-05-07 00:00"]
    unanswered = story.all_of(ReminderUnanswered)[0]
    assert unanswered.keys == ("conclude",)
    assert (unanswered.reminded_on, unanswered.grace_ended_on) == (
        day("2021-04-26"),
        day("2021-05-06"),
    )


def test_a_reminder_by_hand_counts_like_a_planned_one() -> None:
    story = silent_case()
    story.command(IssueReminder(), "2021-04-26 00:30")
    story.until("2021-05-07")
    by_hand = [event for event in story.all_of(ReminderIssued) if not event.planned]
    assert by_hand[0].grace_ends_on == day("2021-05-06")
    planned = [event for event in story.all_of(ReminderIssued) if event.planned]
    assert "2021-04-26 09:00" in when(planned)


def test_a_reply_within_the_grace_is_an_answer() -> None:
    story = silent_case()
    story.submitted("2021-05-06 23:59")
    story.until("2021-07-01")
    assert story.all_of(ReminderUnanswered) == []


def test_a_reply_that_came_back_is_none() -> None:
    story = silent_case()
    story.submitted("2021-04-20")
    story.returned("2021-05-06")
    story.until("2021-07-01")
    assert when(story.all_of(ReminderUnanswered)) == ["2021-05-07 00:00"]


def test_a_return_after_the_grace_does_not_look_back() -> None:
    story = silent_case()
    story.submitted("2021-05-06")
    story.returned("2021-05-10")
    story.until("2021-07-01")
    assert story.all_of(ReminderUnanswered) == []


def test_a_missed_promise_or_channel_target_alone_leads_to_nothing() -> None:
    story = Story()
    story.received("2021-04-12", channel="PHONE")
    story.tell(PromiseMade(due_on=day("2021-04-16")), "2021-04-12")
    story.until("2021-06-01")
    assert story.all_of(ReminderUnanswered) == []
    assert "reminder.issued channel" in told(story.said)


def test_a_superior_s_date_is_pressed_for_by_itself() -> None:
    story = Story()
    referral = {"level": "PROVINCE", "type": "ASSIGN", "report_due": "2021-11-26"}
    story.received("2021-11-01", referral=referral)
    story.accepted("2021-11-01")
    story.until("2022-01-31")
    assert [(event.keys, event.grace_ended_on) for event in story.all_of(ReminderUnanswered)] == [
        (("superior",), day("2021-12-06")),
        (("conclude",), day("2022-01-11")),
    ]


def test_nobody_is_reminded_of_a_concluded_case() -> None:
    story = silent_case()
    story.delivered("2021-03-01")
    story.tell(
        PetitionConcluded(concluded_on=day("2021-03-02"), outcome_code="SIGNED"), "2021-03-02"
    )
    assert told(story.command(IssueReminder(), "2021-03-03")) == ["command.refused"]


def test_as_long_as_no_unit_has_the_case_the_petition_office_reminds_itself() -> None:
    story = Story()
    story.accepted("2021-02-24")
    story.until("2021-04-12 09:00")
    assert [event.to_unit for event in story.reminders] == ["XFB"]


@pytest.mark.clause("9.1.2", "7.d")
@pytest.mark.parametrize(
    ("denied", "urged"), [(("XFB",), "SUP"), (("XFB", "SUP"), None), (("MNT",), "XFB")]
)
def test_a_reported_petition_office_is_not_urged_about_it(
    denied: tuple[str, ...], urged: str | None
) -> None:
    story = Story()
    units = tuple(map(UnitCode, denied))
    story.tell(ConfidentialityCautioned(denied_units=units), "2021-02-24")
    story.accepted("2021-02-24")
    story.until("2021-04-12 09:00")
    assert [event.to_unit for event in story.reminders] == [urged]
    assert [unit for _, _, unit in story.late_steps] == [urged]
