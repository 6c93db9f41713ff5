"""The ways petitions come by: data with dates, because platforms change and merge (art. 2, E40)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.codes import Channel


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A way petitions come by."""

    code: Channel
    zh: str
    en: str
    clause: str
    way_back: Literal["SOURCE", "PETITIONER"]
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day; None = open."""
    merged_into: Channel | None = None
    """What takes it over afterwards."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All of them, with the changes the bureau has put in force since."""

    rows: Mapping[str, ChannelRow]
    retired: Mapping[str, date]
    """From which day a channel is closed."""
    merged: Mapping[str, tuple[Channel, date]]
    """What takes a channel over, and from which day."""

    def in_force(self, code: str, on: date) -> Channel | None:
        """The channel a petition of this day came by: itself, its successor, or none."""
        row = self.rows[code]
        if row.valid_from is not None and on < row.valid_from:
            return None
        successor, since = self.merged.get(code, (row.merged_into, None))
        past = row.valid_to is not None and on > row.valid_to
        if successor is not None and (past if since is None else on >= since):
            return self.rows[successor].code
        retired_on = self.retired.get(code)
        return None if past or (retired_on is not None and on >= retired_on) else row.code

    @classmethod
    def of(cls, rows: Mapping[str, ChannelRow], retired: object, merged: object) -> Channels:
        """The rows with the readings `channel.retired` and `channel.merged_into`.

        Raises `ValueError` for a reading that names no channel or no day.
        """
        try:
            closed: dict[str, date] = {
                rows[code].code: _day(day) for code, (day,) in _table(retired)
            }
            taken_over: dict[str, tuple[Channel, date]] = {
                rows[code].code: (rows[successor].code, _day(day))
                for code, (successor, day) in _table(merged)
            }
        except (KeyError, TypeError, ValueError) as error:
            told = f"channel.retired = {retired!r}, channel.merged_into = {merged!r}"
            raise ValueError(f"{told}: each names channels and days.") from error
        return cls(rows, closed, taken_over)


def _day(written: object) -> date:
    return date.fromisoformat(str(written))


def _table(reading: object) -> list[tuple[str, tuple[str, ...]]]:
    if not reading:
        return []
    if not isinstance(reading, Mapping):
        raise TypeError("a table by channel is needed")
    return [(code, tuple(row)) for code, row in reading.items()]
