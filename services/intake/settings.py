"""The readings of the procedure that intake goes by."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue, SettingValue
from contracts.envelope import Strict


class IntakeSettings(Strict):
    """Numbers the procedure leaves open, each with its key in the catalogue."""

    representatives_max: int = 5
    """`group.max_reps`: how many may speak for a group."""
    repeat_lookback_days: int = 730
    """`repeat.lookback_days`: an older reply or refusal makes no repeat."""
    conclude_days: int = 60
    """B-6: a promise may shorten the law's limit, never lengthen it."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            representatives_max=_number(catalogue.setting("group.max_reps")),
            repeat_lookback_days=_number(catalogue.setting("repeat.lookback_days")),
            conclude_days=catalogue.limit("conclude").limit,
        )


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value
