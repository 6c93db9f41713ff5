"""The readings of the procedure that escalation goes by."""

from __future__ import annotations

from typing import Literal, Self

from contracts.catalogue import Catalogue
from contracts.envelope import Strict, UnitCode

PETITION_OFFICE = UnitCode("XFB")

StabilityFields = Literal["NOTE_ONLY", "NONE"]
"""What is kept of the third guarantee: a note, or not even that. There is no third choice (E20)."""


class EscalationSettings(Strict):
    """What the procedure leaves open, each with its key in the catalogue."""

    team_distinct: bool = True
    """`team.distinct`: three seats, three people (E34)."""
    fallback_supervisor: UnitCode = UnitCode("SUP")
    """`team.fallback_supervisor`: supervises where the lead unit is a section itself (E34)."""
    stability_fields: StabilityFields = "NOTE_ONLY"
    """`guarantee.stability.fields`: never anything about where a person is or goes (E20)."""
    package_quiet_days: int = 90
    """`package.close_quiet_days`: how long after its conclusion a silent case may be closed."""
    grave_matters_to: str = "DIRECTOR"
    """`role.map.bureau_leader_if_major`: who hears of a major or abnormal event at once (E8)."""
    petition_office: UnitCode = PETITION_OFFICE
    """Where this unit itself is flagged, the director proposes in its place (art. 9(一)7)."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them; a reading that would watch a person is refused."""
        return cls.model_validate(
            {
                "team_distinct": catalogue.setting("team.distinct"),
                "fallback_supervisor": catalogue.setting("team.fallback_supervisor"),
                "stability_fields": catalogue.setting("guarantee.stability.fields"),
                "package_quiet_days": catalogue.setting("package.close_quiet_days"),
                "grave_matters_to": catalogue.setting("role.map.bureau_leader_if_major"),
            }
        )
