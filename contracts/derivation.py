"""How a due date was counted."""

from __future__ import annotations

from datetime import date
from typing import Literal

from contracts.envelope import Tolerant

DayUnit = Literal["CALENDAR", "WORKING", "AS_ORDERED"]


class Derivation(Tolerant):
    """How a due date was counted: enough to print it as a sentence and to count it again."""

    start: date
    limit: int
    unit: DayUnit
    rule: str
    """Id of the time limit, B-n."""
    clause: str
    unrolled: date
    """The last day before it was moved off a day of rest."""
    holidays: tuple[date, ...] = ()
    """Days of rest skipped or rolled over (those inside the count for working days)."""
    makeup_days: tuple[date, ...] = ()
    """Saturdays and Sundays that counted as working days."""
    extension_days: int = 0
    excluded_days: int = 0
    provisional: str | None = None
    """`CALENDAR_HORIZON` where the date could not be rolled yet."""
