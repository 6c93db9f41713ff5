"""Escalation, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.escalation.decisions.known import Known
from services.escalation.handlers import ON_COMMAND, ON_EVENT
from services.escalation.settings import EscalationSettings
from services.escalation.state import EVOLVE, EscalationState


def service(house: House) -> Service[EscalationState, Known]:
    """What follows from a trigger: packages, supervision, accountability (art. 8, 9, 12, 14)."""
    return Service(
        owner=Owner.ESCALATION,
        state=EscalationState,
        known=Known(catalogue=house.catalogue, settings=EscalationSettings.of(house.catalogue)),
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )
