"""R-CONF: who must not know, and who looks into it; one line per story."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.rules import Judge, house_rules, load_judge

NOBODY: dict[str, Any] = {
    "kind": "COMPLAINT",
    "allegation": "NONE",
    "reported_own": False,
    "misconduct_topic": False,
    "highest_rank": "NONE",
    "xfb_denied": False,
    "lower_denied": False,
    "upper_denied": False,
    "lifted": False,
}
UNIT = {"reported_own": True}
ACCUSED = {"kind": "REPORT", "reported_own": True, "allegation": "VIOLATION"}


@pytest.fixture(scope="module")
def judge() -> Judge:
    """By the gate's rules."""
    return load_judge([folder for folder in house_rules() if folder.parent.name == "gate"])


@pytest.mark.parametrize(
    ("facts", "confidentiality", "rung", "clause"),
    [
        ({}, "NORMAL", None, "7.b"),
        ({"kind": "NONE"}, "NORMAL", None, "7.b"),
        # a report about a neighbour (E42)
        ({"kind": "REPORT"}, "NORMAL", None, "7.b"),
        ({"kind": "REPORT", "allegation": "VIOLATION"}, "NORMAL", None, "7.b"),
        # manner and inaction, and a unit named without an allegation (E32)
        (UNIT | {"allegation": "INACTION"}, "CAUTION", None, "7.d"),
        (UNIT | {"allegation": "MANNER", "kind": "REPORT"}, "CAUTION", None, "7.d"),
        (UNIT, "CAUTION", None, "7.d"),
        # wrongdoing, whatever the petition calls itself
        (ACCUSED, "RESTRICTED", "LOWER", "7.c"),
        (ACCUSED | {"kind": "COMPLAINT"}, "RESTRICTED", "LOWER", "7.c"),
        # in doubt
        (UNIT | {"allegation": "UNSURE"}, "RESTRICTED", "LOWER", "7.c"),
        (UNIT | {"kind": "REPORT"}, "RESTRICTED", "LOWER", "7.c"),
        ({"misconduct_topic": True}, "RESTRICTED", "LOWER", "7.c"),
        (UNIT | {"misconduct_topic": True, "allegation": "MANNER"}, "RESTRICTED", "LOWER", "7.c"),
        # the ladder (E17)
        (ACCUSED | {"highest_rank": "STAFF"}, "RESTRICTED", "LOWER", "7.c"),
        (ACCUSED | {"highest_rank": "UNIT_HEAD"}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"highest_rank": "PETITION_OFFICE"}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"highest_rank": "DISCIPLINE"}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"highest_rank": "LEADING_GROUP"}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"xfb_denied": True}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"lower_denied": True}, "RESTRICTED", "UPPER", "7.c"),
        (ACCUSED | {"upper_denied": True}, "RESTRICTED", "LOWER", "7.c"),
        (ACCUSED | {"lower_denied": True, "upper_denied": True}, "RESTRICTED", "OUTSIDE", "7.c"),
        (
            UNIT | {"kind": "REPORT", "highest_rank": "LEADING_GROUP"},
            "RESTRICTED",
            "UPPER",
            "7.c",
        ),
        (
            {"misconduct_topic": True, "highest_rank": "UNIT_HEAD", "upper_denied": True},
            "RESTRICTED",
            "OUTSIDE",
            "7.c",
        ),
        ({"misconduct_topic": True, "xfb_denied": True}, "RESTRICTED", "UPPER", "7.c"),
    ],
)
def test_the_class_and_the_investigating_body_follow_from_what_was_declared(
    judge: Judge, *, facts: dict[str, Any], confidentiality: str, rung: str | None, clause: str
) -> None:
    receipt = judge("confidentiality", NOBODY | facts)
    assert receipt.outcome == {"confidentiality": confidentiality, "rung": rung}
    assert [rule.clause for rule in receipt.rules] == [clause]
