"""The readings of the procedure that handling goes by."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue, SettingValue
from contracts.envelope import Strict


class HandlingSettings(Strict):
    """Numbers the procedure leaves open, each with its key in the catalogue."""

    objection_working_days: int = 1
    """`objection.days`: how long after dispatch a unit may say that the matter is not its own."""
    unreachable_attempts_min: int = 3
    """`signoff.unreachable_attempts`: on as many days, before nobody looks any further."""
    restricted_witness_sides: tuple[str, ...] = ("DISCIPLINE", "REPORTER_CHOICE")
    """`signoff.restricted_witness`: any other witness would learn who reported (E16)."""
    review_request_days: int = 30
    """B-8: how long after delivery a review may be asked for; later is recorded as late."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            objection_working_days=_number(catalogue.setting("objection.days")),
            unreachable_attempts_min=_number(catalogue.setting("signoff.unreachable_attempts")),
            restricted_witness_sides=_sides(catalogue.setting("signoff.restricted_witness")),
            review_request_days=catalogue.limit("review_request").limit,
        )


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value


def _sides(value: SettingValue) -> tuple[str, ...]:
    """`DISCIPLINE_OR_REPORTER_CHOICE` names two sides, or one of them stands alone."""
    return tuple(str(value).split("_OR_"))
