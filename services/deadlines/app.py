"""Wires deadlines."""

from __future__ import annotations

from contracts.envelope import Owner
from services.chassis.house import House
from services.chassis.service import Service, Timers
from services.deadlines.decisions.known import Known, known_of
from services.deadlines.decisions.timers import earliest
from services.deadlines.handlers import ON_BUREAU, ON_COMMAND, ON_EVENT, fire
from services.deadlines.state import EVOLVE, CaseClocks


def service(_: House) -> Service[CaseClocks, Known]:
    """Every clock of a case: when it starts, strikes, moves and ends."""
    return Service(
        owner=Owner.DEADLINES,
        state=CaseClocks,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_bureau=ON_BUREAU,
        is_open=lambda state: state.has_open_dates,
        evolve=EVOLVE,
        timers=Timers(earliest, fire),
    )
