"""The readings of the procedure that escalation goes by."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue, SettingValue
from contracts.envelope import Strict, UnitCode

PETITION_OFFICE = UnitCode("XFB")


class EscalationSettings(Strict):
    """What the procedure leaves open, each with its key in the catalogue."""

    package_quiet_days: int = 90
    """`package.close_quiet_days`: how long after its conclusion a silent case may be closed."""
    petition_office: UnitCode = PETITION_OFFICE
    """Where this unit itself is flagged, the director proposes in its place (art. 9(一)7)."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(package_quiet_days=_number(catalogue.setting("package.close_quiet_days")))


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value
