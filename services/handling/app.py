"""Handling, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.handling.decisions.known import Known, known_of
from services.handling.handlers import ON_COMMAND, ON_EVENT
from services.handling.state import EVOLVE, HandlingState


def service(_: House) -> Service[HandlingState, Known]:
    """The unit's work, from receipt to conclusion (art. 10(三)-(五))."""
    return Service(
        owner=Owner.HANDLING,
        state=HandlingState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )
