"""What a decision says, rule by rule, and what the judge refuses to decide."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from contracts.envelope import FiredRule, Receipt
from services.chassis.rules import FactsRejected, Judge, load_judge, load_rulesets

FIRST = """\
name: first
version: 3
effective: {from: 2021-02-01, to: null}
mode: first
facts:
  flag: {zh: 事实, doc: A flag., type: bool}
  count: {zh: 事实, doc: A count., type: int, min: 0, max: 10}
  kind: {zh: 事实, doc: A kind., type: code, one_of: [A, B]}
  topics: {zh: 事实, doc: Topics., type: codes, one_of: [X, Y]}
rules:
  - {id: LOW, clause: '10.1c', priority: 10, when: {fact: flag, eq: true}, outcome: {answer: low}}
  - {id: HIGH, clause: B-6, priority: 20, when: {fact: count, gte: 3}, outcome: {answer: high}}
  - {id: REST, clause: E9, priority: 0, when: always, outcome: {answer: null}}
"""
COLLECT = """\
name: collect
version: 1
effective: {from: 2021-02-01}
mode: collect
clause: '12.0'
facts:
  flag: {zh: 事实, doc: A flag., type: bool}
  count: {zh: 事实, doc: A count., type: int, min: 0, max: 10}
rules:
  - {id: LOW, priority: 10, when: {fact: flag, eq: true}, outcome: {found: LOW}}
  - {id: HIGH, clause: 12.T1, priority: 20, when: {fact: count, gte: 3}, outcome: {found: HIGH}}
  - {id: ASIDE, priority: 15, when: {fact: count, gte: 5}, outcome: {aside: FIVE}}
  - {id: REST, priority: 0, when: always, outcome: {found: [], aside: []}}
"""
PLAIN: dict[str, Any] = {"flag": True, "count": 1, "kind": "A", "topics": ["X"]}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """A judge by two small rule sets."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "first.yaml").write_text(FIRST, "utf-8")
    (folder / "collect.yaml").write_text(COLLECT, "utf-8")
    return load_judge([folder])


@pytest.mark.parametrize(
    ("facts", "answer", "rule", "clause"),
    [
        ({"flag": False, "count": 0}, None, "REST", "E9"),
        ({"flag": True, "count": 0}, "low", "LOW", "10.1c"),
        ({"flag": False, "count": 3}, "high", "HIGH", "B-6"),
        ({"flag": True, "count": 3}, "high", "HIGH", "B-6"),
    ],
)
def test_the_highest_ranked_rule_that_holds_decides(
    judge: Judge, facts: dict[str, Any], answer: str | None, rule: str, clause: str
) -> None:
    receipt = judge("first", PLAIN | facts)
    assert receipt.outcome == {"answer": answer}
    assert receipt.rules == (FiredRule(id=rule, clause=clause),)


@pytest.mark.parametrize(
    ("flag", "count", "found", "aside", "rules"),
    [
        (False, 0, [], [], ["REST"]),
        (True, 0, ["LOW"], [], ["LOW"]),
        (True, 3, ["HIGH", "LOW"], [], ["HIGH", "LOW"]),
        (True, 5, ["HIGH", "LOW"], ["FIVE"], ["HIGH", "ASIDE", "LOW"]),
    ],
)
def test_a_collecting_set_gathers_what_every_rule_that_holds_says(
    judge: Judge, *, flag: bool, count: int, found: list[str], aside: list[str], rules: list[str]
) -> None:
    receipt = judge("collect", {"flag": flag, "count": count})
    assert receipt.outcome == {"found": found, "aside": aside}
    assert [rule.id for rule in receipt.rules] == rules


def test_a_receipt_says_by_what_and_on_what_it_was_decided(judge: Judge) -> None:
    receipt = judge("first", PLAIN)
    assert (receipt.ruleset, receipt.version) == ("first", 3)
    assert receipt.sha256 == judge.rulesets["first"].sha256
    assert receipt.facts == {"flag": True, "count": 1, "kind": "A", "topics": ["X"]}


def test_the_same_facts_give_the_same_bytes_however_they_are_written(judge: Judge) -> None:
    class Kind(StrEnum):
        A = "A"

    odd: dict[str, Any] = {"topics": ("Y", "X", "Y"), "kind": Kind.A, "flag": True, "count": 1}
    plain = PLAIN | {"topics": ["X", "Y"]}
    assert judge("first", odd).model_dump_json() == judge("first", plain).model_dump_json()


def test_a_receipts_facts_decided_again_give_the_same_receipt(judge: Judge) -> None:
    receipt = judge("first", PLAIN)
    again = Receipt.model_validate_json(receipt.model_dump_json())
    assert again == receipt
    assert judge(again.ruleset, again.facts) == receipt


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"flag": 1}, "The fact flag must be true or false"),
        ({"flag": None}, "The fact flag must be true or false"),
        ({"count": True}, "The fact count must be a whole number from 0 to 10"),
        ({"count": 1.0}, "The fact count must be a whole number"),
        ({"count": 11}, "The fact count must be a whole number from 0 to 10"),
        ({"count": -1}, "The fact count must be a whole number"),
        ({"kind": "C"}, "The fact kind must be one of A, B"),
        ({"kind": 7}, "The fact kind must be one of A, B"),
        ({"topics": "X"}, "The fact topics must be a list of X, Y"),
        ({"topics": ["Q"]}, "The fact topics must be a list of X, Y"),
        ({"topics": [1]}, "The fact topics must be a list of X, Y"),
        ({"more": True}, r"facts missing \[\], facts it does not declare \['more'\]"),
    ],
)
def test_facts_that_are_not_as_declared_are_refused(
    judge: Judge, facts: dict[str, Any], sentence: str
) -> None:
    judge("first", PLAIN)
    with pytest.raises(FactsRejected, match=sentence):
        judge("first", PLAIN | facts)


@pytest.mark.parametrize("extra", [{}, {"more": True}])
def test_a_missing_fact_is_named(judge: Judge, extra: dict[str, Any]) -> None:
    facts = {name: value for name, value in PLAIN.items() if name != "kind"} | extra
    with pytest.raises(FactsRejected, match=r"facts missing \['kind'\]"):
        judge("first", facts)


def test_a_rule_set_that_is_not_loaded_is_a_key_error(judge: Judge) -> None:
    with pytest.raises(KeyError):
        judge("nothing", {})


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("doc: A flag.", "doc: Another flag.", False),
        ("mode: first", "mode: first  # a comment", False),
        ("rules:\n", "conditions: {}\nrules:\n", False),
        ("version: 3", "version: 4", True),
        ("gte: 3", "gte: 4", True),
        ("answer: low", "answer: lower", True),
        ("clause: B-6", "clause: B-7", True),
        ("priority: 10", "priority: 11", True),
        ("max: 10", "max: 11", True),
    ],
)
def test_the_hash_changes_with_what_can_change_a_decision_and_nothing_else(
    tmp_path: Path, judge: Judge, old: str, new: str, changes: bool
) -> None:
    assert old in FIRST
    (tmp_path / "first.yaml").write_text(FIRST.replace(old, new, 1), "utf-8")
    [ruleset] = load_rulesets([tmp_path])
    assert (ruleset.sha256 != judge.rulesets["first"].sha256) is changes
