"""Facts of art. 14: flagged or watched, never judged (E14, E43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import UnitCode
from contracts.events.deadlines import DeadlineMissed, ExtensionNotified, ReminderUnanswered
from contracts.events.handling import HandlingRefused
from contracts.events.routing import AccountabilityFlagged, AccountabilityWatch
from tests.unit.routing.story import CLERK, VICE_LEADER, Story, case, never_said, said

FLAGGED = ["accountability.flagged"]
DUE_ON = date(2021, 8, 2)
UNANSWERED = ReminderUnanswered(
    keys=("conclude",), reminded_on=date(2021, 8, 3), grace_ended_on=date(2021, 8, 10)
)
REFUSED = HandlingRefused(unit=UnitCode("MNT-DR"))
SUPERIOR_MISSED = DeadlineMissed(key="superior", due_on=DUE_ON)
STATUTORY_MISSED = DeadlineMissed(key="conclude", due_on=DUE_ON, statutory=True)
NOTIFIED = ExtensionNotified(new_due=date(2021, 8, 20), on=DUE_ON)


def leapfrog(persons: int, level: str = "PROVINCE", **more: Any) -> dict[str, Any]:
    """A group at a higher organ."""
    told = {"level": level, "on": "2021-05-31", "persons": persons}
    return {**told, "public_place": False, "own_bureau": False, **more}


def dispatched(**facts: Any) -> Story:
    """A case that is with its unit."""
    story = case(**facts)
    story.issued("approve_assignment", VICE_LEADER)
    return story


@pytest.mark.clause("14.1")
@pytest.mark.clause("14")
def test_no_reply_after_a_reminder_is_a_fact_of_the_lead_unit() -> None:
    story = dispatched()
    assert story.hears(UNANSWERED) == ["package.triggered", *FLAGGED]
    flag = said(story, AccountabilityFlagged)
    assert (flag.code, flag.unit) == ("14.1", "MNT-DR")
    assert flag.facts == {"reminded_on": "2021-08-03", "grace_ended_on": "2021-08-10"}


@pytest.mark.clause("14.1")
def test_refusing_to_handle_is_flagged_and_a_flag_is_raised_once() -> None:
    story = dispatched()
    assert story.hears(REFUSED) == FLAGGED
    assert story.hears(REFUSED) == []
    assert story.hears(UNANSWERED) == ["package.triggered"]


@pytest.mark.clause("14.2a")
@pytest.mark.clause("14.2b")
@pytest.mark.parametrize(
    ("facts", "events", "codes"),
    [
        ({}, [SUPERIOR_MISSED], ["14.2a"]),
        ({}, [STATUTORY_MISSED], ["14.2b"]),
        ({}, [NOTIFIED, STATUTORY_MISSED], []),
        ({"named": False}, [STATUTORY_MISSED], []),
        ({}, [DeadlineMissed(key="channel", due_on=DUE_ON)], []),
        ({}, [DeadlineMissed(key="promise", due_on=DUE_ON)], []),
        ({}, [DeadlineMissed(key="conclude", due_on=DUE_ON, internal=True)], []),
        ({}, [SUPERIOR_MISSED, STATUTORY_MISSED], ["14.2a", "14.2b"]),
    ],
)
def test_which_missed_date_is_such_a_fact(
    facts: dict[str, Any], events: list[Any], codes: list[str]
) -> None:
    story = dispatched(**facts)
    story.hears(*events)
    assert [e.code for e in story.told if isinstance(e, AccountabilityFlagged)] == codes


@pytest.mark.clause("14.3b")
@pytest.mark.parametrize(
    ("visit", "watched"),
    [
        (leapfrog(3), True),
        (leapfrog(8, "NATIONAL"), True),
        (leapfrog(2), False),
        (leapfrog(8, "CITY"), False),
        (leapfrog(8, direct_superior=True), False),
        (leapfrog(8, own_bureau=True), False),
    ],
)
def test_a_group_that_goes_over_everybodys_head_is_watched_not_flagged(
    visit: dict[str, Any], watched: bool
) -> None:
    story = case(superior_visits=(visit,))
    assert never_said(story, AccountabilityWatch) is not watched
    assert never_said(story, AccountabilityFlagged)


@pytest.mark.clause("14.3b")
def test_the_same_group_is_watched_when_it_is_recorded_later() -> None:
    story = dispatched()
    visit = {**leapfrog(5), "organ": "vault:o"}
    assert story.issued("record_superior_visit", CLERK, superior_visit=visit) == [
        "superior_visit.recorded",
        "package.triggered",
        "accountability.watch",
    ]
    assert said(story, AccountabilityWatch).code == "14.3"
