"""A story as it is written down: petitions, commands, time, and what must come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.chassis.catalogue import load_catalogue
from services.chassis.plain_yaml import YAMLError, load_yaml

UNNAMED = ""
"""The petition without a name; `expected` speaks of it."""


class StoryUnreadable(Exception):
    """The file is not a story: the sentence says which part is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Submit:
    """A petition arrives."""

    source: str
    petition: Mapping[str, Any]
    name: str
    dead_letter: str | None
    """The code it must be refused with, where it must not become a case."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A person issues a command."""

    type: str
    case: str
    actor: Mapping[str, Any]
    fields: Mapping[str, Any]
    command_id: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at a moment; nothing means that time only passes."""

    at: datetime
    does: Submit | Issue | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story."""

    id: str
    title: str
    starts_at: datetime
    config: Mapping[str, Any]
    background: tuple[Step, ...]
    steps: tuple[Step, ...]
    expected: Mapping[str, Mapping[str, Any]]
    """Per name of a petition."""
    whole: Mapping[str, Any]
    """`counts` and `cases`, which speak of the whole story."""

    @property
    def sources(self) -> frozenset[str]:
        """The sources whose topics the story uses."""
        happened = (step.does for step in (*self.background, *self.steps))
        return frozenset(does.source for does in happened if isinstance(does, Submit))


def read_scenario(path: Path) -> Scenario:
    """The story of a file; raises `StoryUnreadable` with a sentence."""
    try:
        document = load_yaml(path)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise StoryUnreadable(f"{path}: {error}") from None
    return scenario_of(document, str(path))


def scenario_of(document: Any, place: str) -> Scenario:
    """The story of a document that stands at a place; raises `StoryUnreadable` with a sentence."""
    if not isinstance(document, dict):
        raise StoryUnreadable(
            f"{place}: a story is a mapping with id, starts_at, steps and expected."
        )
    unknown = sorted(set(document.get("config") or {}) - set(load_catalogue().settings))
    if unknown:
        raise StoryUnreadable(f"{place}: config names no reading of the procedure: {unknown}")
    try:
        return _scenario(document)
    except (KeyError, TypeError, ValueError) as error:
        raise StoryUnreadable(f"{place}: {type(error).__name__}: {error}") from error


def _scenario(document: Mapping[str, Any]) -> Scenario:
    expected = dict(document.get("expected") or {})
    whole = {key: expected.pop(key) for key in ("counts", "cases") if key in expected}
    by_case = dict(document.get("expected_by_case") or {})
    if expected:
        by_case[UNNAMED] = expected
    return Scenario(
        id=str(document["id"]),
        title=str(document.get("title", "")),
        starts_at=_moment(document["starts_at"]),
        config=document.get("config") or {},
        background=tuple(_steps(document.get("background") or ())),
        steps=tuple(_steps(document["steps"])),
        expected=by_case,
        whole=whole,
    )


def _steps(items: Any) -> Iterator[Step]:
    for item in items:
        yield Step(_moment(item["at"]), _does(item))


def _does(item: Mapping[str, Any]) -> Submit | Issue | None:
    if "submit" in item:
        submit = item["submit"]
        name = str(submit.get("as", item.get("as", UNNAMED)))
        code = item.get("expect_dead_letter")
        return Submit(submit["source"], submit["petition"], name, code)
    if "command" in item:
        fields = dict(item["command"])
        return Issue(
            type=fields.pop("type"),
            case=str(fields.pop("case", UNNAMED)),
            actor=fields.pop("actor"),
            command_id=fields.pop("command_id", None),
            fields=fields,
        )
    return None


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no UTC offset")
    return moment
