"""Rule sets checked through and through, and what was found told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contracts.catalogue import Catalogue
from services.chassis.rules.errors import Problem, RuleSetRejected
from services.chassis.rules.findings import overlaps, unreachable
from services.chassis.rules.judge import read_all
from services.chassis.rules.model import RuleSet
from services.chassis.rules.regions import Looked, look


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in rule sets."""

    errors: list[Problem]
    """What keeps them from use."""
    notes: list[Problem]
    """What is allowed, and worth a second look."""
    rulesets: list[tuple[RuleSet, Looked]]
    """Those that were sound enough to be looked at case by case."""


def check(paths: Iterable[Path], catalogue: Catalogue) -> Checked:
    """Everything there is to say about the rule sets of these files and folders."""
    try:
        found, errors = read_all(paths, catalogue)
    except RuleSetRejected as rejected:
        return Checked(rejected.problems, [], [])
    notes: list[Problem] = []
    looked_at: list[tuple[RuleSet, Looked]] = []
    broken = {problem.file for problem in errors}
    for source, ruleset in found:
        if str(source.file) in broken:
            continue
        looked = look(ruleset)
        looked_at.append((ruleset, looked))
        silent = list(unreachable(ruleset, looked, source))
        (errors if looked.exhaustive else notes).extend(silent)
        notes += overlaps(ruleset, looked, source)
    return Checked(errors, notes, looked_at)
