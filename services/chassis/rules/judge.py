"""Decides facts by rule sets and says why: matching is the core's, rank and receipt are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from contracts.catalogue import Catalogue
from contracts.envelope import Receipt
from contracts.ports import Facts
from services.chassis.catalogue import load_catalogue
from services.chassis.plain_yaml import load_yaml
from services.chassis.rules.checker import problems_of
from services.chassis.rules.engine import Engine
from services.chassis.rules.errors import RuleSetRejected
from services.chassis.rules.form import read_ruleset
from services.chassis.rules.model import Rule, RuleSet, Values

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


def load_judge(paths: Iterable[Path], catalogue: Catalogue | None = None) -> Judge:
    """A judge by the rule sets of files and folders; raises `RuleSetRejected`."""
    return Judge(load_rulesets(paths, catalogue))


def load_rulesets(paths: Iterable[Path], catalogue: Catalogue | None = None) -> list[RuleSet]:
    """The rule sets of files and folders, checked; raises `RuleSetRejected` with every problem."""
    catalogue = catalogue or load_catalogue()
    chosen = {key: setting.default for key, setting in catalogue.settings.items()}
    found: dict[str, RuleSet] = {}
    problems: list[str] = []
    for file in _files(paths):
        try:
            ruleset = read_ruleset(file, _document(file), chosen)
        except RuleSetRejected as rejected:
            problems += rejected.problems
            continue
        problems += problems_of(ruleset, file, catalogue.clauses)
        if ruleset.name in found:
            problems.append(f"{file}: a rule set {ruleset.name} is loaded already; rename one.")
        found[ruleset.name] = ruleset
    if problems:
        raise RuleSetRejected(problems)
    return list(found.values())


def _files(paths: Iterable[Path]) -> list[Path]:
    files = [
        file
        for path in paths
        for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    ]
    if len(files) > FILES_MAX:
        raise RuleSetRejected([f"{len(files)} rule files are more than {FILES_MAX}; merge some."])
    return files


def _document(file: Path) -> Any:
    try:
        return load_yaml(file)
    except (OSError, UnicodeDecodeError) as error:
        raise RuleSetRejected([f"{file}: cannot be read ({type(error).__name__})."]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        what = getattr(error, "problem", None) or "it is no YAML"
        raise RuleSetRejected([f"{file}: {line}{what}; correct the form."]) from None


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
