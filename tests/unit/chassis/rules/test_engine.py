"""The matching core against plain Python: on the house's rules, and on rules nobody would write."""

from __future__ import annotations

import random
from datetime import date

import durable_rules_engine as core
import pytest

from services.chassis.rules import RuleEngineFault, RuleSet, house_rules, load_rulesets, oracle
from services.chassis.rules.compiler import conjunctions
from services.chassis.rules.engine import Engine
from services.chassis.rules.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    FactSpec,
    NotThat,
    Operator,
    Rule,
)
from tests.unit.chassis.rules.facts import drawn

DECISIONS_PER_SET = 1_500
SYNTHETIC_SETS = 40
DECISIONS_PER_SYNTHETIC_SET = 120
DEPTH = 4

SPECS = (
    FactSpec("flag", "bool", ""),
    FactSpec("other", "bool", ""),
    FactSpec("count", "int", "", -3, 12),
    FactSpec("kind", "code", "", one_of=("A", "B", "C-1", "D_2")),
    FactSpec("topics", "codes", "", one_of=("X", "Y.1", "Z-2")),
)
COMPARISONS: dict[str, tuple[Operator, ...]] = {
    "bool": ("eq", "ne"),
    "int": ("eq", "ne", "lt", "lte", "gt", "gte", "in"),
    "code": ("eq", "ne", "in"),
    "codes": ("contains",),
}


def compare_all(ruleset: RuleSet, decisions: int, seed: int) -> None:
    """Decide drawn facts both ways; a difference shows set, seed and facts."""
    engine, chance = Engine(ruleset), random.Random(seed)
    for _ in range(decisions):
        values = ruleset.accept(drawn(ruleset, chance))
        assert engine.matching(values) == oracle.matching(ruleset, values), (seed, values)


@pytest.mark.parametrize("ruleset", load_rulesets(house_rules()), ids=lambda rs: rs.name)
def test_the_core_agrees_with_plain_python_on_the_rules_of_the_house(ruleset: RuleSet) -> None:
    compare_all(ruleset, DECISIONS_PER_SET, seed=1)


@pytest.mark.parametrize("seed", range(SYNTHETIC_SETS))
def test_the_core_agrees_with_plain_python_on_rules_of_any_shape(seed: int) -> None:
    compare_all(synthetic(seed), DECISIONS_PER_SYNTHETIC_SET, seed)


@pytest.mark.parametrize(
    "when",
    [
        NotThat(Compare("flag", "eq", True)),
        NotThat(NotThat(Compare("flag", "ne", False))),
        NotThat(Compare("topics", "contains", "X")),
        NotThat(Compare("kind", "in", ("A", "B"))),
        NotThat(Compare("count", "in", (0, 1, -3))),
        NotThat(AnyOf((Compare("flag", "eq", True), Compare("count", "gte", 3)))),
        NotThat(AllOf((Compare("topics", "contains", "Z-2"), NotThat(Compare("kind", "ne", "A"))))),
        AllOf((Compare("kind", "eq", "A"), Compare("kind", "eq", "B"))),
        AllOf((Compare("count", "gt", 0), Compare("count", "lt", 3), Compare("count", "ne", 2))),
        AnyOf((Compare("flag", "eq", True), Compare("flag", "eq", False))),
    ],
    ids=str,
)
def test_negations_and_contradictions_end_and_mean_what_they_say(when: Condition) -> None:
    compare_all(ruleset_of([when]), DECISIONS_PER_SYNTHETIC_SET, seed=7)


def test_a_rule_that_holds_in_two_ways_is_found_once() -> None:
    both = AnyOf((Compare("flag", "eq", True), Compare("count", "gte", 0)))
    ruleset = ruleset_of([both])
    assert len(conjunctions(both)) == 2
    assert Engine(ruleset).matching((True, False, 5, "A", ())) == [0, 1]


def test_a_decision_leaves_nothing_behind_for_the_next_one() -> None:
    ruleset = ruleset_of([Compare("flag", "eq", True)])
    engine = Engine(ruleset)
    yes, no = (True, False, 0, "A", ("X",)), (False, False, 0, "A", ())
    found = [engine.matching(values) for values in (yes, no, yes, yes, no)]
    assert found == [[0, 1], [1], [0, 1], [0, 1], [1]]


def test_several_sets_of_one_name_decide_side_by_side() -> None:
    first = Engine(ruleset_of([Compare("flag", "eq", True)]))
    second = Engine(ruleset_of([Compare("flag", "eq", False)]))
    values = (True, False, 0, "A", ())
    assert (first.matching(values), second.matching(values)) == ([0, 1], [1])


def test_a_core_that_does_not_answer_is_a_fault_and_not_an_empty_decision() -> None:
    engine = Engine(ruleset_of([Compare("flag", "eq", True)]))
    with pytest.raises(RuleEngineFault, match="catch-all"):
        _without_catch_all(engine).matching((False, False, 0, "A", ()))


def test_an_error_of_the_core_does_not_poison_the_next_decision() -> None:
    engine = Engine(ruleset_of([Compare("flag", "eq", True)]))
    with pytest.raises(core.error):
        engine._names('{"sid":"s"')
    assert engine.matching((True, False, 0, "A", ())) == [0, 1]


def _without_catch_all(engine: Engine) -> Engine:
    """As if the last rule had not answered."""
    engine._catch_all += 1
    return engine


def ruleset_of(conditions: list[Condition]) -> RuleSet:
    """One rule per condition, and a catch-all."""
    rules = [Rule(f"R{n}", "1", 100 - n, when, {}) for n, when in enumerate(conditions)]
    return RuleSet(
        name="synthetic",
        version=1,
        effective_from=date(2021, 2, 1),
        effective_to=None,
        mode="collect",
        facts={spec.name: spec for spec in SPECS},
        rules=(*rules, Rule("REST", "1", 0, None, {})),
    )


def synthetic(seed: int) -> RuleSet:
    """Six rules of random shape."""
    chance = random.Random(seed)
    return ruleset_of([_condition(chance, DEPTH) for _ in range(6)])


def _condition(chance: random.Random, depth: int) -> Condition:
    shape = chance.choice(("compare", "compare", "all", "any", "not")) if depth else "compare"
    if shape == "compare":
        return _compare(chance)
    if shape == "not":
        return NotThat(_condition(chance, depth - 1))
    parts = tuple(_condition(chance, depth - 1) for _ in range(chance.randint(1, 3)))
    return AllOf(parts) if shape == "all" else AnyOf(parts)


def _compare(chance: random.Random) -> Compare:
    spec = chance.choice(SPECS)
    op = chance.choice(COMPARISONS[spec.type])
    if spec.type == "bool":
        return Compare(spec.name, op, chance.random() < 0.5)
    if spec.type == "int":
        numbers = [chance.randint(spec.min, spec.max) for _ in range(3)]
        return Compare(spec.name, op, tuple(numbers) if op == "in" else numbers[0])
    codes = chance.sample(spec.one_of, 2)
    return Compare(spec.name, op, tuple(codes) if op == "in" else codes[0])
