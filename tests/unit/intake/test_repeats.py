"""The same person, the same matter again: what is merged, suggested, counted, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from contracts.envelope import CaseId, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    ReplyDelivered,
    ReplyReturned,
)
from contracts.events.intake import (
    DuplicateSuggested,
    PetitionMerged,
    PetitionRegistered,
    PetitionUnlinked,
    RepeatDetected,
)
from contracts.events.routing import NonacceptanceApproved
from contracts.zone import bureau_moment
from services.intake.state import IntakeState
from tests.unit.intake.story import (
    CLERK,
    NOT_READ_BACK,
    READ_BACK,
    Story,
    accepted,
    arrived,
    intake,
    received,
    said,
)

OTHER = CaseId("case-of-may")
MAIN = CaseId("case-of-april")
SAME: dict[str, Any] = {"person_keys": ("gu-by-phone", "gu-by-address"), "matter_key": "sewer"}
ELSEWHERE: dict[str, Any] = {"person_keys": ("gu-by-phone",), "matter_key": "another-sewer"}
EARLIER_AT = bureau_moment(date(2021, 5, 6))
ANSWERED_ON = date(2021, 5, 18)
EARLIER = {"same_person": True, "same_matter": True, "channel": "LETTER", "on": "2021-05-10"}


def other(**facts: Any) -> Story:
    """The case that was there before, of the same person and matter but for what a test says."""
    return arrived(**({"received_at": EARLIER_AT} | SAME | facts))


def answered(on: date = ANSWERED_ON, **facts: Any) -> IntakeState:
    """A case whose reply was delivered and passed."""
    story = other(**facts)
    story.hears(accepted(), ReplyDelivered(version=1, by="IN_PERSON", on=on))
    story.hears(PetitionConcluded(concluded_on=on, outcome_code="SIGNED"))
    return story.state


def beside(
    others: Mapping[CaseId, IntakeState], readings: dict[str, Any] | None = None, /, **facts: Any
) -> Story:
    """A petition that arrives while these cases are there."""
    story = Story(intake(readings))
    story.others.update(others)
    story.hears(received(**(SAME | facts)))
    return story


def merged_into(case_id: CaseId) -> IntakeState:
    """A case that went into another by rule."""
    return beside({case_id: other().state}).state


def found_of(story: Story) -> list[str]:
    """What the register says, and what follows from it."""
    names = {"petition.merged", "duplicate.suggested", "repeat.detected"}
    return [event.name for event in story.told if event.name in names]


@pytest.mark.clause("12.T8")
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, ["petition.merged"]),
        ({"person_keys": ("gu-by-phone",)}, ["petition.merged"]),
        ({"person_keys": ("a-neighbour", "gu-by-address")}, ["petition.merged"]),
        ({"person_keys": ("a-neighbour",)}, []),
        ({"person_keys": ()}, []),
        ({"matter_key": None}, ["duplicate.suggested"]),
        ({"matter_key": "another-sewer"}, ["duplicate.suggested"]),
        ({"matter_key": None, "topics": ("OIL_FUME",)}, []),
        ({"matter_key": "elsewhere", "district": "LS"}, []),
    ],
    ids=[
        "the same",
        "one detail of the person",
        "one of several persons",
        "somebody else",
        "nobody named",
        "no place",
        "another place",
        "another topic",
        "another district",
    ],
)
def test_the_same_goes_into_the_open_case_and_the_similar_is_only_suggested(
    facts: dict[str, Any], outcome: list[str]
) -> None:
    story = beside({OTHER: other(district="XY").state}, **({"district": "XY"} | facts))
    assert found_of(story) == outcome


@pytest.mark.clause("12.T8")
def test_the_register_names_the_case_it_goes_into_and_says_by_which_rule() -> None:
    story = beside({OTHER: other().state}, source="voice-city", platform_ref="VC-1")
    registered = said(story, PetitionRegistered)
    assert (registered.duplicate_of, registered.repeat_no) == (OTHER, 0)
    assert [(one.case_id, one.standing, one.matter) for one in registered.found] == [
        (OTHER, "OPEN", "SAME")
    ]
    merged = said(story, PetitionMerged)
    assert (merged.into, merged.by_rule) == (OTHER, True)
    assert merged.receipt is not None
    assert [rule.id for rule in merged.receipt.rules] == ["DUP-MERGE"]
    assert not story.state.open


def test_of_several_open_cases_the_first_one_takes_it() -> None:
    first = other(received_at=bureau_moment(date(2021, 4, 1))).state
    story = beside({OTHER: other().state, MAIN: first})
    assert said(story, PetitionMerged).into == MAIN


@pytest.mark.clause("12.T8")
def test_what_is_like_a_merged_petition_goes_where_that_one_went() -> None:
    others = {MAIN: other(person_keys=("gu-by-address",)).state, OTHER: merged_into(MAIN)}
    story = beside(others, person_keys=("gu-by-phone",))
    assert said(story, PetitionMerged).into == MAIN


def test_what_is_like_a_merged_petition_is_a_repeat_once_the_main_case_was_answered() -> None:
    story = beside({MAIN: answered(), OTHER: merged_into(MAIN)})
    assert found_of(story) == ["repeat.detected"]
    assert said(story, RepeatDetected).earlier == (MAIN,)


@pytest.mark.clause("12.T8")
@pytest.mark.parametrize(("channel", "by_visit"), [("LETTER", False), ("VISIT", True)])
def test_what_was_answered_and_is_raised_again_is_a_repeat(channel: str, *, by_visit: bool) -> None:
    how: dict[str, Any] = {"channel": channel, "visit": READ_BACK if by_visit else None}
    story = beside({OTHER: answered()}, **how)
    assert found_of(story) == ["repeat.detected"]
    repeat = said(story, RepeatDetected)
    assert (repeat.earlier, repeat.count, repeat.by_visit) == ((OTHER,), 1, by_visit)
    registered = said(story, PetitionRegistered)
    assert (registered.repeat_no, registered.repeat_by_visit) == (1, by_visit)
    assert (registered.repeat_of, registered.duplicate_of) == (OTHER, None)


def test_a_refusal_is_an_answer_and_a_withdrawal_leaves_nothing() -> None:
    refused, withdrawn = other(), other()
    refused.hears(NonacceptanceApproved(ground="OUT_OF_SCOPE", principal=CLERK.principal))
    assert found_of(beside({OTHER: refused.state})) == ["repeat.detected"]
    withdrawn.issued("withdraw", CLERK, reason="vault:r")
    assert found_of(beside({OTHER: withdrawn.state})) == []


def test_a_reply_that_came_back_or_a_case_taken_up_again_is_open() -> None:
    returned = other()
    returned.hears(accepted(), ReplyDelivered(version=1, by="IN_PERSON", on=ANSWERED_ON))
    assert found_of(beside({OTHER: returned.state})) == ["repeat.detected"]
    returned.hears(ReplyReturned(version=1, missing=("FACTS",), by_rule=False, count=1))
    assert found_of(beside({OTHER: returned.state})) == ["petition.merged"]
    returned.hears(PetitionConcluded(concluded_on=ANSWERED_ON, outcome_code="SIGNED"))
    returned.hears(PetitionReopened(cause="REVIEW"))
    assert found_of(beside({OTHER: returned.state})) == ["petition.merged"]


@pytest.mark.clause("12.T8")
def test_each_earlier_answer_counts_once_whoever_knows_of_it() -> None:
    older = {**EARLIER, "state": "REPLIED", "on": "2020-12-01"}
    same_as_ours = {**EARLIER, "state": "REPLIED"}
    elsewhere_open = {**EARLIER, "state": "IN_PROGRESS", "on": "2021-05-25"}
    other_matter = {**EARLIER, "state": "REPLIED", "on": "2021-01-05", "same_matter": False}
    told = (older, same_as_ours, elsewhere_open, other_matter)
    story = beside({OTHER: answered()}, earlier=told)
    assert said(story, RepeatDetected).count == 2


@pytest.mark.setting("repeat.lookback_days")
@pytest.mark.parametrize(("days", "outcome"), [(14, ["repeat.detected"]), (13, [])])
def test_what_was_answered_too_long_ago_is_raised_for_the_first_time(
    days: int, outcome: list[str]
) -> None:
    story = beside({OTHER: answered()}, {"repeat.lookback_days": days})
    assert found_of(story) == outcome


@pytest.mark.setting("repeat.after_reply_only")
def test_what_is_open_can_be_counted_too_and_then_a_person_says_whether_it_is_the_same() -> None:
    story = beside({OTHER: other().state}, {"repeat.after_reply_only": False})
    assert found_of(story) == ["duplicate.suggested", "repeat.detected"]
    assert said(story, RepeatDetected).count == 1


@pytest.mark.setting("duplicate.auto")
def test_where_no_rule_merges_even_the_same_is_only_suggested() -> None:
    story = beside({OTHER: other().state}, {"duplicate.auto": "SUGGEST"})
    assert found_of(story) == ["duplicate.suggested"]
    suggested = said(story, DuplicateSuggested)
    assert (suggested.of, suggested.same_person, suggested.same_matter) == (OTHER, True, True)


@pytest.mark.clause("11.3")
def test_a_visit_nobody_has_confirmed_is_not_merged_by_rule() -> None:
    story = beside({OTHER: other().state}, channel="VISIT", visit=NOT_READ_BACK)
    assert found_of(story) == ["duplicate.suggested"]


@pytest.mark.clause("7.d")
def test_what_is_kept_from_other_people_is_not_merged_by_rule() -> None:
    secret: dict[str, Any] = {"confidentiality": "CAUTION", "denied_units": (UnitCode("BRG-XY"),)}
    assert found_of(beside({OTHER: other().state}, **secret)) == ["duplicate.suggested"]
    assert found_of(beside({OTHER: other(**secret).state}, **secret)) == ["petition.merged"]


def link(story: Story, of: CaseId = OTHER) -> list[str]:
    """A clerk says which case it belongs to."""
    return story.issued("link_duplicate", CLERK, of=of, reason="vault:r")


@pytest.mark.clause("12.T8")
def test_a_clerk_links_what_is_only_similar_and_takes_it_back() -> None:
    story = beside({OTHER: other().state}, **ELSEWHERE)
    assert link(story) == ["petition.merged"]
    merged = said(story, PetitionMerged)
    assert (merged.into, merged.by_rule, merged.reason_ref) == (OTHER, False, "vault:r")
    assert link(story) == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("unlink_duplicate", CLERK, reason="vault:r") == ["petition.unlinked"]
    assert said(story, PetitionUnlinked).from_ == OTHER
    assert story.state.open
    assert story.issued("unlink_duplicate", CLERK, reason="vault:r") == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("12.T8")
def test_nothing_is_linked_to_what_is_unknown_over_merged_or_more_widely_known() -> None:
    secret = other(confidentiality="CAUTION", denied_units=(UnitCode("BRG-XY"),)).state
    for there in ({}, {OTHER: answered()}, {OTHER: merged_into(MAIN)}, {OTHER: secret}):
        story = beside({}, **ELSEWHERE)
        story.others.update(there)
        assert link(story) == ["(STATE_DOES_NOT_ALLOW)"]


def test_what_is_filed_stays_where_it_is() -> None:
    story = beside({OTHER: other().state})
    story.hears(ArchiveFiled(year=2021, items=()))
    assert story.issued("unlink_duplicate", CLERK, reason="vault:r") == ["(STATE_DOES_NOT_ALLOW)"]
