"""A rule set as values: declared facts, conditions over them, outcomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias

from contracts.envelope import FiredRule
from contracts.ports import Facts
from services.chassis.rules.errors import FactsRejected

Mode = Literal["first", "collect"]
FactType = Literal["bool", "int", "code", "codes"]
Operator = Literal["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains"]
Scalar = bool | int | str
FactValue = bool | int | str | tuple[str, ...]
Values = tuple[FactValue, ...]
"""A decision's facts, in the order the rule set declares them."""


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact and the values it may take."""

    name: str
    type: FactType
    doc: str
    min: int = 0
    max: int = 0
    one_of: tuple[str, ...] = ()
    zh: str = ""
    """What a reader of the rules calls it."""

    def accept(self, value: object) -> FactValue:
        """The value in its plain form; raises `FactsRejected`."""
        match self.type:
            case "bool" if type(value) is bool:
                return value
            case "int" if type(value) is int and self.min <= value <= self.max:
                return value
            case "code" if isinstance(value, str) and value in self.one_of:
                return str.__str__(value)
            case "codes" if isinstance(value, (tuple, list)) and self._all_known(value):
                return tuple(sorted({str.__str__(code) for code in value}))
            case _:
                raise FactsRejected(f"The fact {self.name} must be {self.wanted}.")

    @property
    def wanted(self) -> str:
        """What the fact accepts, in words."""
        match self.type:
            case "bool":
                return "true or false"
            case "int":
                return f"a whole number from {self.min} to {self.max}"
            case "code":
                return f"one of {', '.join(self.one_of)}"
            case "codes":
                return f"a list of {', '.join(self.one_of)}"

    def _all_known(self, values: tuple[object, ...] | list[object]) -> bool:
        return all(isinstance(code, str) and code in self.one_of for code in values)


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact compared with a constant."""

    fact: str
    op: Operator
    value: Scalar | tuple[str | int, ...]
    place: tuple[str | int, ...] = field(default=(), compare=False)
    """Where it is written; two that say the same are the same."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NotThat:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = Compare | AllOf | AnyOf | NotThat


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of a rule set; the catch-all has no condition."""

    id: str
    clause: str
    priority: int
    when: Condition | None
    outcome: Mapping[str, Any]
    reading: tuple[str, ...] = ()
    """The chosen readings (E-n) behind it, for those who ask why it says so."""
    number: int = 0
    """Which one of the file it is."""


@dataclass(frozen=True)
class RuleSet:
    """Rules in rank order, the catch-all last."""

    name: str
    version: int
    effective_from: date
    effective_to: date | None
    mode: Mode
    facts: Mapping[str, FactSpec]
    rules: tuple[Rule, ...]
    file: str = ""

    @cached_property
    def specs(self) -> tuple[FactSpec, ...]:
        """The declared facts, in order."""
        return tuple(self.facts.values())

    @cached_property
    def fired(self) -> tuple[FiredRule, ...]:
        """How receipts name the rules, in rank order."""
        return tuple(FiredRule(id=rule.id, clause=rule.clause) for rule in self.rules)

    @cached_property
    def sha256(self) -> str:
        """Of everything that can change a decision; comments and explanations left out."""
        text = json.dumps(self._canonical(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def asked_by(self, number: int) -> frozenset[str]:
        """The facts a rule looks at."""
        return frozenset(compare.fact for compare in comparisons(self.rules[number].when))

    def accept(self, facts: Facts) -> Values:
        """The facts in declared order and plain form; raises `FactsRejected`."""
        if len(facts) != len(self.facts):
            self._name_the_odd_ones(facts)
        try:
            return tuple([spec.accept(facts[spec.name]) for spec in self.specs])
        except KeyError:
            self._name_the_odd_ones(facts)
            raise
        except FactsRejected as error:
            raise FactsRejected(f"Rule set {self.name}: {error}") from None

    def _name_the_odd_ones(self, facts: Facts) -> None:
        missing = [name for name in self.facts if name not in facts]
        unknown = [name for name in facts if name not in self.facts]
        raise FactsRejected(
            f"Rule set {self.name}: facts missing {missing}, facts it does not declare {unknown}."
        )

    def _canonical(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": self.version,
            "effective": [str(self.effective_from), str(self.effective_to)],
            "mode": self.mode,
            "facts": [[s.name, s.type, s.min, s.max, list(s.one_of)] for s in self.specs],
            "rules": [
                [r.id, r.clause, r.priority, plain(r.when), dict(r.outcome)] for r in self.rules
            ],
        }


def comparisons(condition: Condition | None) -> Iterator[Compare]:
    """The comparisons a condition is made of."""
    match condition:
        case Compare():
            yield condition
        case NotThat(part):
            yield from comparisons(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)


def plain(condition: Condition | None) -> Any:
    """The condition as a JSON value."""
    match condition:
        case None:
            return "always"
        case Compare(fact, op, value):
            return {"fact": fact, op: list(value) if isinstance(value, tuple) else value}
        case AllOf(parts):
            return {"all": [plain(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [plain(part) for part in parts]}
        case NotThat(part):
            return {"not": plain(part)}
