"""How routing's state changes where a case is kept from somebody (art. 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contracts.events import intake, routing
from services.routing.state.case import Draft, RoutingState


def kept_from(
    state: RoutingState,
    event: intake.ConfidentialityRestricted
    | intake.ConfidentialityCautioned
    | intake.ConfidentialityLifted,
) -> RoutingState:
    """Class and deny set as they are now."""
    ranks = {person.rank for person in event.denied_persons}
    state = replace(
        state,
        confidentiality=event.level,
        denied_units=event.denied_units,
        leader_denied="LEADING_GROUP" in ranks,
    )
    if isinstance(event, intake.ConfidentialityRestricted):
        return replace(state, ladder_body=event.body)
    return state


def revoked(state: RoutingState, _event: Any) -> RoutingState:
    """Whatever was agreed to does not hold; the draft's number goes on."""
    draft = Draft(version=state.draft.version, external_bodies=state.draft.external_bodies)
    return replace(state, dispatched=None, body=None, draft=draft, approval="NONE")


def blocked(state: RoutingState, event: routing.AssignmentBlocked) -> RoutingState:
    """A draft that names them as lead has none any more."""
    if state.dispatched is not None or state.draft.lead_unit != event.unit:
        return state
    return replace(state, draft=replace(state.draft, lead_unit=None), approval="NONE")
