"""Intake, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.intake.decisions.known import Known, known_of
from services.intake.handlers import ON_COMMAND, ON_EVENT
from services.intake.state import EVOLVE, IntakeState


def service(_: House) -> Service[IntakeState, Known]:
    """Takes petitions in, receives visitors, tells source and petitioner (art. 10(一), 11)."""
    return Service(
        owner=Owner.INTAKE,
        state=IntakeState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )
