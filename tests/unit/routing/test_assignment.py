"""Draft, approval, objection (rules 19, 20, 23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.directory import Directory, Holding
from contracts.envelope import Principal, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.handling import AssignmentObjected, PetitionReopened
from contracts.events.intake import PetitionWithdrawn, VisitAnsweredOnSpot
from contracts.events.routing import (
    AccountabilityIndicatorRaised,
    AssignmentDispatched,
    AssignmentDrafted,
    AssignmentReassigned,
    LeadCoDesignated,
    ResponsibilitySet,
)
from tests.unit.case_story import CaseStory
from tests.unit.routing.story import (
    CLERK,
    DEPUTY,
    DIRECTOR,
    VICE_LEADER,
    Story,
    case,
    known,
    leader_reported,
    received,
    registered,
    routing,
    said,
    units,
)

NO = ["(STATE_DOES_NOT_ALLOW)"]
REASSIGNED = ["assignment.approved", "assignment.reassigned", "assignment.dispatched"]


def objected(story: Story, count: int) -> list[str]:
    """The lead unit sends it back for the `count`-th time."""
    return story.hears(AssignmentObjected(unit=UnitCode("MNT-DR"), count=count))


def bounced(times: int) -> Story:
    """A case that was sent back so often, and drafted anew each time."""
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    for count in range(1, times + 1):
        objected(story, count)
        story.issued("amend_assignment", CLERK, lead_unit=("SEW", "MNT-DR")[count % 2])
        if count < times:
            story.issued("approve_assignment", VICE_LEADER)
    return story


@pytest.mark.clause("10.2b")
@pytest.mark.clause("9.1.2")
def test_a_leader_approves_and_it_goes_out() -> None:
    story = case()
    assert story.issued("approve_assignment", VICE_LEADER) == [
        "assignment.approved",
        "assignment.dispatched",
    ]
    assert said(story, AssignmentDispatched).lead_unit == "MNT-DR"
    assert story.issued("approve_assignment", VICE_LEADER) == NO


@pytest.mark.clause("10.2a")
@pytest.mark.clause("10.2b")
def test_a_refused_draft_is_drafted_anew_before_anybody_approves() -> None:
    story = case()
    assert story.issued("refuse_assignment", VICE_LEADER, reason="vault:r") == [
        "assignment.refused"
    ]
    assert story.issued("approve_assignment", VICE_LEADER) == NO
    story.issued("amend_assignment", CLERK, lead_unit="SEW")
    assert said(story, AssignmentDrafted).version == 2
    assert story.issued("approve_assignment", VICE_LEADER) == [
        "assignment.approved",
        "assignment.dispatched",
    ]


@pytest.mark.clause("10.2c")
def test_the_office_names_lead_and_helpers() -> None:
    story = case()
    told = story.issued(
        "amend_assignment", CLERK, lead_unit="MNT-LT", co_units=["MUN", "MNT-LT", "MUN"]
    )
    assert told == ["assignment.lead.set", "lead.co.designated", "assignment.drafted"]
    assert said(story, LeadCoDesignated).co_units == ("MUN",)


@pytest.mark.clause("7.d")
@pytest.mark.clause("N.2")
@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"lead_unit": "NOBODY"}, "UNIT_UNKNOWN"),
        ({"lead_unit": "EXT-PSB"}, "UNIT_UNKNOWN"),
        ({"lead_unit": "BRG-KF", "co_units": ["NOBODY"]}, "UNIT_UNKNOWN"),
        ({"lead_unit": "BRG-KF"}, "UNIT_DENIED"),
        ({"lead_unit": "SUP", "co_units": ["BRG-KF"]}, "UNIT_DENIED"),
    ],
)
def test_nobody_reported_and_nobody_unknown_gets_the_case(named: dict[str, Any], code: str) -> None:
    story = case(topics=("STAFF_INACTION",), confidentiality="CAUTION", denied_units=units("ENF"))
    assert story.issued("amend_assignment", CLERK, **named) == [f"({code})"]


def test_what_is_dispatched_is_not_amended_without_an_objection() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    assert story.issued("amend_assignment", CLERK, lead_unit="SEW") == NO


@pytest.mark.parametrize(
    "facts",
    [{"topics": ()}, {"topics": ("ELEVATOR",)}, {"confidentiality": "RESTRICTED"}],
    ids=["unclear", "not accepted", "restricted"],
)
def test_there_is_nothing_to_assign_about_what_is_not_accepted_or_is_investigated(
    facts: dict[str, Any],
) -> None:
    story = case(**facts)
    assert story.issued("amend_assignment", CLERK, lead_unit="SEW") == NO
    assert story.issued("approve_assignment", VICE_LEADER) == NO


@pytest.mark.clause("10.2d")
def test_after_an_objection_the_next_approval_reassigns() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    assert objected(story, 1) == []
    assert story.issued("approve_assignment", VICE_LEADER) == NO
    story.issued("amend_assignment", CLERK, lead_unit="SEW", co_units=["MNT-DR"])
    assert story.issued("approve_assignment", VICE_LEADER) == REASSIGNED
    moved = said(story, AssignmentReassigned)
    assert (moved.previous_lead_unit, moved.lead_unit) == ("MNT-DR", "SEW")


@pytest.mark.clause("10.2d")
@pytest.mark.clause("6.a")
def test_two_objections_raise_nothing_a_third_shows_and_leaves_it_to_the_director() -> None:
    assert bounced(2).issued("approve_assignment", VICE_LEADER) == REASSIGNED
    story = bounced(3)
    assert said(story, AccountabilityIndicatorRaised).count == 3
    assert story.issued("approve_assignment", VICE_LEADER) == ["(ROLE_NOT_ALLOWED)"]
    assert story.issued("approve_assignment", DIRECTOR) == REASSIGNED


@pytest.mark.clause("5.a")
@pytest.mark.parametrize(
    ("role", "valid_from", "head"),
    [
        ("UNIT_HEAD", date(2021, 2, 1), "demo-head"),
        ("SECTION_HEAD", date(2021, 2, 1), "demo-head"),
        ("UNIT_HEAD", date(2021, 7, 1), None),
        ("HANDLER", date(2021, 2, 1), None),
    ],
)
def test_the_head_of_the_unit_answers_for_the_assignment(
    role: str, valid_from: date, head: str | None
) -> None:
    named = Holding(Principal("demo-head"), role, UnitCode("MNT-DR"), valid_from)
    with_heads = replace(known(), directory=Directory((named,)))
    story = CaseStory(replace(routing(), known=lambda _: with_heads))
    petition = received()
    story.hears(petition, registered(petition))
    told = story.issued("approve_assignment", VICE_LEADER)
    assert told[1:] == ["assignment.dispatched", *(["responsibility.set"] if head else [])]
    if head:
        answerable = said(story, ResponsibilitySet)
        assert (answerable.unit, answerable.principal) == ("MNT-DR", head)


def test_a_case_that_is_taken_up_again_after_filing_is_with_its_unit() -> None:
    story = case()
    story.issued("approve_assignment", VICE_LEADER)
    story.hears(ArchiveFiled(year=2021))
    note = {"level": "CITY", "by": "LEADER", "type": "INSTRUCT", "on": "2021-05-31"}
    assert story.issued("record_instruction", CLERK, instruction=note) == NO
    story.hears(PetitionReopened(cause="REVIEW_REVOKED"))
    assert story.issued("approve_assignment", VICE_LEADER) == NO
    assert story.issued("record_instruction", CLERK, instruction=note) == [
        "instruction.recorded",
        "package.triggered",
    ]


@pytest.mark.clause("10.2b")
@pytest.mark.clause("4.a")
@pytest.mark.parametrize(
    ("facts", "by", "answer"),
    [
        ({}, DEPUTY, "(ROLE_NOT_ALLOWED)"),
        ({"denied_persons": (leader_reported(),)}, DEPUTY, "assignment.approved"),
        ({}, CLERK, "(ROLE_NOT_ALLOWED)"),
        ({}, DIRECTOR, "assignment.approved"),
    ],
    ids=["deputy", "deputy for an implicated leader", "clerk", "director"],
)
def test_who_may_approve(facts: dict[str, Any], by: Actor, answer: str) -> None:
    assert case(**facts).issued("approve_assignment", by)[0] == answer


def test_a_withdrawn_petition_is_not_dispatched() -> None:
    story = case()
    story.hears(PetitionWithdrawn())
    assert story.issued("approve_assignment", VICE_LEADER) == NO


def test_a_draft_lapses_when_the_visitor_was_answered() -> None:
    story = case(channel="VISIT", kind="COMPLAINT")
    story.hears(VisitAnsweredOnSpot())
    assert story.issued("approve_assignment", VICE_LEADER) == NO
    assert story.issued("amend_assignment", CLERK, lead_unit="SEW") == NO
