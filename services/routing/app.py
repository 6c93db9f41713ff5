"""Routing, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.routing.decisions.known import Known, known_of
from services.routing.handlers import ON_BUREAU, ON_COMMAND, ON_EVENT
from services.routing.state import EVOLVE, RoutingState


def service(_: House) -> Service[RoutingState, Known]:
    """What the rules say of a petition, and who agreed (art. 2, 7, 10(二), 12, 14)."""
    return Service(
        owner=Owner.ROUTING,
        state=RoutingState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_bureau=ON_BUREAU,
        is_open=lambda state: state.is_in_hand,
        evolve=EVOLVE,
    )
