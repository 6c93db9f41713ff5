"""Who of those at work must not be (art. 7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from services.routing.state import Draft, RoutingState


def denied_at_work(state: RoutingState, catalogue: Catalogue) -> tuple[UnitCode, ...]:
    """Which units at work, or named in the waiting draft, are denied now."""
    at_work = state.at_work
    named = (at_work.lead_unit, *at_work.co_units)
    return tuple(u for u in named if u is not None and catalogue.under(u, state.denied_units))


def without(draft: Draft, denied: Collection[UnitCode], version: int) -> Draft:
    """The same lead, helped by the others only."""
    kept = tuple(unit for unit in draft.co_units if unit not in denied)
    return replace(draft, version=version, co_units=kept)
