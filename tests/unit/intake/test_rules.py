"""R-PUB, R-GRP and R-REP: one line per story."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.rules import Judge, house_rules, load_judge


@pytest.fixture(scope="module")
def judge() -> Judge:
    """By intake's rules."""
    return load_judge([folder for folder in house_rules() if folder.parent.name == "intake"])


@pytest.mark.parametrize(
    ("kind", "confidentiality", "consent", "publish"),
    [
        ("COMPLAINT", "NORMAL", False, "PETITIONER_ONLY"),
        ("NONE", "NORMAL", False, "PETITIONER_ONLY"),
        ("SUGGESTION", "NORMAL", True, "PUBLIC_SUMMARY_OK"),
        ("REPORT", "NORMAL", True, "NONE"),
        ("COMPLAINT", "CAUTION", True, "NONE"),
        ("COMPLAINT", "RESTRICTED", True, "NONE"),
        ("REPORT", "RESTRICTED", False, "NONE"),
    ],
)
def test_only_what_is_no_report_and_no_secret_is_shown(
    judge: Judge, *, kind: str, confidentiality: str, consent: bool, publish: str
) -> None:
    facts: dict[str, Any] = {
        "kind": kind,
        "confidentiality": confidentiality,
        "consent_public_summary": consent,
    }
    assert judge("publication", facts).outcome["publish"] == publish


@pytest.mark.parametrize(
    ("channel", "persons", "representatives", "group", "limit", "exceeded", "clause"),
    [
        ("VISIT", 2, 0, False, None, False, "11.5a"),
        ("VISIT", 3, 0, True, 5, False, "11.5a"),
        ("VISIT", 12, 5, True, 5, False, "11.5a"),
        ("VISIT", 12, 6, True, 5, True, "11.5c"),
        ("LETTER", 12, 0, False, None, False, "11.5a"),
        ("LETTER", 12, 6, False, 5, True, "11.5c"),
    ],
)
def test_three_visitors_are_a_group_and_five_may_speak_for_it(  # noqa: PLR0917 - a table's columns
    judge: Judge,
    channel: str,
    persons: int,
    representatives: int,
    group: bool,
    limit: int | None,
    exceeded: bool,
    clause: str,
) -> None:
    facts: dict[str, Any] = {
        "channel": channel,
        "persons": persons,
        "representatives": representatives,
    }
    receipt = judge("group", facts)
    assert receipt.outcome == {
        "group_visit": group,
        "max_representatives": limit,
        "representatives_exceeded": exceeded,
    }
    assert receipt.rules[0].clause == clause
