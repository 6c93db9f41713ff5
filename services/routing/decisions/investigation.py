"""Which bodies may look into a report about the bureau's own (art. 7, E17)."""

from __future__ import annotations

from contracts.envelope import UnitCode
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

BUREAU_BODY = UnitCode("DSC")
"""The one rung that is part of the bureau: whoever else investigates, its clocks stop."""


def is_body(unit: UnitCode, known: Known) -> bool:
    """Whether reports may be given to it at all."""
    return unit in known.settings.conf_ladder


def may_investigate(body: UnitCode, state: RoutingState, known: Known) -> bool:
    """Not reported itself, and no lower than the rung the gate found."""
    if known.catalogue.under(body, state.denied_units):
        return False
    ladder, found = known.settings.conf_ladder, state.ladder_body
    return found not in ladder or ladder.index(body) >= ladder.index(found)


def is_outside(body: UnitCode) -> bool:
    """Whether the case leaves the bureau's own investigation."""
    return body != BUREAU_BODY
