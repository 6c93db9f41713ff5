"""Intake, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service
from services.intake.decisions.known import Known
from services.intake.handlers import ON_COMMAND, ON_EVENT
from services.intake.settings import IntakeSettings
from services.intake.state import EVOLVE, IntakeState


def service(house: House) -> Service[IntakeState, Known]:
    """Takes petitions in, receives visitors, tells source and petitioner (art. 10(一), 11)."""
    return Service(
        owner=Owner.INTAKE,
        state=IntakeState,
        known=Known(
            judge=house.judge,
            calendar=house.calendar,
            settings=IntakeSettings.of(house.catalogue),
        ),
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )
