"""A rule set as its authors wrote it: each rule with its readings, and what these switch off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.rules.form import Settings
from services.chassis.rules.model import RuleSet, plain
from services.chassis.rules.source import Source


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """One rule, in the rank order of its set."""

    id: str
    clause: str
    priority: int
    when: Any
    """The condition as JSON, settings replaced; None where a reading switches the rule off."""
    outcome: Mapping[str, Any]
    readings: tuple[str, ...]
    """The chosen readings (E-n) it names."""
    settings: Mapping[str, Any]
    """The settings it looks at, with their values."""


def written(source: Source, ruleset: RuleSet, settings: Settings) -> list[WrittenRule]:
    """The rules of a set that was read from this source."""
    in_force = {rule.number: rule for rule in ruleset.rules}
    found = []
    for number, row in enumerate(source.document["rules"]):
        rule = in_force.get(number)
        keys = dict.fromkeys(_settings((row["when"], row["outcome"])))
        found.append(
            WrittenRule(
                id=row["id"],
                clause=row.get("clause") or source.document.get("clause") or "",
                priority=row["priority"],
                when=plain(rule.when) if rule else None,
                outcome=rule.outcome if rule else row["outcome"],
                readings=tuple(row.get("reading", ())),
                settings={key: settings[key] for key in keys},
            )
        )
    return sorted(found, key=lambda rule: -rule.priority)


def _settings(node: Any) -> Iterator[str]:
    match node:
        case {"setting": str(key), **_rest}:
            yield key
        case dict():
            for part in node.values():
                yield from _settings(part)
        case list() | tuple():
            for part in node:
                yield from _settings(part)
