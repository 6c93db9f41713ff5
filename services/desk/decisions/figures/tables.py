"""Tables whose totals are the sums of their rows, and a report made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

CELL_MIN = 5
"""Fewer petitions than this on a row could point at somebody: such rows are put together."""
OTHERS = ("OTHERS", "其他（小项合并） · others")
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of counts."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its code, how people call it, a count for each column."""

    code: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by rows and columns."""

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    of_which: bool = False
    """A row is part of the one above it: nothing to sum up."""

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of each column; there is no other total."""
        if self.of_which:
            return self.rows[0].values
        return tuple(sum(row.values[i] for row in self.rows) for i in range(len(self.columns)))


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: how many of how many."""

    key: str
    zh: str
    en: str
    part: int
    whole: int
    unit: str = ""
    """The unit it is about; empty for the whole bureau."""
    unit_zh: str = ""

    def of(self, unit: str, unit_zh: str) -> Rate:
        """The share as one of a unit."""
        return replace(self, unit=unit, unit_zh=unit_zh)

    @property
    def per_cent(self) -> float | None:
        """To one decimal; None of nothing."""
        return round(PER_CENT * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of a period, as they stood at the end of a day."""

    kind: str
    zh: str
    en: str
    period: Period
    as_of: date
    received: int | None
    """None where they are too few to be told."""
    matters: int | None
    tables: tuple[Table, ...]
    rates: tuple[Rate, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Headings people fill in."""
    scores: tuple[tuple[str, float | None], ...] = ()
    """Of each unit, where somebody gave weights."""

    def of_reports(self) -> Report:
        """The report where it is about restricted cases themselves: small totals are not told."""
        if self.received is not None and self.received >= CELL_MIN:
            return replace(self, matters=None)
        return replace(self, received=None, matters=None, tables=())

    def asking(self, asks: tuple[str, ...]) -> Report:
        """The report with room for what people say."""
        return replace(self, asks=asks)

    def scored(self, scores: Mapping[str, float | None]) -> Report:
        """The report with the units' scores, where there are any."""
        given = any(score is not None for score in scores.values())
        return replace(self, scores=tuple(scores.items()) if given else ())

    def document(self) -> dict[str, Any]:
        """As programs get it, totals and shares included."""
        plain = asdict(self)
        for table, row in zip(self.tables, plain["tables"], strict=True):
            row["total"] = table.total
        for rate, row in zip(self.rates, plain["rates"], strict=True):
            row["per_cent"] = rate.per_cent
        for name in ("first", "last"):
            plain["period"][name] = plain["period"][name].isoformat()
        plain["as_of"] = self.as_of.isoformat()
        return plain

    @property
    def sha256(self) -> str:
        """Of its canonical JSON: the same figures have the same, whoever draws them up."""
        text = json.dumps(self.document(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


Label = Callable[[str], str]


def tally(
    spec: tuple[str, str, str],
    columns: Sequence[Column],
    counts: Mapping[str, Sequence[int]],
    label: Label,
) -> Table:
    """A table of what was counted, the rows with most first."""
    rows = [Row(code, label(code), tuple(values)) for code, values in counts.items()]
    rows.sort(key=lambda row: (-row.values[0], row.code))
    return Table(*spec, tuple(columns), tuple(rows))


def in_order(table: Table, codes: Iterable[str], label: Label) -> Table:
    """The table with exactly these rows in this order; a code nobody has counts nothing."""
    found = {row.code: row for row in table.rows}
    nothing = (0,) * len(table.columns)
    rows = tuple(found.pop(code, Row(code, label(code), nothing)) for code in codes)
    return replace(table, rows=(*rows, *found.values()))


def without_small_cells(table: Table) -> Table:
    """Small rows put together, and as many others as it takes that none can be told apart."""
    rows = sorted(table.rows, key=lambda row: row.values[0])
    small = [row for row in rows if 0 < row.values[0] < CELL_MIN]
    if not small:
        return table
    rest = [row for row in rows if row not in small]
    while rest and sum(row.values[0] for row in small) < CELL_MIN:
        small.append(rest.pop(0))
    summed = tuple(sum(row.values[i] for row in small) for i in range(len(table.columns)))
    kept = sorted(rest, key=lambda row: (-row.values[0], row.code))
    note = f"少于 {CELL_MIN} 件的合并列示 · rows below {CELL_MIN} are put together"
    return replace(table, rows=(*kept, Row(*OTHERS, summed)), note=note)
