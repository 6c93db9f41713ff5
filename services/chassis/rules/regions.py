"""Every kind of case a rule set tells apart, so that what it says of each can be looked at.

A rule compares facts with constants. Between two constants that some rule names, one number is
as good as another; so is one code among those nobody names. One value stands for each such stretch.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod

from services.chassis.rules import oracle
from services.chassis.rules.compiler import conjunctions
from services.chassis.rules.model import (
    Compare,
    FactSpec,
    FactValue,
    RuleSet,
    Values,
    comparisons,
)

REGIONS_MAX = 200_000
"""Up to here all are looked at; a set that tells more apart is looked at by samples."""
REGIONS_AT_START_MAX = 20_000
"""The same where a house starts, which must not take long."""
CODES_TOGETHER_MAX = 10
PAIRS = 2
"""Of a fact with more codes in rules, at most so many are looked at together."""
SAMPLES_PER_CONJUNCTION = 200
SEED = 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules that hold for the same facts and say something else; rank decides between them."""

    first: int
    second: int
    example: Values


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen."""

    exhaustive: bool
    """All kinds of cases, and not samples of them."""
    regions: int
    unreachable: tuple[int, ...]
    """Rules that decide nothing: no facts, or always one of higher rank before them."""
    overlaps: tuple[Overlap, ...]


def look(ruleset: RuleSet) -> Looked:
    """Evaluate the set for every kind of case, or for samples of them."""
    stretches, regions = _kinds(ruleset)
    exhaustive = regions <= REGIONS_MAX
    cases: Iterable[Values] = product(*stretches) if exhaustive else _samples(ruleset, stretches)
    deciding: set[int] = set()
    apart: set[tuple[int, int]] = set()
    together: dict[tuple[int, int], Values] = {}
    last = len(ruleset.rules) - 1
    for values in cases:
        holding = [number for number in oracle.matching(ruleset, values) if number != last]
        deciding.update(holding[:1] if ruleset.mode == "first" else holding)
        _pairs(holding, last, together, apart, values)
    overlaps = tuple(
        Overlap(*pair, example)
        for pair, example in sorted(together.items())
        # One that holds only where the other does is its exception: ranks are there for that.
        if pair in apart and ruleset.mode == "first" and _differ(ruleset, pair)
    )
    return Looked(exhaustive, regions, _silent(ruleset, deciding), overlaps)


def look_at_start(ruleset: RuleSet) -> Looked | None:
    """Only which rules never decide, and only where all kinds of cases are seen quickly."""
    stretches, regions = _kinds(ruleset)
    if regions > REGIONS_AT_START_MAX:
        return None
    deciding: set[int] = set()
    for values in product(*stretches):
        holding = oracle.matching(ruleset, values)
        deciding.update(holding[:1] if ruleset.mode == "first" else holding)
    return Looked(True, regions, _silent(ruleset, deciding), ())


def _kinds(ruleset: RuleSet) -> tuple[list[tuple[FactValue, ...]], int]:
    constants = {spec.name: _constants(ruleset, spec.name) for spec in ruleset.specs}
    stretches = [_stretches(spec, constants[spec.name]) for spec in ruleset.specs]
    counts = (
        _count(spec, constants[spec.name], len(values))
        for spec, values in zip(ruleset.specs, stretches, strict=True)
    )
    return stretches, prod(counts)


def _silent(ruleset: RuleSet, deciding: set[int]) -> tuple[int, ...]:
    """The catch-all left out: it must be there even where nothing is left to it."""
    return tuple(n for n in range(len(ruleset.rules) - 1) if n not in deciding)


def _pairs(
    holding: list[int],
    last: int,
    together: dict[tuple[int, int], Values],
    apart: set[tuple[int, int]],
    values: Values,
) -> None:
    """Which rules hold together, and which ones of higher rank without one of lower rank."""
    for pair in combinations(holding, 2):
        together.setdefault(pair, values)
    held = set(holding)
    for first in holding:
        apart.update((first, second) for second in range(first + 1, last) if second not in held)


def _differ(ruleset: RuleSet, pair: tuple[int, int]) -> bool:
    first, second = (ruleset.rules[number] for number in pair)
    return first.outcome != second.outcome


def _stretches(spec: FactSpec, constants: set[bool | int | str]) -> tuple[FactValue, ...]:
    match spec.type:
        case "bool":
            return (False, True) if constants else (False,)
        case "int":
            numbers = {n for n in constants if isinstance(n, int)}
            found = {spec.min, *(n + by for n in numbers for by in (-1, 0, 1))}
            return tuple(sorted(n for n in found if spec.min <= n <= spec.max))
        case "code":
            others = [code for code in spec.one_of if code not in constants]
            named = [code for code in spec.one_of if code in constants]
            return (*named, *others[:1])
        case "codes":
            named = [code for code in spec.one_of if code in constants]
            largest = len(named) if len(named) <= CODES_TOGETHER_MAX else PAIRS
            subsets = (combinations(named, size) for size in range(largest + 1))
            return tuple(tuple(sorted(subset)) for subset in chain.from_iterable(subsets))


def _count(spec: FactSpec, constants: set[bool | int | str], listed: int) -> int:
    """How many kinds of values there are, listed or not."""
    if spec.type != "codes":
        return listed
    count: int = 2 ** sum(code in constants for code in spec.one_of)
    return count


def _constants(ruleset: RuleSet, fact: str) -> set[bool | int | str]:
    found: set[bool | int | str] = set()
    for rule in ruleset.rules:
        for compare in comparisons(rule.when):
            if compare.fact == fact:
                value = compare.value
                found.update(value if isinstance(value, tuple) else (value,))
                if isinstance(value, bool):
                    found.add(not value)
    return found


def _samples(ruleset: RuleSet, stretches: list[tuple[FactValue, ...]]) -> Iterator[Values]:
    """Facts drawn around each way in which a rule can hold, the rest by lot."""
    chance = random.Random(SEED)  # noqa: S311 - a test, no secret
    for rule in ruleset.rules:
        for conjunction in conjunctions(rule.when):
            fitting = [
                _fitting(spec, values, conjunction)
                for spec, values in zip(ruleset.specs, stretches, strict=True)
            ]
            if all(fitting):
                for _ in range(SAMPLES_PER_CONJUNCTION):
                    yield tuple(chance.choice(values) for values in fitting)


def _fitting(
    spec: FactSpec, values: tuple[FactValue, ...], conjunction: tuple[Compare, ...]
) -> list[FactValue]:
    """The values of a fact for which its part of a conjunction holds."""
    return [value for value in values if oracle.allows(spec, value, conjunction)]
