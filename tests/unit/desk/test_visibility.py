"""Who is shown that somebody may have failed (art. 14, E36)."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.catalogue import load_catalogue
from services.desk.decisions import visibility

VIEW: dict[str, Any] = {
    "status": "HANDLING",
    "accountability": ["FLAG:14.1"],
    "pending": ["H5", "H13"],
    "contents": [{"event": "petition.accepted"}, {"event": "accountability.flagged"}],
}
TIMELINE: list[dict[str, Any]] = [
    {"type": "petition.accepted", "body": {}},
    {"type": "accountability.flagged", "body": {"code": "14.1"}},
    {"type": "command.received", "body": {"type": "propose_accountability"}},
    {"type": "command.refused", "body": {"command_type": "decide_accountability"}},
    {"type": "command.received", "body": {"type": "designate_handler"}},
    {"type": "finding.recorded", "body": {"kind": "FAULT"}},
]


@pytest.mark.setting("acct.visibility")
@pytest.mark.clause("14")
@pytest.mark.parametrize(
    ("reading", "shown_to"),
    [
        ("PETITION_OFFICE_AND_LEADING_GROUP", {"DIRECTOR", "PETITION_CLERK"}),
        ("LEADING_GROUP", {"DIRECTOR"}),
        ("NOBODY", set()),
    ],
)
def test_flags_are_shown_to_the_office_and_the_leaders(reading: str, shown_to: set[str]) -> None:
    roles = ("DIRECTOR", "PETITION_CLERK", "HANDLER", "UNIT_HEAD", "ARCHIVIST")
    assert {role for role in roles if visibility.may_see_fault(role, reading)} == shown_to
    assert visibility.may_see_fault(None, reading)


def test_the_reading_in_force_is_one_that_shows_them() -> None:
    assert load_catalogue().setting("acct.visibility") in visibility.READINGS


@pytest.mark.clause("14")
def test_to_others_the_case_looks_as_if_nobody_had_asked() -> None:
    assert visibility.without_fault(VIEW) == {
        "status": "HANDLING",
        "pending": ["H5"],
        "contents": [{"event": "petition.accepted"}],
    }
    left = visibility.timeline_without_fault(TIMELINE)
    assert [event["type"] for event in left] == ["petition.accepted", "command.received"]
