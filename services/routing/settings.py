"""The readings of the procedure that routing goes by and that no rule set holds."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue, SettingValue
from contracts.envelope import Strict, UnitCode


class RoutingSettings(Strict):
    """Choices the procedure leaves open, each with its key in the catalogue."""

    acceptance_day: str = "REGISTRATION_OR_DECISION"
    """`acceptance.day`: REGISTRATION counts from there even where a person had to decide."""
    media_window_days: int = 90
    """`t5.window_days`: reports further apart are no series."""
    objections_max: int = 2
    """`objection.max`: more are an indicator, and then only one role approves."""
    objection_then_approver: str = "DIRECTOR"
    """`objection.then_approver`: that role."""
    caution_lead_fallback: tuple[UnitCode, ...] = (UnitCode("SUP"), UnitCode("XFB"))
    """`caution.lead_fallback`: who leads, in this order, where the owner is complained about."""
    conf_ladder: tuple[UnitCode, ...] = (UnitCode("DSC"), UnitCode("PDI"), UnitCode("EXT-CCDI"))
    """`conf.ladder`: the bodies that look into reports, from below."""
    refused_attempt_is_breach: bool = False
    """`conf.refused_attempt_is_breach`: whether a denied actor's attempt is watched."""
    declined_keeps_trigger: bool = False
    """`package.declined_keeps_trigger`: whether a declined candidate stays on the file."""
    handed_over_for: tuple[str, ...] = ("CONF", "PKG", "GRP", "MAJOR", "DEADLINE")
    """`cc.must_follow`: what nobody who handles by himself may keep to himself."""
    pressing_clocks: tuple[str, ...] = ("STATUTORY", "SUPERIOR")
    """`t7.clocks`: a reply after one of these came late."""
    returned_is_no_reply: bool = True
    """`t7.returned_counts_as_no_reply`: whether a reply that was sent back never came."""
    returns_max: int = 2
    """`acct.14_2c.returns`: so many returns of one reply show carelessness."""
    late_steps_show: bool = True
    """`internal_sla.effect`: whether a step that is late inside the bureau is an indicator too."""
    leapfrog_level_min: str = "PROVINCE"
    """`leapfrog.min_level`: a group that goes there leaps over the bodies in between."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            acceptance_day=_code(catalogue.setting("acceptance.day")),
            media_window_days=_number(catalogue.setting("t5.window_days")),
            objections_max=_number(catalogue.setting("objection.max")),
            conf_ladder=_units(catalogue.setting("conf.ladder")),
            caution_lead_fallback=_units(catalogue.setting("caution.lead_fallback")),
            objection_then_approver=_code(catalogue.setting("objection.then_approver")),
            refused_attempt_is_breach=catalogue.setting("conf.refused_attempt_is_breach") is True,
            declined_keeps_trigger=catalogue.setting("package.declined_keeps_trigger") is True,
            handed_over_for=_codes(catalogue.setting("cc.must_follow")),
            pressing_clocks=_codes(catalogue.setting("t7.clocks")),
            returned_is_no_reply=catalogue.setting("t7.returned_counts_as_no_reply") is True,
            returns_max=_number(catalogue.setting("acct.14_2c.returns")),
            late_steps_show=catalogue.setting("internal_sla.effect") == "INDICATOR",
            leapfrog_level_min=_code(catalogue.setting("leapfrog.min_level")),
        )


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value


def _code(value: SettingValue) -> str:
    assert isinstance(value, str)
    return value


def _codes(value: SettingValue) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return tuple(str(code) for code in value)


def _units(value: SettingValue) -> tuple[UnitCode, ...]:
    return tuple(UnitCode(code) for code in _codes(value))
