"""Intake, wired."""

from __future__ import annotations

from contracts.envelope import Owner
from contracts.events.gate import CommandReceived, PetitionReceived
from services.chassis.house import House
from services.chassis.service import Lookup, Service
from services.intake.decisions import repeats
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
        lookup=Lookup(
            sought={
                PetitionReceived: repeats.of_person,
                CommandReceived: repeats.of_link,
            },
            leads_to=repeats.leads_to,
            tell=repeats.tell,
            recall=repeats.recall,
        ),
    )
