"""Review and re-examination: two steps up, and back to the unit (2005 art. 34-35, E24)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.archive import ArchiveFiled
from contracts.events.handling import (
    PetitionReopened,
    ReplySubmitted,
    ReviewOpinionRecorded,
    ReviewRequested,
)
from services.handling.decisions.known import Known
from services.handling.state import HandlingState
from tests.unit.case_story import CaseStory
from tests.unit.handling.story import (
    CONTENT_PASSED,
    DELIVERED,
    OFFICE,
    PASSED,
    SIGNED,
    SUBMITTED,
    assigned_case,
    brought_to,
    take,
)

Story = CaseStory[HandlingState, Known]
NOT_NOW = ["(STATE_DOES_NOT_ALLOW)"]


def concluded(**facts: Any) -> Story:
    """Delivered and concluded on Friday 11 June 2021."""
    return brought_to(PASSED, assigned_case(**facts))


def asked(story: Story, on: str) -> list[str]:
    """A review is asked for on this day."""
    story.on(on)
    return story.issued("request_review", OFFICE, on=on)


def answered(story: Story, result: str, on: str) -> list[str]:
    """The higher body has given its opinion."""
    story.on(on)
    return story.issued("record_review_opinion", OFFICE, result=result, on=on)


@pytest.mark.clause("10.5h")
def test_after_a_review_and_a_re_examination_there_is_nobody_left_to_ask() -> None:
    story = concluded()
    told = [
        asked(story, "2021-07-01"),
        asked(story, "2021-07-02"),
        answered(story, "UPHELD", "2021-07-20"),
        answered(story, "UPHELD", "2021-07-21"),
        asked(story, "2021-08-02"),
        answered(story, "UPHELD", "2021-08-20"),
        asked(story, "2021-08-23"),
    ]
    assert told == [
        ["review.requested"],
        NOT_NOW,
        ["review.opinion.recorded"],
        NOT_NOW,
        ["review.requested"],
        ["review.opinion.recorded"],
        NOT_NOW,
    ]
    steps = [e.step for e in story.told if isinstance(e, ReviewRequested | ReviewOpinionRecorded)]
    assert steps == ["REVIEW", "REVIEW", "REEXAMINATION", "REEXAMINATION"]


@pytest.mark.parametrize(
    ("asked_on", "late"), [("2021-07-12", False), ("2021-07-13", True)]
)  # thirty days end on Sunday 11 July
def test_a_review_asked_for_late_is_taken_down_as_late(asked_on: str, late: bool) -> None:
    story = concluded()
    assert asked(story, asked_on) == ["review.requested"]
    assert [e.late for e in story.told if isinstance(e, ReviewRequested)] == [late]


@pytest.mark.parametrize(("asked_on", "late"), [("2021-08-19", False), ("2021-08-20", True)])
def test_the_window_of_the_re_examination_opens_with_the_opinion(asked_on: str, late: bool) -> None:
    story = concluded()
    asked(story, "2021-07-01")
    answered(story, "UPHELD", "2021-07-20")
    asked(story, asked_on)
    assert [e.late for e in story.told if isinstance(e, ReviewRequested)] == [False, late]


@pytest.mark.clause("10.5h")
@pytest.mark.parametrize("result", ["CHANGED", "REVOKED", "REDO"])
def test_a_reply_that_is_not_upheld_is_done_again(result: str) -> None:
    story = concluded()
    asked(story, "2021-07-01")
    assert answered(story, result, "2021-07-20") == ["review.opinion.recorded", "petition.reopened"]
    assert [e.cause for e in story.told if isinstance(e, PetitionReopened)] == [f"REVIEW_{result}"]
    assert take(story, PASSED) == ["(REPLY_INCOMPLETE)"]
    assert asked(story, "2021-07-21") == NOT_NOW

    told = [take(story, step) for step in (SUBMITTED, CONTENT_PASSED, DELIVERED, SIGNED, PASSED)]
    assert told[-1] == ["reply.passed", "petition.concluded"]
    assert [e.version for e in story.told if isinstance(e, ReplySubmitted)] == [1, 2]
    assert asked(story, "2021-08-02") == ["review.requested"]


@pytest.mark.clause("10.5h")
def test_a_filed_case_is_taken_up_again_by_a_review_and_by_nothing_else() -> None:
    story = concluded()
    story.hears(ArchiveFiled(year=2021, items=()))
    assert take(story, SUBMITTED) == NOT_NOW
    asked(story, "2021-07-01")
    answered(story, "REVOKED", "2021-07-20")
    assert take(story, SUBMITTED) == ["reply.submitted"]


@pytest.mark.setting("review.enabled")
def test_where_reviews_are_no_part_of_the_procedure_none_is_taken_down() -> None:
    assert asked(concluded(), "2021-07-01") == ["review.requested"]
    assert asked(concluded(readings={"review.enabled": False}), "2021-07-01") == NOT_NOW
