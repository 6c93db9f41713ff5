"""A rule set that is not fit for use is refused, with a sentence that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.chassis.rules import RuleSetRejected, house_rules, load_rulesets

SOUND = """\
name: sample
version: 1
effective: {from: 2021-02-01, to: null}
mode: first
facts:
  flag: {zh: 事实, doc: A flag., type: bool}
  count: {zh: 事实, doc: A count., type: int, min: 0, max: 10}
  kind: {zh: 事实, doc: A kind., type: code, one_of: [A, B]}
  topics: {zh: 事实, doc: Topics., type: codes, one_of: [X, Y]}
rules:
  - id: S-ONE
    clause: '10.1c'
    reading: [E9]
    priority: 20
    when:
      all:
        - {fact: flag, eq: true}
        - any:
            - {fact: count, gte: 3}
            - not: {fact: kind, in: [A]}
    outcome: {answer: YES-1}
  - id: S-TWO
    clause: B-6
    priority: 10
    when: {fact: topics, contains: X}
    outcome: {answer: null}
  - id: S-REST
    clause: '1'
    priority: 0
    when: always
    outcome: {answer: false}
"""
COLLECTING = """\
name: sample
version: 1
effective: {from: 2021-02-01}
mode: collect
clause: '12.0'
facts:
  flag: {zh: 事实, doc: A flag., type: bool}
rules:
  - {id: S-ONE, priority: 1, when: {fact: flag, eq: true}, outcome: {found: T1}}
  - {id: S-REST, priority: 0, when: always, outcome: {found: [], more: []}}
"""
TWO_IN_ONE = "{fact: flag, eq: true, ne: false}"
WIDE = "{any: [" + ", ".join(f"{{fact: count, eq: {n}}}" for n in range(11)) + "]}"
MANY = "{all: [" + ", ".join([WIDE] * 3) + "]}"
DEEP = "{not: " * 9 + "{fact: flag, eq: true}" + "}" * 9


def refused(folder: Path, text: str, name: str = "sample.yaml") -> list[str]:
    """The sentences a rule set's text is refused with."""
    (folder / name).write_text(text, "utf-8")
    with pytest.raises(RuleSetRejected) as caught:
        load_rulesets([folder])
    assert all(str(folder / name) == problem.file for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("text", [SOUND, COLLECTING], ids=["first", "collect"])
def test_a_sound_rule_set_is_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "sample.yaml").write_text(text, "utf-8")
    [ruleset] = load_rulesets([tmp_path])
    assert [rule.id for rule in ruleset.rules][-1] == "S-REST"


def test_the_rule_sets_of_the_house_are_sound() -> None:
    assert {ruleset.name for ruleset in load_rulesets(house_rules())} >= {
        "confidentiality",
        "publication",
        "group",
        "acceptance",
        "ownership",
        "channel",
        "package",
        "signoff",
        "simple",
        "accountability",
        "major",
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        # the set
        ("name: sample", "name: other", "the rule set is named other; name it sample, after"),
        ("to: null", "to: 2020-01-01", "it ends before it begins"),
        ("version: 1", "version: one", "version: Input should be a valid integer"),
        ("mode: first", "mode: last", "mode: Input should be 'first' or 'collect'"),
        ("mode: first", "mode: first\ncolour: red", "colour: Extra inputs are not permitted"),
        ("mode: first", "mode: first\nmode: first", "the key 'mode' stands twice"),
        ("mode: first", "mode: [first", "5: expected ',' or ']'"),
        # facts
        ("min: 0, max: 10", "min: 10, max: 0", "fact count: give min and max, the smaller first"),
        (", min: 0, max: 10", "", "fact count: give min and max"),
        (", one_of: [A, B]", "", "fact kind: list its codes under one_of"),
        ("one_of: [A, B]", "one_of: [A, B, A]", "fact kind: a code stands twice"),
        ("one_of: [A, B]", "one_of: [A, b c]", "facts.kind.one_of.1: String should match"),
        ("max: 10", "max: 1.5", "facts.count.max: Input should be a valid integer"),
        ("type: bool", "type: float", "facts.flag.type: Input should be 'bool'"),
        # rules
        ("id: S-TWO", "id: S-ONE", "rule S-ONE: the id stands 2 times; rename"),
        ("id: S-TWO", "id: two", "rule two, id: String should match pattern"),
        ("priority: 10", "priority: 20", "rules S-ONE, S-TWO: all have priority 20"),
        ("priority: 10", "priority: high", "rule S-TWO, priority: Input should be a valid integer"),
        ("clause: B-6", "clause: '99.9'", "rule S-TWO: the clause 99.9 does not exist; cite one"),
        ("reading: [E9]", "reading: [E99]", "rule S-ONE: the clause E99 does not exist"),
        ("    clause: B-6\n", "", "rule S-TWO: name the clause it rests on"),
        # the catch-all
        ("when: always", "when: {fact: flag, eq: true}", "no rule holds always; add a last one"),
        ("priority: 0", "priority: 15", "rule S-TWO: it ranks below the catch-all; give it a"),
        (
            "when: {fact: topics, contains: X}",
            "when: always",
            "rule S-TWO: only one rule may say `when: always`",
        ),
        # conditions
        ("fact: flag, eq", "fact: flags, eq", "rule S-ONE: the fact flags is not declared"),
        ("flag, eq: true", "flag, gte: true", "rule S-ONE: gte does not fit flag, a fact of type"),
        ("flag, eq: true", "flag, eq: yes", "rule S-ONE: yes is no value of flag; it takes true"),
        ("count, gte: 3", "count, gte: 11", "rule S-ONE: 11 is no value of count; it takes a"),
        ("count, gte: 3", "count, gte: true", "rule S-ONE: True is no value of count"),
        ("count, gte: 3", "count, gte: [3]", "rule S-ONE: gte on count needs one value"),
        ("count, gte: 3", "count, gte: 3.5", "rule S-ONE: 3.5 is no value of count"),
        ("kind, in: [A]", "kind, in: A", "rule S-ONE: in on kind needs a list"),
        ("kind, in: [A]", "kind, in: []", "rule S-ONE: the list after in must hold codes"),
        ("kind, in: [A]", "kind, in: [C]", "rule S-ONE: C is no value of kind; it takes one of A"),
        ("kind, in: [A]", "kind, matches: A", "rule S-ONE: 'matches' is no operator; use one of"),
        ("topics, contains: X", "topics, eq: X", "rule S-TWO: eq does not fit topics"),
        ("topics, contains: X", "topics, contains: Q", "rule S-TWO: Q is no value of topics"),
        ("{fact: flag, eq: true}", TWO_IN_ONE, "rule S-ONE: write a condition as all, any"),
        ("{fact: flag, eq: true}", "{all: []}", "rule S-ONE: write a condition as all, any"),
        ("{fact: flag, eq: true}", "always", "rule S-ONE: write a condition as all, any"),
        ("{fact: flag, eq: true}", "{fact: flag, eq: null}", "the value after eq must be true"),
        ("{fact: topics, contains: X}", DEEP, "rule S-TWO: conditions are nested deeper than 8"),
        ("{fact: topics, contains: X}", MANY, "rule S-TWO: up to here the conditions multiply"),
        # outcomes
        ("{answer: null}", "{reply: null}", "rule S-TWO: its outcome must have the keys answer"),
        ("{answer: null}", "{answer: [A]}", "rule S-TWO: the outcome answer is a list; write one"),
        ("{answer: null}", "{answer: {a: b}}", "rule S-TWO, outcome.answer"),
    ],
)
def test_a_broken_rule_set_is_refused_with_its_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in SOUND
    problems = refused(tmp_path, SOUND.replace(old, new, 1))
    assert any(re.search(re.escape(sentence), problem) for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{found: T1}", "{other: T1}", "rule S-ONE: its outcome must give single values to some"),
        ("{found: T1}", "{}", "rule S-ONE: its outcome must give single values to some of found"),
        ("{found: T1}", "{found: [T1]}", "rule S-ONE: its outcome must give single values"),
        ("more: []", "more: null", "the catch-all of a collecting set lists every outcome key"),
    ],
)
def test_a_broken_collecting_set_is_refused_with_its_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    problems = refused(tmp_path, COLLECTING.replace(old, new, 1))
    assert any(sentence in problem for problem in problems), problems


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("clause: B-6", "clause: B-99").replace("flag, eq: true", "flags, eq: true")
    assert len(refused(tmp_path, text)) == 2


@pytest.mark.parametrize("text", ["", "[]", "- a\n- b\n", "name: sample\n"])
def test_a_document_that_is_no_rule_set_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text)


def test_two_rule_sets_of_one_name_are_refused(tmp_path: Path) -> None:
    for service in ("a", "b"):
        (tmp_path / service).mkdir()
        (tmp_path / service / "sample.yaml").write_text(SOUND, "utf-8")
    with pytest.raises(RuleSetRejected, match="a rule set sample is loaded already"):
        load_rulesets([tmp_path / "a", tmp_path / "b"])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleSetRejected, match="cannot be read"):
        load_rulesets([tmp_path / "nothing.yaml"])
