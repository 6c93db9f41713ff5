"""Cases for the archive's tests: events in, files out, told by the same decider the house runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from contracts.basis import Basis
from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, CaseId, Owner, Principal, UnitCode
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.handling import PetitionConcluded
from contracts.events.intake import PetitionRegistered
from contracts.events.routing import AssignmentDispatched, AssignmentDrafted, PetitionAccepted
from contracts.petition import PetitionFacts
from contracts.zone import bureau_moment
from services.archive.decisions import FilingLimits, Known, known_of
from services.archive.handlers import ON_COMMAND, ON_EVENT
from services.archive.state import EVOLVE, CaseFile
from services.chassis.deciding import Decider, Turn
from services.chassis.service import Service
from services.chassis.standing import Standing
from tests.unit.case_story import BASIS

CASE = CaseId("0d9c4a5e-0000-5000-8000-000000000001")
START = bureau_moment(date(2021, 6, 1))
UNIT = UnitCode("MNT-DR")
LIMITS = FilingLimits(materials_working_days=10, file_by_month=6, file_by_day=30)


def archive() -> Service[CaseFile, Known]:
    """The archive as its app wires it, with the limits of these tests."""
    return Service(
        owner=Owner.ARCHIVE,
        state=CaseFile,
        known=lambda basis: known_of(basis, LIMITS),
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
        reads_everything=True,
    )


SERVICE = archive()


def basis_with(**readings: Any) -> Basis:
    """What is in force where the bureau reads the procedure so; `__` stands for a dot."""
    changes = {key.replace("__", "."): value for key, value in readings.items()}
    return replace(BASIS, catalogue=BASIS.catalogue.configured(changes))


def received(**fields: Any) -> PetitionReceived:
    """A letter about a blocked sewer."""
    facts = PetitionFacts(named=True, petitioner_type="PERSON", persons=1)
    defaults = {
        "source": "bureau-desk",
        "platform_ref": "L-1",
        "channel": "LETTER",
        "received_at": START,
        "regime": "2005",
        "confidentiality": "NORMAL",
        "petition": facts,
    }
    return PetitionReceived.model_validate(defaults | fields)


def registered(**fields: Any) -> PetitionRegistered:
    """Its entry in the register."""
    defaults = {
        "reg_no": "2021-0-1",
        "registered_at": START,
        "kind": "COMPLAINT",
        "confidentiality": "NORMAL",
        "source": "bureau-desk",
        "publish": "PETITIONER_ONLY",
    }
    return PetitionRegistered.model_validate(defaults | fields)


def accepted(**fields: Any) -> PetitionAccepted:
    """Ours, for the unit that keeps the sewers."""
    defaults = {
        "accepted_on": date(2021, 6, 1),
        "acceptance": "ACCEPT",
        "routing": "NORMAL_TRANSFER",
        "signoff_required": True,
        "lead_unit": UNIT,
    }
    return PetitionAccepted.model_validate(defaults | fields)


def drafted(lead_unit: UnitCode | None = UNIT, **fields: Any) -> AssignmentDrafted:
    """The proposal."""
    return AssignmentDrafted(version=1, lead_unit=lead_unit, **fields)


def dispatched(lead_unit: UnitCode = UNIT, **fields: Any) -> AssignmentDispatched:
    """The assignment."""
    return AssignmentDispatched(version=1, lead_unit=lead_unit, **fields)


def concluded() -> PetitionConcluded:
    """Answered and signed for."""
    return PetitionConcluded(concluded_on=date(2021, 6, 15), outcome_code="SIGNED")


ARRIVED = (received(), registered())
ASSIGNED = (*ARRIVED, accepted(), drafted(), dispatched())
CONCLUDED = (*ASSIGNED, concluded())


def command(type_: str, role: str = "ARCHIVIST", **fields: Any) -> CommandReceived:
    """A command as the log brings it."""
    actor = Actor(principal=Principal("demo-archivist"), role=role, unit=UNIT)
    number = "-".join(("c", type_, *map(str, fields.values())))
    return CommandReceived(command_id=number, type=type_, actor=actor, fields=fields)


def play(*events: CaseEvent) -> Turn[CaseFile]:
    """The last event's turn, after all before it; each happens a day after the one before."""
    return turns(events)[-1]


def turns(
    events: Sequence[CaseEvent],
    days_apart: int = 1,
    basis: Basis = BASIS,
    pause: int = 0,
) -> list[Turn[CaseFile]]:
    """The turn of each event; a `pause` of so many days comes before the last one."""
    decider = Decider(SERVICE, lambda *_: None, Standing(basis))
    record = decider.fresh(CASE)
    played = []
    for number, event in enumerate(events):
        waited = pause if number == len(events) - 1 else 0
        stamped = event.stamped(
            case_id=CASE,
            id=f"e-{number}",
            seq=number + 1,
            occurred_at=START + timedelta(days=number * days_apart + waited),
            caused_by=f"e-{number - 1}",
            partition=0,
            offset=number,
        )
        turn = decider.apply(record, stamped, "story")
        record = turn.record
        played.append(turn)
    return played


def case_after(*events: CaseEvent) -> CaseFile:
    """The case once all this has happened."""
    return play(*events).record.state
