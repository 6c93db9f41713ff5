"""Each service's canvas says what its code reads, announces and can be set to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from contracts.commands import COMMANDS
from contracts.envelope import Owner
from contracts.events import EVENTS
from services.chassis.service import Service
from services.desk.cli.clauses import load_coverage
from tests.architecture.sources import PROJECT, SERVICES, modules

HEADINGS = ["Reads", "Announces", "Keeps", "Decides", "Settings"]
CASE_SERVICES = [name for name in SERVICES if name not in {"gate", "desk"}]
CODE = re.compile(r"`([^`]+)`")
TOPIC = re.compile(r"^[a-z.-]+\.v1(\.<\w+>)?$")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
FIRST_CODE_OF_A_LINE = re.compile(r"^\s*[-*|]\s*`([^`]+)`", re.MULTILINE)


def canvas(service: str) -> dict[str, str]:
    """The sections of a service's README by their headings."""
    text = (PROJECT / "services" / service / "README.md").read_text("utf-8")
    _, *parts = re.split(r"^## +", text, flags=re.MULTILINE)
    return {head.strip(): body for head, _, body in (part.partition("\n") for part in parts)}


def named(section: str) -> set[str]:
    """The events and commands a section lists; topics beside them are free."""
    return {code for code in CODE.findall(section) if not TOPIC.match(code)}


def table(service: str, room: str, name: str) -> Any:
    """A table of the service, empty where it has none."""
    path = f"services.{service}.{room}"
    return getattr(import_module(path), name, {}) if find_spec(path) else {}


def read_by(service: str) -> set[str]:
    """Names of the events and commands that the service's tables have."""
    commands = table(service, "handlers", "ON_COMMAND")
    house: Service[Any, Any] = Service(
        owner=Owner(service),
        state=object,
        known=lambda _: None,
        on_event=table(service, "handlers", "ON_EVENT"),
        on_command=commands,
        evolve=table(service, "state", "EVOLVE"),
    )
    in_force = table(service, "handlers", "ON_BUREAU")
    read = {event.name for event in (*house.reads, *in_force)}
    return read | {command.type for command in commands}


def announced_by(service: str) -> set[str]:
    """Names of the service's own events that its handlers and decisions mention."""
    own = {one.__name__: one.name for one in EVENTS.values() if one.owner == Owner(service)}
    words = {word for room in ("handlers", "decisions") for word in words_of(service, room)}
    return {own[word] for word in words & own.keys()}


def words_of(service: str, room: str) -> Iterator[str]:
    """All names a room uses, imports left out."""
    for path in modules(f"services/{service}"):
        if path.stem == room or room in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Name):
                    yield node.id
                elif isinstance(node, ast.Attribute):
                    yield node.attr


def settings_of(service: str) -> set[str]:
    """The fields of the service's settings classes, those taken over from the chassis left out."""
    path = f"services.{service}.settings"
    if not find_spec(path):
        return set()
    own = (
        one for one in vars(import_module(path)).values() if getattr(one, "__module__", "") == path
    )
    classes = [one for one in own if isinstance(one, type) and issubclass(one, BaseModel)]
    return {
        field
        for one in classes
        for field in one.model_fields
        if field in vars(one).get("__annotations__", {})
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_canvas_has_its_five_headings_in_their_order(service: str) -> None:
    assert [heading for heading in canvas(service) if heading in HEADINGS] == HEADINGS


@pytest.mark.parametrize("service", CASE_SERVICES)
def test_a_canvas_reads_what_the_service_reads(service: str) -> None:
    assert named(canvas(service)["Reads"]) == read_by(service)


@pytest.mark.parametrize("service", [*CASE_SERVICES, "gate"])
def test_a_canvas_announces_what_the_service_announces(service: str) -> None:
    assert named(canvas(service)["Announces"]) == announced_by(service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_canvas_lists_every_setting(service: str) -> None:
    listed = {code.lower() for code in FIRST_CODE_OF_A_LINE.findall(canvas(service)["Settings"])}
    assert listed == settings_of(service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_canvas_names_only_events_and_commands_that_exist(service: str) -> None:
    sections = canvas(service)
    names = named(sections["Reads"]) | named(sections["Announces"])
    if service in CASE_SERVICES:
        assert names <= EVENTS.keys() | COMMANDS.keys()


@pytest.mark.parametrize(
    "readme", [Path("README.md"), *(Path("services", s, "README.md") for s in SERVICES)]
)
def test_the_links_of_a_readme_lead_to_files_that_exist(readme: Path) -> None:
    file = PROJECT / readme
    links = LINK.findall(file.read_text("utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_an_event_that_covers_a_clause_is_announced_by_a_service() -> None:
    owners = [service for service in SERVICES if service != "desk"]
    announced = {event for service in owners for event in announced_by(service)}
    named_in_table = {
        name
        for row in load_coverage()
        for what, _, name in (place.partition(":") for place in row.where)
        if what == "event"
    }
    assert sorted(named_in_table - announced) == []
