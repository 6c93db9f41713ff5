"""Facts for rule sets: every one drawn from what is declared, the edges of ranges more often."""

from __future__ import annotations

import random

from contracts.ports import Fact
from services.chassis.rules.model import Compare, Condition, FactSpec, NotThat, RuleSet


def drawn(ruleset: RuleSet, chance: random.Random) -> dict[str, Fact]:
    """One set of facts the rule set accepts."""
    edges = {spec.name: _edges(ruleset, spec) for spec in ruleset.specs if spec.type == "int"}
    return {spec.name: _value(spec, edges.get(spec.name, []), chance) for spec in ruleset.specs}


def _value(spec: FactSpec, edges: list[int], chance: random.Random) -> Fact:
    match spec.type:
        case "bool":
            return chance.random() < 0.5
        case "int":
            return chance.choice(edges)
        case "code":
            return chance.choice(spec.one_of)
        case "codes":
            return chance.sample(spec.one_of, chance.randint(0, len(spec.one_of)))


def _edges(ruleset: RuleSet, spec: FactSpec) -> list[int]:
    """The ends of the range, and each number a rule compares with, one less and one more."""
    named = {n for rule in ruleset.rules for n in _numbers(rule.when, spec.name)}
    near = {n + step for n in named for step in (-1, 0, 1)}
    return sorted({spec.min, spec.max} | {n for n in near if spec.min <= n <= spec.max})


def _numbers(condition: Condition | None, fact: str) -> list[int]:
    match condition:
        case None:
            return []
        case Compare(name, _, value):
            values = value if isinstance(value, tuple) else (value,)
            return [v for v in values if type(v) is int] if name == fact else []
        case NotThat(part):
            return _numbers(part, fact)
        case _:
            return [number for part in condition.parts for number in _numbers(part, fact)]
