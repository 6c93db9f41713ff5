"""How each date of a case was counted: enough to count it again by another calendar."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from contracts.codes import DeadlineKey
from contracts.derivation import DayUnit, Derivation


class Counted(NamedTuple):
    """A date, and what it was counted with."""

    key: DeadlineKey
    due_on: date | None
    start: date
    limit: int
    unit: DayUnit
    rule: str
    clause: str
    extension_days: int = 0
    excluded_days: int = 0
    provisional: bool = False

    @classmethod
    def of(cls, key: DeadlineKey, due_on: date | None, made: Derivation) -> Counted:
        """As its derivation says."""
        return cls(
            key,
            due_on,
            made.start,
            made.limit,
            made.unit,
            made.rule,
            made.clause,
            made.extension_days,
            made.excluded_days,
            made.provisional is not None,
        )
