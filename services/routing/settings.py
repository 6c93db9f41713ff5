"""The readings of the procedure that routing goes by and that no rule set holds."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue, SettingValue
from contracts.envelope import Strict, UnitCode


class RoutingSettings(Strict):
    """Numbers the procedure leaves open, each with its key in the catalogue."""

    media_window_days: int = 90
    """`t5.window_days`: reports further apart are no series."""
    objections_max: int = 2
    """`objection.max`: more are an indicator, and then only the director approves."""
    conf_ladder: tuple[UnitCode, ...] = (UnitCode("DSC"), UnitCode("PDI"), UnitCode("EXT-CCDI"))
    """`conf.ladder`: the bodies that look into reports, from below."""
    caution_lead_fallback: tuple[UnitCode, ...] = (UnitCode("SUP"), UnitCode("XFB"))
    """`caution.lead_fallback`: who leads where the topic's owner is complained about."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            media_window_days=_number(catalogue.setting("t5.window_days")),
            objections_max=_number(catalogue.setting("objection.max")),
            conf_ladder=_units(catalogue.setting("conf.ladder")),
            caution_lead_fallback=_units(catalogue.setting("caution.lead_fallback")),
        )


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value


def _units(value: SettingValue) -> tuple[UnitCode, ...]:
    assert isinstance(value, tuple)
    return tuple(UnitCode(str(code)) for code in value)
