"""Acceptance, ownership and the way a petition goes: one line per story."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.rules import Judge, house_rules, load_judge

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """By routing's rules."""
    return load_judge([folder for folder in house_rules() if folder.parent.name == "routing"])


UNCLEAR: Facts = {
    "regime": "2005",
    "kind": "COMPLAINT",
    "parted": False,
    "duplicate": False,
    "confidentiality": "NORMAL",
    "topics_in": False,
    "topics_out": False,
    "suggested_in": False,
    "statutory_route": "NONE",
    "elsewhere": "NONE",
}
OURS = {"topics_in": True}
THEIRS = {"topics_out": True}
SECRET = {"confidentiality": "RESTRICTED"}


@pytest.mark.parametrize(
    ("facts", "acceptance", "ground", "scope"),
    [
        ({}, "NEED_INFO", None, "UNCLEAR"),
        (OURS, "ACCEPT", None, "TOPICS"),
        (OURS | {"confidentiality": "CAUTION"}, "ACCEPT", None, "TOPICS"),
        (THEIRS, "NOT_ACCEPT", "OUT_OF_SCOPE", "TOPICS"),
        (OURS | THEIRS, "PARTIAL", "OUT_OF_SCOPE", "TOPICS"),
        ({"suggested_in": True}, "ACCEPT", None, "SUGGESTED"),
        (OURS | {"statutory_route": "LITIGATION"}, "NOT_ACCEPT", "STATUTORY_ROUTE", "TOPICS"),
        (OURS | {"statutory_route": "ARBITRATION"}, "NOT_ACCEPT", "STATUTORY_ROUTE", "TOPICS"),
        (OURS | {"statutory_route": "ADMIN_REVIEW"}, "NOT_ACCEPT", "STATUTORY_ROUTE", "TOPICS"),
        (OURS | {"statutory_route": "OTHER_ORGAN"}, "NOT_ACCEPT", "OTHER_STATE_ORGAN", "TOPICS"),
        (OURS | {"statutory_route": "FINAL"}, "NOT_ACCEPT", "FINAL", "TOPICS"),
        (OURS | {"elsewhere": "FINAL"}, "NOT_ACCEPT", "FINAL", "TOPICS"),
        (OURS | {"elsewhere": "IN_PROGRESS"}, "NOT_ACCEPT", "IN_PROGRESS", "TOPICS"),
        (OURS | THEIRS | {"elsewhere": "FINAL"}, "NOT_ACCEPT", "FINAL", "TOPICS"),
        (OURS | {"duplicate": True}, "MERGE_DUPLICATE", None, "TOPICS"),
        (OURS | {"duplicate": True, "elsewhere": "FINAL"}, "MERGE_DUPLICATE", None, "TOPICS"),
        (SECRET | OURS, "ACCEPT", None, "TOPICS"),
        (SECRET, "ACCEPT", None, "TEAM"),
        (SECRET | OURS | {"statutory_route": "LITIGATION"}, "ACCEPT", None, "TOPICS"),
        (SECRET | OURS | {"duplicate": True}, "MERGE_DUPLICATE", None, "TOPICS"),
    ],
)
def test_acceptance(
    judge: Judge, *, facts: Facts, acceptance: str, ground: str | None, scope: str
) -> None:
    assert judge("acceptance", UNCLEAR | facts).outcome == {
        "acceptance": acceptance,
        "ground": ground,
        "scope": scope,
    }


NO_TOPIC: Facts = {
    "confidentiality": "NORMAL",
    "leading_owner": "NONE",
    "owner_denied": False,
    "fallback_denied": False,
}
OWNED = {"leading_owner": "UNIT"}
DENIED = OWNED | {"confidentiality": "CAUTION", "owner_denied": True}


@pytest.mark.parametrize(
    ("facts", "lead", "clause"),
    [
        (OWNED, "OWNER", "4.d"),
        (OWNED | {"confidentiality": "CAUTION"}, "OWNER", "4.d"),
        (DENIED, "FALLBACK", "7.d"),
        (DENIED | {"fallback_denied": True}, "H3", "10.2c"),
        ({"leading_owner": "TIE"}, "H3", "10.2c"),
        ({"leading_owner": "NO_BRIGADE"}, "H3", "4.b"),
        ({}, "H3", "10.2c"),
        (OWNED | {"confidentiality": "RESTRICTED"}, "LADDER", "7.c"),
        ({"leading_owner": "TIE", "confidentiality": "RESTRICTED"}, "LADDER", "7.c"),
    ],
)
def test_ownership(judge: Judge, facts: Facts, lead: str, clause: str) -> None:
    receipt = judge("ownership", NO_TOPIC | facts)
    assert (receipt.outcome["lead"], receipt.rules[0].clause) == (lead, clause)


LETTER: Facts = {
    "acceptance": "ACCEPT",
    "consented": False,
    "source_class": "BUREAU_DESK",
    "unit_owns": False,
    "kind": "COMPLAINT",
    "confidentiality": "NORMAL",
    "package_triggered": False,
    "major_confirmed": False,
    "answered_on_spot": False,
    "hazards": [],
    "visitors": 0,
}
CALL = {"source_class": "COMMAND_CENTRE"}
OWN_INTAKE = {"source_class": "UNIT", "unit_owns": True}
REFUSED = {"acceptance": "NOT_ACCEPT"}
PLATFORM = {"source_class": "PLATFORM"}
DANGER = {"hazards": ["SAFETY", "DISORDER"]}


@pytest.mark.parametrize(
    ("facts", "routing", "approval", "first"),
    [
        ({}, "NORMAL_TRANSFER", True, False),
        ({"acceptance": "PARTIAL"}, "NORMAL_TRANSFER", True, False),
        (PLATFORM, "NORMAL_TRANSFER", True, False),
        (DANGER, "NORMAL_TRANSFER", True, True),
        (CALL, "COMMAND_CENTRE_SELF_HANDLED", False, False),
        (CALL | DANGER, "COMMAND_CENTRE_SELF_HANDLED", False, False),
        (CALL | {"kind": "REPORT"}, "NORMAL_TRANSFER", True, False),
        (CALL | {"confidentiality": "CAUTION"}, "NORMAL_TRANSFER", True, False),
        (CALL | {"package_triggered": True}, "NORMAL_TRANSFER", True, False),
        (CALL | {"major_confirmed": True}, "NORMAL_TRANSFER", True, False),
        (CALL | {"confidentiality": "RESTRICTED"}, "RESTRICTED_TO_DISCIPLINE", False, False),
        (OWN_INTAKE, "UNIT_SELF_HANDLED", False, False),
        (OWN_INTAKE | {"visitors": 2}, "UNIT_SELF_HANDLED", False, False),
        (OWN_INTAKE | {"visitors": 3}, "NORMAL_TRANSFER", True, False),
        ({"hazards": ["VIOLENCE"]}, "NORMAL_TRANSFER", True, False),
        (OWN_INTAKE | {"unit_owns": False}, "NORMAL_TRANSFER", True, False),
        (OWN_INTAKE | {"kind": "REPORT"}, "NORMAL_TRANSFER", True, False),
        ({"answered_on_spot": True}, "NONE", False, False),
        (REFUSED, "NONE", False, False),
        (REFUSED | PLATFORM, "NONE", False, False),
        (REFUSED | PLATFORM | {"consented": True}, "RETURNED_TO_SOURCE", False, False),
        (REFUSED | {"consented": True}, "INFORMED_DIRECTLY", False, False),
        (REFUSED | CALL | {"consented": True}, "INFORMED_DIRECTLY", False, False),
        (REFUSED | OWN_INTAKE | {"consented": True}, "INFORMED_DIRECTLY", False, False),
        ({"acceptance": "NEED_INFO"}, "NONE", False, False),
        (CALL | {"acceptance": "MERGE_DUPLICATE"}, "NONE", False, False),
    ],
)
def test_channel(judge: Judge, *, facts: Facts, routing: str, approval: bool, first: bool) -> None:
    assert judge("channel", LETTER | facts).outcome == {
        "routing": routing,
        "needs_approval": approval,
        "dispatch_first": first,
    }
