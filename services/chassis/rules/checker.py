"""Is a rule set fit to decide? Each problem names the file, the rule and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path

from services.chassis.rules.compiler import CONJUNCTIONS_MAX, TooManyConjunctions, conjunctions
from services.chassis.rules.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    FactSpec,
    FactType,
    NotThat,
    Operator,
    Rule,
    RuleSet,
)

_OPERATORS: dict[FactType, tuple[Operator, ...]] = {
    "bool": ("eq", "ne"),
    "int": ("eq", "ne", "lt", "lte", "gt", "gte", "in"),
    "code": ("eq", "ne", "in"),
    "codes": ("contains",),
}


def problems_of(ruleset: RuleSet, file: Path, clauses: Container[str]) -> list[str]:
    """Everything that keeps the rule set from use; empty where it is fit."""
    found = [
        *_set_problems(ruleset, file),
        *_fact_problems(ruleset),
        *_catch_all_problems(ruleset),
        *_twice(ruleset),
        *(p for rule in ruleset.rules for p in _rule_problems(rule, ruleset, clauses)),
    ]
    # Only sound conditions can be multiplied out.
    return [f"{file}: {problem}" for problem in (found or _size_problems(ruleset))]


def _set_problems(ruleset: RuleSet, file: Path) -> Iterator[str]:
    if ruleset.name != file.stem:
        yield f"the rule set is named {ruleset.name}; name it {file.stem}, after its file."
    if ruleset.effective_to is not None and ruleset.effective_to < ruleset.effective_from:
        yield "it ends before it begins; correct effective.from or effective.to."


def _fact_problems(ruleset: RuleSet) -> Iterator[str]:
    for spec in ruleset.specs:
        if spec.type == "int" and spec.min >= spec.max:
            yield f"fact {spec.name}: give min and max, the smaller first."
        if spec.type in ("code", "codes") and not spec.one_of:
            yield f"fact {spec.name}: list its codes under one_of."
        if len(set(spec.one_of)) < len(spec.one_of):
            yield f"fact {spec.name}: a code stands twice under one_of; delete one."


def _catch_all_problems(ruleset: RuleSet) -> Iterator[str]:
    """In rank order the catch-all must come last, or what stands below it never decides."""
    catch_alls = [rule for rule in ruleset.rules if rule.when is None]
    if not catch_alls:
        yield "no rule holds always; add a last one with `when: always`."
    for rule in catch_alls[:-1]:
        yield f"rule {rule.id}: only one rule may say `when: always`; give this one a condition."
    if catch_alls and ruleset.rules[-1].when is not None:
        last = ruleset.rules[-1]
        yield f"rule {last.id}: it ranks below the catch-all; give it a higher priority."


def _twice(ruleset: RuleSet) -> Iterator[str]:
    for rule_id, count in Counter(rule.id for rule in ruleset.rules).items():
        if count > 1:
            yield f"rule {rule_id}: the id stands {count} times; rename."
    for priority, count in Counter(rule.priority for rule in ruleset.rules).items():
        if count > 1:
            ids = ", ".join(rule.id for rule in ruleset.rules if rule.priority == priority)
            yield f"rules {ids}: all have priority {priority}; each rule needs its own rank."


def _rule_problems(rule: Rule, ruleset: RuleSet, clauses: Container[str]) -> Iterator[str]:
    if not rule.clause:
        yield f"rule {rule.id}: name the clause it rests on."
    for clause in filter(None, (rule.clause, *rule.reading)):
        if clause not in clauses:
            yield f"rule {rule.id}: the clause {clause} does not exist; cite one of the catalogue."
    for compare in _comparisons(rule.when):
        for problem in _compare_problems(compare, ruleset.facts.get(compare.fact)):
            yield f"rule {rule.id}: {problem}"
    for problem in _outcome_problems(rule, ruleset):
        yield f"rule {rule.id}: {problem}"


def _comparisons(condition: Condition | None) -> Iterator[Compare]:
    match condition:
        case Compare():
            yield condition
        case NotThat(part):
            yield from _comparisons(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _comparisons(part)


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
        if not _fits(spec, value):
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


def _size_problems(ruleset: RuleSet) -> Iterator[str]:
    total = 0
    for rule in ruleset.rules:
        try:
            total += len(conjunctions(rule.when))
        except TooManyConjunctions:
            total = CONJUNCTIONS_MAX + 1
        if total > CONJUNCTIONS_MAX:
            yield (
                f"rule {rule.id}: up to here the conditions multiply out to more than "
                f"{CONJUNCTIONS_MAX} conjunctions; simplify or split the set."
            )
            return


def _names(keys: set[str]) -> str:
    return ", ".join(sorted(keys))
