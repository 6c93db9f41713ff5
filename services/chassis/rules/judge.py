"""Decides facts by rule sets and says why: matching is the core's, rank and receipt are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from contracts.catalogue import Catalogue
from contracts.envelope import Receipt
from contracts.ports import Facts
from services.chassis.catalogue import load_catalogue
from services.chassis.rules.checker import problems_of
from services.chassis.rules.engine import Engine
from services.chassis.rules.errors import Problem, RuleSetRejected
from services.chassis.rules.findings import unreachable
from services.chassis.rules.form import read_ruleset
from services.chassis.rules.model import Rule, RuleSet, Values
from services.chassis.rules.regions import look_at_start
from services.chassis.rules.source import Source, read_source

RECEIPTS_CACHED_MAX = 4_096
"""Per rule set; the same facts give the same receipt, and facts are few."""
FILES_MAX = 200

SERVICES_FOLDER = Path(__file__).parents[2]


class Judge:
    """All rule sets of a house, ready to decide; implements `contracts.ports.Judge`."""

    def __init__(self, rulesets: Iterable[RuleSet]) -> None:
        self.rulesets: Mapping[str, RuleSet] = {ruleset.name: ruleset for ruleset in rulesets}
        self._benches = {name: _bench(ruleset) for name, ruleset in self.rulesets.items()}

    def __call__(self, ruleset: str, facts: Facts) -> Receipt:
        """The receipt of the decision; raises `KeyError` and `FactsRejected`."""
        return self._benches[ruleset](self.rulesets[ruleset].accept(facts))


def house_rules(services: Path = SERVICES_FOLDER) -> list[Path]:
    """The rule folders of all services."""
    return sorted(services.glob("*/rules"))


def load_judge(
    paths: Iterable[Path], catalogue: Catalogue | None = None, *, at_start: bool = False
) -> Judge:
    """A judge by the rule sets of files and folders; raises `RuleSetRejected`."""
    return Judge(load_rulesets(paths, catalogue, at_start=at_start))


def load_rulesets(
    paths: Iterable[Path], catalogue: Catalogue | None = None, *, at_start: bool = False
) -> list[RuleSet]:
    """The rule sets of files and folders, checked; raises `RuleSetRejected` with every problem.

    Where a house starts, rules that can never decide are a problem too.
    """
    found, problems = read_all(paths, catalogue or load_catalogue())
    if at_start and not problems:
        for source, ruleset in found:
            looked = look_at_start(ruleset)
            if looked is not None:
                problems += unreachable(ruleset, looked, source)
    if problems:
        raise RuleSetRejected(problems)
    return [ruleset for _, ruleset in found]


def read_all(
    paths: Iterable[Path], catalogue: Catalogue
) -> tuple[list[tuple[Source, RuleSet]], list[Problem]]:
    """The rule sets that can be read, and all that is wrong with any; raises for too many files."""
    chosen = {key: setting.default for key, setting in catalogue.settings.items()}
    found: dict[str, tuple[Source, RuleSet]] = {}
    problems: list[Problem] = []
    for file in files_in(paths):
        try:
            source = read_source(file)
            ruleset = read_ruleset(source, chosen)
        except RuleSetRejected as rejected:
            problems += rejected.problems
            continue
        problems += problems_of(ruleset, source, catalogue.clauses)
        if ruleset.name in found:
            sentence = f"a rule set {ruleset.name} is loaded already; rename one."
            problems.append(source.problem(("name",), sentence))
        found[ruleset.name] = source, ruleset
    return list(found.values()), problems


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The rule files these paths mean; raises `RuleSetRejected` for too many."""
    files = [
        file
        for path in paths
        for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    ]
    if len(files) > FILES_MAX:
        sentence = f"{len(files)} rule files are more than {FILES_MAX}; merge some."
        raise RuleSetRejected([Problem(str(files[0].parent), 0, sentence)])
    return files


def _bench(ruleset: RuleSet) -> Callable[[Values], Receipt]:
    """One rule set's decisions, each made once while it is remembered."""
    engine = Engine(ruleset)

    def decide(values: Values) -> Receipt:
        return receipt_of(ruleset, values, engine.matching(values))

    return lru_cache(RECEIPTS_CACHED_MAX)(decide)


def receipt_of(ruleset: RuleSet, values: Values, matching: list[int]) -> Receipt:
    """What the matching rules decide, and why; the catch-all counts only where it stands alone."""
    counting = matching[:1] if ruleset.mode == "first" else (matching[:-1] or matching)
    # Every part was checked before it came here, when the rule set was loaded or the facts taken.
    return Receipt.model_construct(
        ruleset=ruleset.name,
        version=ruleset.version,
        sha256=ruleset.sha256,
        rules=tuple([ruleset.fired[number] for number in counting]),
        facts={
            name: list(value) if isinstance(value, tuple) else value
            for name, value in zip(ruleset.facts, values, strict=True)
        },
        outcome=_outcome(ruleset, [ruleset.rules[number] for number in counting]),
    )


def _outcome(ruleset: RuleSet, counting: list[Rule]) -> dict[str, Any]:
    if ruleset.mode == "first":
        return dict(counting[0].outcome)
    catch_all = ruleset.rules[-1]
    gathered: dict[str, Any] = {key: [] for key in catch_all.outcome}
    for rule in counting:
        if rule is not catch_all:
            for key, value in rule.outcome.items():
                gathered[key].append(value)
    return gathered
