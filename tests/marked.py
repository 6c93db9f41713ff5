"""Which tests there are and what their marks name, read from the source."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

TESTS = Path(__file__).parent


def names_by_mark(mark: str) -> Mapping[str, list[str]]:
    """`path::function` of every test, per argument of `@pytest.mark.<mark>`."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, test in _tests():
        for argument in dict.fromkeys(_marks(test, mark)):
            found[argument].append(name)
    return found


def all_tests() -> set[str]:
    """`path::function` of every test, whatever its parameters."""
    return {name for name, _ in _tests()}


def _tests() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sorted(TESTS.rglob("test_*.py")):
        place = path.relative_to(TESTS.parent).as_posix()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
                "test_"
            ):
                yield f"{place}::{node.name}", node


def _marks(test: ast.FunctionDef | ast.AsyncFunctionDef, mark: str) -> Iterator[str]:
    """Of the test itself, and of single rows of its table."""
    for decorator in test.decorator_list:
        for node in ast.walk(decorator):
            match node:
                case ast.Call(func=ast.Attribute(attr=name), args=arguments) if name == mark:
                    yield from (str(a.value) for a in arguments if isinstance(a, ast.Constant))
