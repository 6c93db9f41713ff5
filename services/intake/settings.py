"""The readings of the procedure that intake goes by."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue
from contracts.envelope import Strict


class IntakeSettings(Strict):
    """Numbers the procedure leaves open, each with its key in the catalogue."""

    representatives_max: int = 5
    """`group.max_reps`: how many may speak for a group."""
    repeat_lookback_days: int = 730
    """`repeat.lookback_days`: an older reply or refusal makes no repeat."""
    repeat_after_reply_only: bool = True
    """`repeat.after_reply_only`: what is raised again while it is open does not count."""
    conclude_days: int = 60
    """B-6: a promise may shorten the law's limit, never lengthen it."""

    group_counted_min: int = 5
    """`group.stat_min`: how many make a group in the statistics."""
    register_fields: tuple[str, ...] = ("NAME", "EMPLOYER_OR_ADDRESS", "TIME", "CONTENT")
    """`register.fields`: what the register asks for."""
    units_register_apart: bool = False
    """`subunit.registry` OWN: a unit keeps what it takes in itself in a register of its own."""
    leader_in_charge: str = "PETITION_VICE_LEADER"
    """`role.map.leader_in_charge`: who is told of a group."""
    leader_if_major: str = "DIRECTOR"
    """`role.map.bureau_leader_if_major`: who agrees to the reception of a major matter."""
    on_spot_concludes: bool = True
    """`visit.on_spot_concludes`: an answer on the spot leaves nothing else to do."""
    assess_before_read_back: bool = False
    """`visit.assess_before_read_back`: nobody waits until the record was read back."""
    redirect_needs_consent: bool = True
    """`nonacceptance.oral_redirect_needs_consent`: a visitor sent elsewhere is not yet refused."""
    notice_enabled: bool = True
    """`notice.acceptance.enabled`: the petitioner is told of the acceptance in writing."""
    notice_automatic: bool = True
    """`notice.acceptance.automatic`: that notice follows by itself."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            representatives_max=catalogue.number("group.max_reps"),
            repeat_lookback_days=catalogue.number("repeat.lookback_days"),
            repeat_after_reply_only=catalogue.flag("repeat.after_reply_only"),
            conclude_days=catalogue.limit("conclude").limit,
            group_counted_min=catalogue.number("group.stat_min"),
            register_fields=catalogue.words("register.fields"),
            units_register_apart=catalogue.setting("subunit.registry") == "OWN",
            leader_in_charge=catalogue.word("role.map.leader_in_charge"),
            leader_if_major=catalogue.word("role.map.bureau_leader_if_major"),
            on_spot_concludes=catalogue.flag("visit.on_spot_concludes"),
            assess_before_read_back=catalogue.flag("visit.assess_before_read_back"),
            redirect_needs_consent=catalogue.flag("nonacceptance.oral_redirect_needs_consent"),
            notice_enabled=catalogue.flag("notice.acceptance.enabled"),
            notice_automatic=catalogue.flag("notice.acceptance.automatic"),
        )
