"""What the gate itself decides: what is in force in the whole bureau."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from contracts.commands.base import Command
from contracts.days import YEAR_MAX, YEAR_MIN, Day
from contracts.envelope import Owner

CALENDAR_DAYS_MAX = 366


class GateCommand(Command):
    """Decided by the gate; it names no case."""

    owner = Owner.GATE


class PublishCalendar(GateCommand, type="publish_calendar", clause="10.5e"):
    """The days of rest and of make-up work of a year are known."""

    year: Annotated[int, Field(strict=True, ge=YEAR_MIN, le=YEAR_MAX)]
    days: Annotated[Mapping[Day, Literal["REST", "WORK"]], Field(max_length=CALENDAR_DAYS_MAX)]

    def as_dates(self) -> dict[date, Literal["REST", "WORK"]]:
        """The days that differ from the ordinary week, in order."""
        return dict(sorted(self.days.items()))
