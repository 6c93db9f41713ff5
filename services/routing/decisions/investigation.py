"""Which bodies may look into a report about the bureau's own (art. 7, E17)."""

from __future__ import annotations

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from services.routing.state import RoutingState

LADDER = (UnitCode("DSC"), UnitCode("PDI"), UnitCode("EXT-CCDI"))
"""From below; each stands above all that the one before may look into."""
OUTSIDE_THE_BUREAU = frozenset(LADDER[1:])


def is_body(unit: UnitCode) -> bool:
    """Whether reports may be given to it at all."""
    return unit in LADDER


def may_investigate(body: UnitCode, state: RoutingState, catalogue: Catalogue) -> bool:
    """Not reported itself, and no lower than the rung the gate found."""
    if catalogue.under(body, state.denied_units):
        return False
    return state.ladder_body is None or LADDER.index(body) >= LADDER.index(state.ladder_body)
