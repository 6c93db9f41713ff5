"""What merely shows: neither watch nor flag (art. 6, 10(二), 12(五))."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import UnitCode
from contracts.events.deadlines import PetitionStalled, ReminderIssued
from contracts.events.escalation import PackageOverdueReportedToDirector
from contracts.events.handling import AssignmentObjected
from contracts.events.routing import AccountabilityIndicatorRaised
from tests.unit.routing.story import CLERK, DIRECTOR, VICE_LEADER, never_said, said
from tests.unit.routing.test_accountability import NOTIFIED, STATUTORY_MISSED
from tests.unit.routing.test_accountability_readings import LEADER, dispatched
from tests.unit.routing.test_package import order


@pytest.mark.clause("6.a")
def test_a_case_that_lies_idle_shows() -> None:
    story = dispatched()
    assert story.hears(PetitionStalled(status="HANDLING", idle_working_days=20)) == [
        "accountability.indicator.raised"
    ]
    shown = said(story, AccountabilityIndicatorRaised)
    assert (shown.indicator, shown.unit, shown.count) == ("DRAGGING_ON", "MNT-DR", 20)


@pytest.mark.clause("6.a")
@pytest.mark.setting("internal_sla.effect")
@pytest.mark.parametrize(
    ("effect", "steps", "counts"),
    [
        ("INDICATOR", ("head_report",), [1, 2]),
        ("INDICATOR", (), []),
        ("REMINDER_ONLY", ("head_report",), []),
    ],
)
def test_whether_a_step_late_inside_the_bureau_shows_is_a_reading(
    effect: str, steps: Any, counts: list[int]
) -> None:
    story = dispatched({"internal_sla.effect": effect})
    urged = ReminderIssued(to_unit=UnitCode("MNT-DR"), planned=True, count=1, steps=steps)
    story.hears(urged, urged)
    shown = [e for e in story.told if isinstance(e, AccountabilityIndicatorRaised)]
    assert [indicator.count for indicator in shown] == counts
    assert {indicator.indicator for indicator in shown} <= {"DRAGGING_ON"}


@pytest.mark.clause("12.5b")
@pytest.mark.parametrize("reported", [False, True])
def test_a_package_case_that_is_late_without_a_word_to_the_director_shows(
    *, reported: bool
) -> None:
    story = dispatched(instructions=(order(),))
    if reported:
        story.hears(PackageOverdueReportedToDirector(principal=LEADER))
    story.hears(NOTIFIED, STATUTORY_MISSED)
    assert never_said(story, AccountabilityIndicatorRaised) is reported


@pytest.mark.setting("objection.max")
@pytest.mark.setting("objection.then_approver")
@pytest.mark.parametrize(
    ("readings", "by", "answer"),
    [
        ({}, VICE_LEADER, "assignment.approved"),
        ({"objection.max": 0}, VICE_LEADER, "(ROLE_NOT_ALLOWED)"),
        ({"objection.max": 0}, DIRECTOR, "assignment.approved"),
        ({"objection.max": 0, "objection.then_approver": "PETITION_VICE_LEADER"}, VICE_LEADER,
         "assignment.approved"),
        ({"objection.max": 0, "objection.then_approver": "PETITION_VICE_LEADER"}, DIRECTOR,
         "(ROLE_NOT_ALLOWED)"),
    ],
)  # fmt: skip
def test_who_approves_after_how_many_objections_is_a_reading(
    readings: dict[str, Any], by: Any, answer: str
) -> None:
    story = dispatched(readings)
    told = story.hears(AssignmentObjected(unit=UnitCode("MNT-DR"), count=1))
    assert bool(told) is ("objection.max" in readings)
    story.issued("amend_assignment", CLERK, lead_unit="SEW")
    assert story.issued("approve_assignment", by)[0] == answer
