"""The readings of the procedure that routing goes by and that no rule set holds."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue
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
            acceptance_day=catalogue.word("acceptance.day"),
            media_window_days=catalogue.number("t5.window_days"),
            objections_max=catalogue.number("objection.max"),
            conf_ladder=_units(catalogue.words("conf.ladder")),
            caution_lead_fallback=_units(catalogue.words("caution.lead_fallback")),
            objection_then_approver=catalogue.word("objection.then_approver"),
            refused_attempt_is_breach=catalogue.flag("conf.refused_attempt_is_breach"),
            declined_keeps_trigger=catalogue.flag("package.declined_keeps_trigger"),
            handed_over_for=catalogue.words("cc.must_follow"),
            pressing_clocks=catalogue.words("t7.clocks"),
            returned_is_no_reply=catalogue.flag("t7.returned_counts_as_no_reply"),
            returns_max=catalogue.number("acct.14_2c.returns"),
            late_steps_show=catalogue.setting("internal_sla.effect") == "INDICATOR",
            leapfrog_level_min=catalogue.word("leapfrog.min_level"),
        )


def _units(codes: tuple[str, ...]) -> tuple[UnitCode, ...]:
    return tuple(UnitCode(code) for code in codes)
