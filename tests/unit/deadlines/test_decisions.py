"""What holds of every story, whatever its order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from contracts.events.deadlines import DeadlineMet, DeadlineMissed
from services.deadlines.decisions.reminders import next_reminder
from services.deadlines.decisions.timers import Rank, earliest
from services.deadlines.state import CaseClocks
from tests.unit.deadlines.story import KNOWN, Story, day, moment

STATE = TypeAdapter(CaseClocks)
STEPS = ("accepted", "dispatched", "submitted", "returned", "delivered")


@settings(deadline=None)  # what counts is the verdict, not how busy the machine is
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30)), max_size=12))
def test_whatever_happens_each_date_has_one_verdict_at_a_time(steps: list[tuple[str, int]]) -> None:
    story = Story()
    story.received("2021-03-01", channel="VOICE_CITY")
    on = day("2021-03-01").toordinal()
    for step, days_later in steps:
        on += days_later
        getattr(story, step)(day("2021-03-01").fromordinal(on).isoformat())
    story.until("2022-12-01")
    for key in ("acceptance_notice", "forwarding"):
        assert len(verdicts(story, key)) == 1
    assert verdicts(story, "conclude").count("deadline.missed") <= 1
    assert STATE.validate_json(STATE.dump_json(story.record.state)) == story.record.state


def verdicts(story: Story, key: str) -> list[str]:
    """What was said about a date in the end."""
    met = [event.name for event in story.all_of(DeadlineMet) if event.key == key]
    return met + [event.name for event in story.all_of(DeadlineMissed) if event.key == key]


def test_a_missed_date_strikes_before_a_reminder_and_names_what_armed_it() -> None:
    story = Story()
    story.accepted("2021-03-04")
    timer = earliest(story.record.state, KNOWN)
    assert timer is not None
    assert (timer.rank, timer.key, timer.armed_by) == (Rank.STEP, "draft ", "petition.accepted#1")
    story.until("2021-04-01")
    timer = earliest(story.record.state, KNOWN)
    assert timer is not None
    assert (timer.rank, timer.key) == (Rank.REMINDER, "reminder")
    assert timer.armed_by == next(event.id for event in story.said)
    assert Rank.MISSED < Rank.UNANSWERED < Rank.REMINDER


def test_a_case_nobody_has_heard_of_has_no_timer() -> None:
    assert earliest(CaseClocks(), KNOWN) is None


def test_long_after_the_date_the_next_reminder_is_still_on_its_beat() -> None:
    found = next_reminder("conclude", day("2021-05-06"), moment("2022-05-06 12:00"), KNOWN)
    assert found == moment("2022-05-10")
