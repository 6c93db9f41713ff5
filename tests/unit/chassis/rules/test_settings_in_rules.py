"""Readings stand in rule sets by their key: another reading, another decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.ports import Facts
from services.chassis.catalogue import load_catalogue
from services.chassis.rules import RuleSetRejected, house_rules, load_judge
from services.chassis.rules.form import read_ruleset
from services.chassis.rules.model import RuleSet
from services.chassis.rules.source import Source

GROUP_OF_TWO: Facts = {"channel": "VISIT", "persons": 2, "representatives": 0}
SIX_SPEAKERS: Facts = {"channel": "VISIT", "persons": 9, "representatives": 6}


@pytest.mark.setting("group.min")
@pytest.mark.parametrize(("least", "group"), [(3, False), (2, True)])
def test_how_many_make_a_group_is_a_reading(least: int, group: bool) -> None:
    catalogue = load_catalogue().configured({"group.min": least})
    judge = load_judge(house_rules(), catalogue)
    assert judge("group", GROUP_OF_TWO).outcome["group_visit"] is group


@pytest.mark.setting("group.max_reps")
@pytest.mark.parametrize(("most", "exceeded"), [(5, True), (6, False)])
def test_how_many_may_speak_is_a_reading(most: int, exceeded: bool) -> None:
    catalogue = load_catalogue().configured({"group.max_reps": most})
    outcome = load_judge(house_rules(), catalogue)("group", SIX_SPEAKERS).outcome
    assert outcome["representatives_exceeded"] is exceeded
    assert outcome["max_representatives"] == most


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ({"setting": "on", "eq": True}, True),
        ({"not": {"setting": "on", "eq": True}}, False),
        ({"setting": "codes", "contains": "A"}, True),
        ({"all": [{"setting": "on", "eq": False}, {"fact": "number", "gt": 1}]}, False),
        ({"any": [{"setting": "on", "eq": False}, {"fact": "number", "gt": 1}]}, True),
    ],
)
def test_a_rule_that_a_setting_switches_off_is_left_out(when: Any, kept: bool) -> None:
    found = _read({"all": [when, {"fact": "number", "lt": 9}]})
    assert [rule.id for rule in found.rules] == (["R-ONE", "R-ELSE"] if kept else ["R-ELSE"])


def test_a_key_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(RuleSetRejected, match="rule R-ONE: nonsense is no setting"):
        _read({"fact": "number", "gt": {"setting": "nonsense"}})


def _read(when: Any) -> RuleSet:
    document = {
        "name": "sample",
        "version": 1,
        "effective": {"from": date(2021, 2, 1), "to": None},
        "mode": "first",
        "clause": "11.5a",
        "facts": {"number": {"doc": "A number.", "type": "int", "min": 0, "max": 9}},
        "rules": [
            {"id": "R-ONE", "priority": 2, "when": when, "outcome": {"yes": True}},
            {"id": "R-ELSE", "priority": 1, "when": "always", "outcome": {"yes": False}},
        ],
    }
    return read_ruleset(Source(Path("sample.yaml"), document), {"on": True, "codes": ("A", "B")})
