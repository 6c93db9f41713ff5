"""Packages, sign-off, the simple track, accountability, major matters: one line per story."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.rules import Judge, house_rules, load_judge

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """By routing's rules."""
    return load_judge([folder for folder in house_rules() if folder.parent.name == "routing"])


QUIET: Facts = {
    "superior_visit_level": "NONE",
    "public_gathering": False,
    "leader_instruct_level": "NONE",
    "director_instruct": False,
    "media_negative_days": 0,
    "media_important": False,
    "reminder_unanswered": False,
    "times_raised": 1,
    "by_visit": False,
}


@pytest.mark.parametrize(
    ("facts", "triggered", "candidates"),
    [
        ({}, [], []),
        ({"superior_visit_level": "COUNTY"}, [], []),
        ({"superior_visit_level": "CITY"}, ["T1"], []),
        ({"superior_visit_level": "NATIONAL"}, ["T1"], []),
        ({"public_gathering": True}, [], ["T2"]),
        ({"leader_instruct_level": "BUREAU"}, [], []),
        ({"leader_instruct_level": "CITY"}, ["T3"], []),
        ({"leader_instruct_level": "PROVINCE"}, ["T3"], []),
        ({"director_instruct": True}, ["T4"], []),
        ({"media_negative_days": 1}, [], []),
        ({"media_negative_days": 2}, ["T5"], []),
        ({"media_important": True}, ["T6"], []),
        ({"reminder_unanswered": True}, ["T7"], []),
        ({"by_visit": True}, [], []),
        ({"times_raised": 2}, [], ["T8"]),
        ({"times_raised": 2, "by_visit": True}, ["T8"], []),
        ({"times_raised": 3}, ["T8"], []),
        ({"director_instruct": True, "media_important": True}, ["T4", "T6"], []),
        ({"public_gathering": True, "reminder_unanswered": True}, ["T7"], ["T2"]),
    ],
)
def test_package(judge: Judge, facts: Facts, triggered: list[str], candidates: list[str]) -> None:
    receipt = judge("package", QUIET | facts)
    assert receipt.outcome == {"triggered": triggered, "candidates": candidates}
    codes = {rule.clause.removeprefix("12.") for rule in receipt.rules}
    assert codes == ({*triggered, *candidates} or {"0"})


@pytest.mark.parametrize(
    ("named", "kind", "command_centre", "on_spot", "required"),
    [
        (True, "COMPLAINT", False, False, True),
        (True, "NONE", False, False, True),
        (True, "REPORT", False, False, True),
        (False, "COMPLAINT", False, False, False),
        (True, "COMPLAINT", True, False, False),
        (True, "COMPLAINT", False, True, False),
        (True, "OTHER", False, False, False),
    ],
)
def test_signoff(
    judge: Judge, *, named: bool, kind: str, command_centre: bool, on_spot: bool, required: bool
) -> None:
    facts: Facts = {
        "named": named,
        "kind": kind,
        "command_centre": command_centre,
        "answered_on_spot": on_spot,
    }
    outcome = judge("signoff", facts).outcome
    assert outcome == {"petitioner": required, "witness": required}


CLEAR: Facts = {
    "acceptance": "ACCEPT",
    "confidentiality": "NORMAL",
    "persons": 2,
    "assigned": False,
    "instructed": False,
    "media": False,
    "superior_visit": False,
    "statutory_route": False,
    "earlier": False,
    "package": "NONE",
}


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({}, "SIMPLE-ELIGIBLE"),
        ({"persons": 3}, "SIMPLE-SEVERAL-PERSONS"),
        ({"acceptance": "PARTIAL"}, "SIMPLE-NOT-ACCEPTED-WHOLE"),
        ({"confidentiality": "CAUTION"}, "SIMPLE-CONFIDENTIAL"),
        ({"assigned": True}, "SIMPLE-ASSIGNED"),
        ({"instructed": True}, "SIMPLE-INSTRUCTED"),
        ({"media": True}, "SIMPLE-IN-THE-MEDIA"),
        ({"superior_visit": True}, "SIMPLE-SUPERIOR-VISIT"),
        ({"statutory_route": True}, "SIMPLE-STATUTORY-ROUTE"),
        ({"earlier": True}, "SIMPLE-NOT-THE-FIRST"),
        ({"package": "CANDIDATE"}, "SIMPLE-PACKAGE"),
    ],
)
def test_simple(judge: Judge, facts: Facts, rule: str) -> None:
    receipt = judge("simple", CLEAR | facts)
    assert receipt.outcome == {"simple_eligible": not facts}
    assert [(fired.id, fired.clause) for fired in receipt.rules] == [(rule, "B-13")]


BLAMELESS: Facts = {
    "reminder_unanswered": False,
    "handling_refused": False,
    "replied_late": False,
    "superior_missed": False,
    "statutory_missed": False,
    "delay_explained": False,
    "named": True,
    "reply_returns": 0,
    "pass_refusals": 0,
    "leapfrog_persons": 0,
}
UNANSWERED = {"reminder_unanswered": True}


@pytest.mark.parametrize(
    ("facts", "flags", "watches"),
    [
        ({}, [], []),
        (UNANSWERED, ["14.1"], []),
        ({"handling_refused": True}, ["14.1"], []),
        (UNANSWERED | {"handling_refused": True}, ["14.1"], []),
        ({"superior_missed": True}, ["14.2a"], []),
        ({"statutory_missed": True}, ["14.2b"], []),
        ({"statutory_missed": True, "named": False}, [], []),
        ({"statutory_missed": True, "delay_explained": True}, [], []),
        ({"reply_returns": 1}, [], []),
        ({"reply_returns": 2}, ["14.2c"], []),
        ({"pass_refusals": 2}, ["14.2c"], []),
        ({"replied_late": True}, [], ["14.1"]),
        (UNANSWERED | {"replied_late": True}, ["14.1"], []),
        ({"leapfrog_persons": 2}, [], []),
        ({"leapfrog_persons": 3}, [], ["14.3"]),
        (
            UNANSWERED | {"superior_missed": True, "leapfrog_persons": 8},
            ["14.1", "14.2a"],
            ["14.3"],
        ),
    ],
)
def test_accountability(judge: Judge, facts: Facts, flags: list[str], watches: list[str]) -> None:
    outcome = judge("accountability", BLAMELESS | facts).outcome
    assert outcome == {"flags": flags, "watches": watches}


@pytest.mark.parametrize(
    ("hazards", "persons", "media", "units", "hints"),
    [
        ([], 1, False, 1, []),
        (["SAFETY"], 1, False, 1, ["SAFETY"]),
        (["VIOLENCE", "SELF_HARM"], 1, False, 1, ["HARM"]),
        (["DISORDER"], 10, True, 4, ["DISORDER", "PERSONS", "MEDIA", "UNITS"]),
        ([], 9, False, 3, []),
    ],
)
def test_major(
    judge: Judge, *, hazards: list[str], persons: int, media: bool, units: int, hints: list[str]
) -> None:
    facts: Facts = {"hazards": hazards, "persons": persons, "media_negative": media, "units": units}
    assert judge("major", facts).outcome == {"hints": hints}
