"""Escalation, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.escalation.decisions.known import Known, known_of
from services.escalation.handlers import ON_COMMAND, ON_EVENT
from services.escalation.state import EVOLVE, EscalationState


def service(_: House) -> Service[EscalationState, Known]:
    """What follows from a trigger: packages, supervision, accountability (art. 8, 9, 12, 14)."""
    return Service(
        owner=Owner.ESCALATION,
        state=EscalationState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )
