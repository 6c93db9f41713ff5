"""A unit that is no more: whoever took it over has its open cases (N.2)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.envelope import CaseEvent
from contracts.events.gate import UnitCatalogueChanged
from contracts.events.routing import AssignmentDispatched, AssignmentDrafted, AssignmentReassigned
from services.routing.decisions.known import Known
from services.routing.decisions.units import succeeded, unit_fault
from services.routing.state import RoutingState


def on_unit_changed(
    state: RoutingState, event: UnitCatalogueChanged, known: Known
) -> Iterator[CaseEvent]:
    """Work in hand, or a draft that waits, goes to the successor, unless it may not know of it."""
    held = state.dispatched or state.draft
    after = succeeded(held, event.unit, event.successor)
    if after == held or after.lead_unit is None:
        return
    if unit_fault((after.lead_unit, *after.co_units), state.denied_units, known.catalogue):
        return
    if state.dispatched is None:
        yield AssignmentDrafted(
            version=after.version + 1,
            lead_unit=after.lead_unit,
            co_units=after.co_units,
            external_bodies=after.external_bodies,
        )
        return
    if held.lead_unit is not None and held.lead_unit != after.lead_unit:
        yield AssignmentReassigned(
            version=after.version, previous_lead_unit=held.lead_unit, lead_unit=after.lead_unit
        )
    yield AssignmentDispatched(
        version=after.version,
        lead_unit=after.lead_unit,
        co_units=after.co_units,
        external_bodies=after.external_bodies,
        urgent=state.approval == "AWAITED",
    )
