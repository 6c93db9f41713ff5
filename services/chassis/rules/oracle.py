"""The same rules by plain Python: tests compare the matching core with it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.chassis.rules.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    FactSpec,
    FactValue,
    NotThat,
    Operator,
    RuleSet,
    Values,
)

_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, allowed: value in allowed,
    "contains": lambda values, code: code in values,
}


def matching(ruleset: RuleSet, values: Values) -> list[int]:
    """The numbers of the rules that hold, in rank order."""
    facts = dict(zip(ruleset.facts, values, strict=True))
    return [number for number, rule in enumerate(ruleset.rules) if _holds(rule.when, facts)]


def allows(spec: FactSpec, value: FactValue, conjunction: Iterable[Compare]) -> bool:
    """Whether one fact's value fits all that a conjunction says of it."""
    field = f"{spec.name}="
    for term in conjunction:
        if term.fact == spec.name and not _COMPARE[term.op](value, term.value):
            return False
        if spec.type == "codes" and term.fact.startswith(field):
            assert isinstance(value, tuple)
            if (term.fact.removeprefix(field) in value) != term.value:
                return False
    return True


def _holds(condition: Condition | None, facts: Mapping[str, Any]) -> bool:
    match condition:
        case None:
            return True
        case Compare(fact, op, value):
            return _COMPARE[op](facts[fact], value)
        case AllOf(parts):
            return all(_holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, facts) for part in parts)
        case NotThat(part):
            return not _holds(part, facts)
