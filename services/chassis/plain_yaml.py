"""YAML as its authors mean it: `on`, `off`, `yes` and `no` are words, `10.5` is no number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DEPTH_MAX = 24
"""Parts that lie deeper have the line of what is around them."""

YAMLError = yaml.YAMLError

_BOOL = "tag:yaml.org,2002:bool"
_DROPPED = (_BOOL, "tag:yaml.org,2002:float")


class PlainLoader(yaml.SafeLoader):
    """A safe loader that takes only true, false, integers, dates and null for more than text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping; a key that stands twice is an error instead of a silent loss."""
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1}) if len(keys) < 500 else []
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice[0]!r} stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _DROPPED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


def load_yaml(path: Path) -> Any:
    """The one document of a file; raises `yaml.YAMLError` or `OSError`."""
    return parse_yaml(path.read_text("utf-8"))


Place = tuple[str | int, ...]
"""Where a part of a document stands: the keys and numbers that lead to it."""


def parse_with_lines(text: str) -> tuple[Any, dict[Place, int]]:
    """The one document of a text, and the line of each of its parts; raises `yaml.YAMLError`."""
    loader = PlainLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {}
        lines: dict[Place, int] = {}
        for place, line in _lines(node, (), DEPTH_MAX):
            lines.setdefault(place, line)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def _lines(node: yaml.Node, place: Place, depth: int) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if depth == 0:
        return  # an alias may lead back to where it stands
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _lines(item, (*place, number), depth - 1)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            # Where the key stands, not where its value begins.
            yield (*place, key.value), key.start_mark.line + 1
            yield from _lines(value, (*place, key.value), depth - 1)


def parse_yaml(text: str) -> Any:
    """The one document of a text; raises `yaml.YAMLError`."""
    return yaml.load(text, PlainLoader)  # noqa: S506 - derived from SafeLoader
