"""Is a rule set fit to decide? Each problem names the file, the line, the rule and what to do."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from services.chassis.plain_yaml import Place
from services.chassis.rules.compiler import CONJUNCTIONS_MAX, TooManyConjunctions, conjunctions
from services.chassis.rules.errors import Problem
from services.chassis.rules.model import (
    Compare,
    FactSpec,
    FactType,
    Operator,
    Rule,
    RuleSet,
    comparisons,
)
from services.chassis.rules.source import Source

_OPERATORS: dict[FactType, tuple[Operator, ...]] = {
    "bool": ("eq", "ne"),
    "int": ("eq", "ne", "lt", "lte", "gt", "gte", "in"),
    "code": ("eq", "ne", "in"),
    "codes": ("contains",),
}


Found = tuple[Place, str]
"""Where something is wrong, and the sentence."""


def problems_of(ruleset: RuleSet, source: Source, clauses: Container[str]) -> list[Problem]:
    """Everything that keeps the rule set from use; empty where it is fit."""
    found = [
        *_set_problems(ruleset, source.file),
        *_fact_problems(ruleset),
        *_catch_all_problems(ruleset),
        *_twice(ruleset),
        *(p for rule in ruleset.rules for p in _rule_problems(rule, ruleset, clauses)),
    ]
    # Only sound conditions can be multiplied out.
    return [source.problem(*problem) for problem in (found or _size_problems(ruleset))]


def _at(rule: Rule, *part: str) -> Place:
    return ("rules", rule.number, *part)


def _set_problems(ruleset: RuleSet, file: Path) -> Iterator[Found]:
    if ruleset.name != file.stem:
        sentence = f"the rule set is named {ruleset.name}; name it {file.stem}, after its file."
        yield ("name",), sentence
    if ruleset.effective_to is not None and ruleset.effective_to < ruleset.effective_from:
        sentence = "it ends before it begins; correct effective.from or effective.to."
        yield ("effective", "to"), sentence


def _fact_problems(ruleset: RuleSet) -> Iterator[Found]:
    for spec in ruleset.specs:
        place = ("facts", spec.name)
        if not spec.zh:
            yield place, f"fact {spec.name}: say under zh what a reader calls it."
        if spec.type == "int" and not _has_values(spec):
            yield place, f"fact {spec.name}: give min and max, the smaller first."
        if spec.type in ("code", "codes") and not _has_values(spec):
            yield place, f"fact {spec.name}: list its codes under one_of."
        if len(set(spec.one_of)) < len(spec.one_of):
            sentence = f"fact {spec.name}: a code stands twice under one_of; delete one."
            yield (*place, "one_of"), sentence


def _catch_all_problems(ruleset: RuleSet) -> Iterator[Found]:
    """In rank order the catch-all must come last, or what stands below it never decides."""
    catch_alls = [rule for rule in ruleset.rules if rule.when is None]
    if not catch_alls:
        yield ("rules",), "no rule holds always; add a last one with `when: always`."
    for rule in catch_alls[:-1]:
        sentence = (
            f"rule {rule.id}: only one rule may say `when: always`; give this one a condition."
        )
        yield _at(rule, "when"), sentence
    if catch_alls and ruleset.rules[-1].when is not None:
        last = ruleset.rules[-1]
        sentence = f"rule {last.id}: it ranks below the catch-all; give it a higher priority."
        yield _at(last, "priority"), sentence


def _twice(ruleset: RuleSet) -> Iterator[Found]:
    in_file = sorted(ruleset.rules, key=lambda rule: rule.number)
    for rule_id, rules in _grouped(in_file, lambda rule: rule.id):
        sentence = f"rule {rule_id}: the id stands {len(rules)} times; rename."
        yield _at(rules[-1], "id"), sentence
    for priority, rules in _grouped(in_file, lambda rule: rule.priority):
        ids = ", ".join(rule.id for rule in rules)
        sentence = f"rules {ids}: all have priority {priority}; each rule needs its own rank."
        yield _at(rules[-1], "priority"), sentence


def _grouped(
    rules: Iterable[Rule], key: Callable[[Rule], str | int]
) -> Iterator[tuple[str | int, list[Rule]]]:
    """Rules that have something in common that each should have alone."""
    groups: dict[str | int, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(key(rule), []).append(rule)
    return ((name, group) for name, group in groups.items() if len(group) > 1)


def _rule_problems(rule: Rule, ruleset: RuleSet, clauses: Container[str]) -> Iterator[Found]:
    for place, problem in _clause_problems(rule, clauses):
        yield place, f"rule {rule.id}: {problem}"
    for compare in comparisons(rule.when):
        for problem in _compare_problems(compare, ruleset.facts.get(compare.fact)):
            yield compare.place, f"rule {rule.id}: {problem}"
    for problem in _outcome_problems(rule, ruleset):
        yield _at(rule, "outcome"), f"rule {rule.id}: {problem}"


def _clause_problems(rule: Rule, clauses: Container[str]) -> Iterator[Found]:
    if not rule.clause:
        yield _at(rule), "name the clause it rests on."
    cited = [("clause", rule.clause), *(("reading", one) for one in rule.reading)]
    for part, clause in cited:
        if clause and clause not in clauses:
            sentence = f"the clause {clause} does not exist; cite one of the catalogue."
            yield _at(rule, part), sentence


def _has_values(spec: FactSpec) -> bool:
    """Where a fact is declared wrongly, that is told once and not with each rule that uses it."""
    return spec.min < spec.max if spec.type == "int" else bool(spec.one_of) or spec.type == "bool"


def _compare_problems(compare: Compare, spec: FactSpec | None) -> Iterator[str]:
    if spec is None:
        yield f"the fact {compare.fact} is not declared; declare it under facts."
        return
    if compare.op not in _OPERATORS[spec.type]:
        fit = ", ".join(_OPERATORS[spec.type])
        yield f"{compare.op} does not fit {spec.name}, a fact of type {spec.type}; use {fit}."
        return
    if (compare.op == "in") != isinstance(compare.value, tuple):
        wanted = "a list" if compare.op == "in" else "one value"
        yield f"{compare.op} on {spec.name} needs {wanted}."
        return
    for value in compare.value if isinstance(compare.value, tuple) else (compare.value,):
        if _has_values(spec) and not _fits(spec, value):
            yield f"{value} is no value of {spec.name}; it takes {spec.wanted}."


def _fits(spec: FactSpec, value: object) -> bool:
    match spec.type:
        case "bool":
            return type(value) is bool
        case "int":
            return type(value) is int and spec.min <= value <= spec.max
        case "code" | "codes":
            return value in spec.one_of


def _outcome_problems(rule: Rule, ruleset: RuleSet) -> Iterator[str]:
    keys = set(ruleset.rules[-1].outcome)
    listed = sorted(key for key, value in rule.outcome.items() if isinstance(value, list))
    if ruleset.mode == "first":
        if set(rule.outcome) != keys:
            yield f"its outcome must have the keys {_names(keys)}, as every rule of the set."
        if listed:
            yield f"the outcome {_names(set(listed))} is a list; write one value."
    elif rule.when is None:
        if any(value != [] for value in rule.outcome.values()):
            yield "the catch-all of a collecting set lists every outcome key with []."
    elif not rule.outcome or not set(rule.outcome) <= keys or listed:
        yield f"its outcome must give single values to some of {_names(keys)}."


def _size_problems(ruleset: RuleSet) -> Iterator[Found]:
    total = 0
    for rule in ruleset.rules:
        try:
            total += len(conjunctions(rule.when))
        except TooManyConjunctions:
            total = CONJUNCTIONS_MAX + 1
        if total > CONJUNCTIONS_MAX:
            sentence = (
                f"rule {rule.id}: up to here the conditions multiply out to more than "
                f"{CONJUNCTIONS_MAX} conjunctions; simplify or split the set."
            )
            yield _at(rule, "when"), sentence
            return


def _names(keys: set[str]) -> str:
    return ", ".join(sorted(keys))
