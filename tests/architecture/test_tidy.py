"""What no linter holds: sizes, docstrings, and which rooms a service may have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, PROJECT, SERVICES, label, modules

LINES_OF_A_FILE_MAX = 300
LINES_OF_A_FUNCTION_MAX = 40

ROOMS = {
    "README.md",
    "__init__",
    "app",
    "handlers",
    "decisions",
    "state",
    "store",
    "settings",
    "rules",
    "migrations",
}
DESK_ROOMS = {"cli", "demo", "play", "traces", "web", "year"}
ONE_MACHINE = re.compile(r"/(?:root|work|home)/\w")
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".yml", ".toml", ".sql", ".sh", ".properties", ".xml", ""}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def handler_modules() -> list[Path]:
    """The handlers room of every service, file or package."""
    return [
        path
        for path in modules("services")
        if path.stem == "handlers" or path.parent.name == "handlers"
    ]


def test_every_module_says_in_a_docstring_what_it_is_for() -> None:
    assert [
        label(path)
        for path in modules()
        if path.read_text("utf-8").strip() and not ast.get_docstring(tree(path))
    ] == []


def test_every_class_of_the_system_has_a_docstring() -> None:
    assert [
        f"{label(path)}:{node.lineno} {node.name}"
        for path in modules("contracts", "services", "deploy")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and not ast.get_docstring(node)
    ] == []


def test_every_handler_has_a_docstring() -> None:
    assert [
        f"{label(path)}:{node.lineno} {node.name}"
        for path in handler_modules()
        for node in tree(path).body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ] == []


def test_no_file_is_longer_than_one_can_read_at_a_time() -> None:
    lengths = {label(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: n for name, n in lengths.items() if n > LINES_OF_A_FILE_MAX} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    assert [
        f"{label(path)}:{node.lineno} {node.name} has {length} lines"
        for path in modules()
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION_MAX
    ] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_rooms_of_the_house_and_no_others(service: str) -> None:
    allowed = ROOMS | (DESK_ROOMS if service == "desk" else set())
    folder = PROJECT / "services" / service
    found = {path.name.removesuffix(".py") for path in folder.iterdir()}
    assert found - allowed - {"__pycache__"} == set()


@pytest.mark.parametrize(("room", "kind"), [("rules", ".yaml"), ("migrations", ".sql")])
def test_a_room_of_data_holds_data_only(room: str, kind: str) -> None:
    engine = PROJECT / "services" / "chassis" / "rules"
    found = (PROJECT / "services").glob(f"*/{room}/**/*")
    assert [
        label(path)
        for path in found
        if path.is_file() and path.suffix != kind and not path.is_relative_to(engine)
    ] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_wired_and_its_decisions_have_tests(service: str) -> None:
    folder = PROJECT / "services" / service
    entrance = "cli" if service == "desk" else "app"
    assert (folder / f"{entrance}.py").exists() or (folder / entrance).is_dir()
    assert list((PROJECT / "tests" / "unit" / service).rglob("test_*.py"))


def test_nothing_names_a_place_of_one_machine() -> None:
    files = (path for package in PACKAGES for path in (PROJECT / package).rglob("*"))
    assert [
        label(path)
        for path in [*files, *PROJECT.glob("*")]
        if path.is_file()
        and path.suffix in TEXT_SUFFIXES
        and not {"__pycache__", ".git"} & set(path.parts)
        and ONE_MACHINE.search(path.read_text("utf-8"))
    ] == []
