"""The README says the same in both languages: what can be compared without translating is equal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.architecture.sources import PROJECT

ENGLISH = (PROJECT / "README.md").read_text("utf-8")
CHINESE = (PROJECT / "README.zh-CN.md").read_text("utf-8")

LINK = re.compile(r"\]\((?!README)([^)\s]+)\)")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FIRST_CELL = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)
DEFAULT = re.compile(r"^\| `([A-Z_]+)` \| (`[^`]+`|–) \|", re.MULTILINE)
COMMENT = re.compile(r"\s+# .*$", re.MULTILINE)


def headings(text: str) -> list[int]:
    """How deep each heading is, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE)]


def blocks(text: str) -> list[tuple[str, str]]:
    """What one can copy, without the comments beside it."""
    return [(kind, COMMENT.sub("", body)) for kind, body in BLOCK.findall(text)]


def first_cells(text: str) -> list[str]:
    """What the tables are about, row by row, where it is code."""
    return FIRST_CELL.findall(text)


def bullets(text: str) -> int:
    """How many points there are."""
    return len(re.findall(r"^(?:- |\d+\. )", BLOCK.sub("", text), re.MULTILINE))


@pytest.mark.parametrize(
    "told",
    [headings, blocks, first_cells, bullets, LINK.findall, DEFAULT.findall],
    ids=["headings", "code", "tables", "points", "links", "defaults"],
)
def test_both_readmes_have_the_same(told: Callable[[str], object]) -> None:
    assert told(ENGLISH) == told(CHINESE)


def test_a_line_that_one_of_them_lacks_is_seen() -> None:
    shorter = CHINESE.replace("make test", "make check", 1)
    assert blocks(ENGLISH) != blocks(shorter)
