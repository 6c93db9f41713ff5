"""A paper as a plain value: what stands on it and in which order, not how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BLANK = "＿＿＿＿＿＿＿＿"
"""In a sentence, for what is written in by hand."""


class NotYet(Exception):
    """The case has not come so far that this paper exists."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence, or several."""

    text: str
    salutation: bool = False
    """Whom it is addressed to: it stands at the margin."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what is known under it; empty = room for handwriting."""

    label: str
    value: str = ""
    wide: bool = False
    """It has a line for itself."""
    lines: int = 1
    """Room for so many lines of handwriting where nothing is known."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Labelled fields, two beside each other."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line for each who signs, with room for the day."""

    who: tuple[str, ...]


Block = Paragraph | Grid | Listing | Signatures


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper."""

    kind: str
    title: str
    number: str
    """The register number of the case."""
    basis: str
    """The clauses it rests on, as they are cited in Chinese."""
    blocks: tuple[Block, ...]
    issuer: str
    day: date | None = None
    """The day of what it attests; None = the day is written in by hand."""


def zh_day(day: date | str | None) -> str:
    """A day as it is written on paper; of a moment in the bureau's zone, its day."""
    if not day:
        return ""
    of = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return f"{of.year}年{of.month}月{of.day}日"
