"""What can be seen of a sound rule set: rules that never decide, ranks that decide silently."""

from __future__ import annotations

from collections.abc import Iterator

from services.chassis.rules.errors import Problem
from services.chassis.rules.model import FactValue, RuleSet
from services.chassis.rules.regions import Looked, Overlap
from services.chassis.rules.source import Source


def unreachable(ruleset: RuleSet, looked: Looked, source: Source) -> Iterator[Problem]:
    """Rules that decide nothing; proven only where all kinds of cases were looked at."""
    for number in looked.unreachable:
        rule = ruleset.rules[number]
        why = (
            "the rules above it leave it no facts"
            if ruleset.mode == "first"
            else "there are no facts for which it holds"
        )
        how = (
            f"never decides: {why}; delete it, or correct it or its rank."
            if looked.exhaustive
            else f"has decided none of the cases drawn by lot ({looked.regions:,} are too many "
            f"to look at): perhaps {why}."
        )
        yield source.problem(("rules", rule.number), f"rule {rule.id} {how}")


def overlaps(ruleset: RuleSet, looked: Looked, source: Source) -> Iterator[Problem]:
    """Pairs of rules, neither an exception of the other, that say two things of one case."""
    for overlap in looked.overlaps:
        first, second = ruleset.rules[overlap.first], ruleset.rules[overlap.second]
        yield source.problem(
            ("rules", second.number),
            f"rule {second.id}: {first.id} says something else of some cases and goes before it "
            f"by its rank alone, as with {example(ruleset, overlap)}.",
        )


def example(ruleset: RuleSet, overlap: Overlap) -> str:
    """The facts of an overlap, those that neither rule looks at left out."""
    asked = ruleset.asked_by(overlap.first) | ruleset.asked_by(overlap.second)
    facts = zip(ruleset.facts, overlap.example, strict=True)
    return ", ".join(f"{name} {_shown(value)}" for name, value in facts if name in asked)


def _shown(value: FactValue) -> str:
    if isinstance(value, tuple):
        return "/".join(value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
