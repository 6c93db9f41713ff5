"""The petitioner's way to the higher bodies, and the days of a hearing (B-8 to B-11)."""

from __future__ import annotations

import pytest

from contracts.commands.deadlines import ExcludeTime
from contracts.events.common import CommandRefused
from contracts.events.deadlines import DeadlineRederived, DeadlineSet, TimeExcluded
from contracts.events.handling import PetitionReopened, ReviewOpinionRecorded, ReviewRequested
from tests.unit.deadlines.story import Story, day, told

pytestmark = pytest.mark.clause("10.5h", "10.5e")


def reviewed_case() -> Story:
    """Answered on 11 June 2021, the review asked for on the 30th and refused on 20 July."""
    story = Story()
    story.accepted("2021-06-01")
    story.delivered("2021-06-11 14:00")
    story.tell(ReviewRequested(on=day("2021-06-30")), "2021-06-30")
    story.tell(ReviewOpinionRecorded(result="UPHELD", on=day("2021-07-20")), "2021-07-20")
    return story


def hearing(first: str, last: str) -> ExcludeTime:
    """Both days included."""
    return ExcludeTime.model_validate({"from": first, "to": last, "clause": "B-11"})


def test_each_body_has_thirty_days_and_so_has_the_petitioner_between_them() -> None:
    story = reviewed_case()
    story.tell(ReviewRequested(on=day("2021-08-02")), "2021-08-02")
    assert {key: story.due[key] for key in story.due if key.startswith("re")} == {
        "review_request": "2021-07-12",
        "review_opinion": "2021-07-30",
        "reexam_request": "2021-08-19",
        "reexam_opinion": "2021-09-01",
    }
    rules = {e.key: e.derivation.rule for e in story.all_of(DeadlineSet) if e.derivation}
    assert (rules["reexam_request"], rules["reexam_opinion"]) == ("B-10", "B-11")
    final = ReviewOpinionRecorded(result="UPHELD", on=day("2021-08-30"))
    assert story.tell(final, "2021-08-30") == []


def test_only_the_second_body_s_time_stops_for_a_hearing() -> None:
    story = reviewed_case()
    story.command(hearing("2021-07-21", "2021-07-22"), "2021-07-22")
    assert [event.code for event in story.all_of(CommandRefused)] == ["STATE_DOES_NOT_ALLOW"]
    story.tell(ReviewRequested(on=day("2021-08-02")), "2021-08-02")
    said = story.command(hearing("2021-08-10", "2021-08-11"), "2021-08-12")
    assert told(said) == ["time.excluded", "deadline.rederived reexam_opinion"]
    # One of the days is named twice; 1 September and four days of hearings fall on a Sunday.
    said = story.command(hearing("2021-08-11", "2021-08-13"), "2021-08-16")
    moved = [event for event in said if isinstance(event, DeadlineRederived)]
    assert [(e.previous_due_on, e.due_on) for e in moved] == [
        (day("2021-09-03"), day("2021-09-06"))
    ]
    assert moved[0].derivation is not None
    assert moved[0].derivation.excluded_days == 4
    assert len(story.all_of(TimeExcluded)) == 2
    story.tell(ReviewOpinionRecorded(result="UPHELD", on=day("2021-09-01")), "2021-09-01")
    story.command(hearing("2021-09-02", "2021-09-02"), "2021-09-02")
    assert [event.code for event in story.all_of(CommandRefused)] == ["STATE_DOES_NOT_ALLOW"] * 2


def test_days_before_the_request_do_not_count_twice() -> None:
    story = reviewed_case()
    story.tell(ReviewRequested(on=day("2021-08-02")), "2021-08-02")
    assert told(story.command(hearing("2021-07-28", "2021-08-02"), "2021-08-03")) == [
        "time.excluded"
    ]


def test_a_hearing_that_ends_before_it_begins_has_the_wrong_form() -> None:
    with pytest.raises(ValueError, match="comes after the last one"):
        hearing("2021-08-12", "2021-08-11")


def test_a_case_taken_up_again_keeps_what_was_met_and_starts_the_way_anew() -> None:
    story = reviewed_case()
    assert told(story.tell(PetitionReopened(cause="REVOKED"), "2021-07-21")) == []
    assert told(story.delivered("2021-08-20")) == [
        "deadline.set review_request",
        "review.window.opened",
    ]
    story.tell(ReviewRequested(on=day("2021-09-01")), "2021-09-01")
    assert story.all_of(DeadlineSet)[-1].key == "review_opinion"
