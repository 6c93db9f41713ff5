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
    "city_visit_persons": 0,
    "own_bureau_visit_persons": 0,
    "city_gathering_persons": 0,
    "gathering_elsewhere": False,
    "leader_order_level": "NONE",
    "leader_mark_level": "NONE",
    "organ_order_level": "NONE",
    "director_order": False,
    "director_mark": False,
    "media_negative_days": 0,
    "media_outlets": [],
    "reminder_unanswered": False,
    "times_raised": 1,
    "by_visit": False,
    "major_hinted": False,
}


@pytest.mark.parametrize(
    ("facts", "triggered", "candidates"),
    [
        ({}, [], []),
        ({"city_visit_persons": 1}, ["T1"], []),
        ({"own_bureau_visit_persons": 12}, [], []),
        ({"city_gathering_persons": 30}, [], ["T2"]),
        ({"gathering_elsewhere": True}, [], ["T2"]),
        ({"leader_order_level": "BUREAU"}, [], []),
        ({"leader_order_level": "CITY"}, ["T3"], []),
        ({"leader_order_level": "PROVINCE"}, ["T3"], []),
        ({"leader_mark_level": "NATIONAL", "organ_order_level": "NATIONAL"}, [], []),
        ({"director_order": True}, ["T4"], []),
        ({"director_mark": True}, [], []),
        ({"media_negative_days": 1}, [], []),
        ({"media_negative_days": 2}, ["T5"], []),
        ({"media_outlets": ["OTHER"]}, [], []),
        ({"media_outlets": ["LISTED_NETWORK", "OTHER"]}, ["T6"], []),
        ({"reminder_unanswered": True}, ["T7"], []),
        ({"by_visit": True}, [], []),
        ({"times_raised": 2}, [], ["T8"]),
        ({"times_raised": 2, "by_visit": True}, ["T8"], []),
        ({"times_raised": 3}, ["T8"], []),
        ({"major_hinted": True}, [], []),
        ({"director_order": True, "media_outlets": ["PARTY_GOV_PAPER"]}, ["T4", "T6"], []),
        ({"gathering_elsewhere": True, "reminder_unanswered": True}, ["T7"], ["T2"]),
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
    "fault_found": False,
    "impact_found": False,
    "just_cause_found": False,
}
FAULT = {"fault_found": True}
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
        ({"reply_returns": 2, "just_cause_found": True}, [], []),
        (FAULT, [], []),
        (FAULT | {"impact_found": True}, ["14.3"], []),
        (FAULT | {"leapfrog_persons": 3}, ["14.3"], []),
        (FAULT | {"impact_found": True, "leapfrog_persons": 3}, ["14.3"], []),
        ({"impact_found": True, "leapfrog_persons": 3}, [], ["14.3"]),
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
