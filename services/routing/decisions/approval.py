"""Who may approve a draft, and when (10(二), E73, E80)."""

from __future__ import annotations

from contracts.ports import Refused
from services.routing.decisions.known import Known
from services.routing.settings import RoutingSettings
from services.routing.state import RoutingState

CLAUSE = "10.2b"


def check(state: RoutingState, role: str, known: Known) -> None:
    """Raise `Refused` unless this role may decide on a draft that waits."""
    if not _may(state, role, known.settings):
        raise Refused("ROLE_NOT_ALLOWED", CLAUSE)
    if state.closed or state.approval != "AWAITED" or state.draft.lead_unit is None:
        raise Refused("STATE_DOES_NOT_ALLOW", CLAUSE)


def _may(state: RoutingState, role: str, settings: RoutingSettings) -> bool:
    """A deputy stands in for an implicated leader; after many objections only one role may."""
    if state.objections > settings.objections_max:
        return role == settings.objection_then_approver
    return role != "DEPUTY_DIRECTOR" or state.leader_denied
