"""The demo's story holds on whatever day it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.commands import COMMANDS
from contracts.petition import PetitionSubmitted
from contracts.roles import roles_for
from contracts.topics import channels_of
from contracts.zone import BUREAU_ZONE, bureau_day
from services.chassis.calendar import load_calendar
from services.desk.demo.story import Story, tell
from services.desk.play.scenario import Issue, Step, Submit

CALENDAR = load_calendar()
ORDINARY_DAY = datetime(2026, 5, 20, 15, 0, tzinfo=BUREAU_ZONE)
SPRING_FESTIVAL = datetime(2026, 2, 18, 11, 30, tzinfo=BUREAU_ZONE)
PAST_THE_HORIZON = datetime(2027, 3, 1, 9, 5, tzinfo=BUREAU_ZONE)
AFTER_MIDNIGHT = datetime(2026, 5, 20, 0, 2, tzinfo=BUREAU_ZONE)
MOMENTS = [
    pytest.param(ORDINARY_DAY, id="an ordinary day"),
    pytest.param(SPRING_FESTIVAL, id="in the Spring Festival"),
    pytest.param(PAST_THE_HORIZON, id="past the calendar's horizon"),
    pytest.param(AFTER_MIDNIGHT, id="two minutes after midnight"),
]
CONCLUDE_DAYS = 60


def told(now: datetime) -> Story:
    return tell(now, CALENDAR)


def submits(story: Story) -> list[tuple[Step, Submit]]:
    return [(step, step.does) for step in story.scenario.steps if isinstance(step.does, Submit)]


def issues(story: Story) -> list[Issue]:
    return [step.does for step in story.scenario.steps if isinstance(step.does, Issue)]


def overdue(now: datetime) -> Any:
    return told(now).scenario.expected["overdue"]


@pytest.mark.parametrize("now", MOMENTS)
def test_the_story_runs_forward_and_ends_now(now: datetime) -> None:
    scenario = told(now).scenario

    moments = [scenario.starts_at, *(step.at for step in scenario.steps)]

    assert moments == sorted(moments)
    assert scenario.steps[-1] == Step(now, None)


@pytest.mark.parametrize("now", MOMENTS)
def test_no_petition_was_received_before_it_was_submitted(now: datetime) -> None:
    for step, submit in submits(told(now)):
        received_at = datetime.fromisoformat(submit.petition["received_at"])
        assert received_at <= step.at, submit.name


@pytest.mark.parametrize("now", MOMENTS)
def test_every_petition_keeps_to_the_contract_but_the_one_that_breaks_it(now: datetime) -> None:
    for _, submit in submits(told(now)):
        assert submit.petition["channel"] in channels_of(submit.source)
        if submit.dead_letter is None:
            PetitionSubmitted.model_validate(submit.petition)
        else:
            with pytest.raises(ValidationError, match="id_number"):
                PetitionSubmitted.model_validate(submit.petition)


@pytest.mark.parametrize("now", MOMENTS)
def test_every_command_has_its_form_and_a_role_that_may_issue_it(now: datetime) -> None:
    for issue in issues(told(now)):
        COMMANDS[issue.type].model_validate(issue.fields)
        assert issue.actor["role"] in roles_for(issue.type)


def test_the_story_comes_over_several_channels() -> None:
    channels = {submit.petition["channel"] for _, submit in submits(told(ORDINARY_DAY))}

    assert len(channels) >= 5


def test_every_person_of_the_story_is_marked_as_invented() -> None:
    for _, submit in submits(told(ORDINARY_DAY)):
        reported = submit.petition.get("reported", {}).get("persons", [])
        for person in (submit.petition["petitioner"], *reported):
            assert person["name"].endswith("（虚构）")


@pytest.mark.parametrize("now", [ORDINARY_DAY, SPRING_FESTIVAL])
def test_within_the_calendar_nobody_answering_ends_in_a_package_and_a_flag(now: datetime) -> None:
    assert overdue(now)["package_triggers"] == ["T7"]
    assert overdue(now)["accountability"] == "FLAG:14.1"


def test_past_the_horizon_only_the_missed_date_is_flagged() -> None:
    assert overdue(PAST_THE_HORIZON)["package_triggers"] == []
    assert overdue(PAST_THE_HORIZON)["accountability"] == "FLAG:14.2b"
    assert overdue(PAST_THE_HORIZON)["lead_unit"] == "MNT-RD"


def test_on_each_day_the_calendar_knows_the_grace_after_the_reminder_has_run_out() -> None:
    accepted_before, reminded_before = days_before("overdue"), days_before("issue_reminder")
    for today in days(date(2021, 5, 1), CALENDAR.horizon):
        due, _ = CALENDAR.derive(
            today - timedelta(days=accepted_before), CONCLUDE_DAYS, "CALENDAR", "B-6", "B-6"
        )
        assert due is not None
        assert CALENDAR.plus_working_days(due, 6) < today
        assert due < today - timedelta(days=reminded_before)


def days_before(what: str) -> int:
    """How long before today this petition arrives, or a command of this type is issued."""
    story = told(ORDINARY_DAY)
    for step in story.scenario.steps:
        if what in (getattr(step.does, "name", None), getattr(step.does, "type", None)):
            return (bureau_day(ORDINARY_DAY) - bureau_day(step.at)).days
    raise AssertionError(what)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def test_the_story_is_the_same_at_any_hour_of_a_day() -> None:
    midday = told(datetime.combine(date(2026, 5, 20), time(12), BUREAU_ZONE))

    assert midday.scenario.expected == told(ORDINARY_DAY).scenario.expected
    assert midday.scenario.steps[:-1] == told(ORDINARY_DAY).scenario.steps[:-1]
