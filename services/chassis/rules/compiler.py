"""Rule sets into the matching core's own JSON: flat conjunctions with a field that is always there.

The rest of its language is left out on purpose: `$or` fires twice, a bare `$nex` loops for ever,
lists and floats compare oddly.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from services.chassis.rules.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    NotThat,
    Operator,
    RuleSet,
    Values,
)

CONJUNCTIONS_MAX = 250
ALWAYS_THERE = "_"
SID = "s"
MESSAGE_ID = "1"

Conjunction = tuple[Compare, ...]

_OPPOSITE: dict[Operator, Operator] = {
    "eq": "ne",
    "ne": "eq",
    "lt": "gte",
    "gte": "lt",
    "gt": "lte",
    "lte": "gt",
}


class TooManyConjunctions(Exception):
    """The conditions, multiplied out, are more than the core should carry."""


def conjunctions(condition: Condition | None, limit: int = CONJUNCTIONS_MAX) -> list[Conjunction]:
    """The condition multiplied out: it holds where one of these holds; raises beyond `limit`."""
    if condition is None:
        return [()]
    return _multiplied(_pushed(condition, negated=False), limit)


def compiled(ruleset: RuleSet) -> dict[str, Any]:
    """The rule set in the core's JSON; a rule's conjunctions are named `number.conjunction`."""
    return {
        f"{number}.{part}": {"all": [{"m": {"$and": [*_terms(found)]}}]}
        for number, rule in enumerate(ruleset.rules)
        for part, found in enumerate(conjunctions(rule.when))
    }


def rule_number(name: str) -> int:
    """The rule a compiled name belongs to."""
    return int(name.split(".", 1)[0])


def message(ruleset: RuleSet, values: Values) -> dict[str, Any]:
    """The facts as the core sees them; a list of codes becomes one boolean per code."""
    fields: dict[str, Any] = {"sid": SID, "id": MESSAGE_ID, ALWAYS_THERE: 1}
    for spec, value in zip(ruleset.specs, values, strict=True):
        if spec.type == "codes":
            assert isinstance(value, tuple)
            fields.update({_field(spec.name, code): code in value for code in spec.one_of})
        else:
            fields[spec.name] = value
    return fields


def _pushed(condition: Condition, *, negated: bool) -> Condition:
    """The same condition without negations: they are pushed down into the comparisons."""
    match condition:
        case NotThat(part):
            return _pushed(part, negated=not negated)
        case AllOf(parts):
            inner = tuple(_pushed(part, negated=negated) for part in parts)
            return AnyOf(inner) if negated else AllOf(inner)
        case AnyOf(parts):
            inner = tuple(_pushed(part, negated=negated) for part in parts)
            return AllOf(inner) if negated else AnyOf(inner)
        case Compare():
            return _compared(condition, negated=negated)


def _compared(compare: Compare, *, negated: bool) -> Condition:
    """What the core does well: `in` becomes several equalities, `contains` a boolean."""
    fact, op, value = compare.fact, compare.op, compare.value
    if isinstance(value, tuple):
        items = tuple(_compared(Compare(fact, "eq", item), negated=negated) for item in value)
        return AllOf(items) if negated else AnyOf(items)
    if op == "contains":
        return Compare(_field(fact, str(value)), "eq", not negated)
    if isinstance(value, bool):
        return Compare(fact, "eq", value == ((op == "eq") != negated))
    return Compare(fact, _OPPOSITE[op] if negated else op, value)


def _multiplied(condition: Condition, limit: int) -> list[Conjunction]:
    match condition:
        case AnyOf(parts):
            found = [conjunction for part in parts for conjunction in _multiplied(part, limit)]
        case AllOf(parts):
            found = list(_joined([_multiplied(part, limit) for part in parts], limit))
        case Compare():
            return [(condition,)]
        case NotThat():
            raise AssertionError("negations were pushed down before")
    found = list(dict.fromkeys(found))
    if len(found) > limit:
        raise TooManyConjunctions
    return found


def _joined(parts: list[list[Conjunction]], limit: int) -> Iterator[Conjunction]:
    for number, chosen in enumerate(product(*parts), start=1):
        if number > limit:
            raise TooManyConjunctions
        yield tuple(dict.fromkeys(term for conjunction in chosen for term in conjunction))


def _terms(conjunction: Conjunction) -> Iterator[dict[str, Any]]:
    yield {"$ex": {ALWAYS_THERE: 1}}
    for term in conjunction:
        if term.op == "eq":
            yield {term.fact: term.value}
        else:
            yield {"$neq" if term.op == "ne" else f"${term.op}": {term.fact: term.value}}


def _field(fact: str, code: str) -> str:
    return f"{fact}={code}"
