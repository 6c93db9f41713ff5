"""By what a log is decided again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contracts.basis import Basis
from contracts.events.gate import PetitionReceived
from services.chassis.house import House
from services.chassis.running import GATE, service_app
from services.chassis.standing import Standing

AtTheGate = Callable[[PetitionReceived, Basis], PetitionReceived]
"""The petition as the gate would let it in on this basis, as far as the log can tell."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The house as it stands, or with one version of the procedure in the place of all others."""

    house: House
    instead: Basis | None = None
    """Where given, everything is judged by it, whatever was in force."""
    receipts_only: bool = False

    def standing(self) -> Standing:
        """What a service learns of bureau-wide events on its way through the log."""
        if self.instead is None:
            return self.house.standing()
        basis = self.instead
        return Standing(basis, lambda _event, _base: basis)

    @property
    def at_the_gate(self) -> AtTheGate:
        """The gate's own word on a petition that is on the log."""
        again: AtTheGate = service_app(GATE).received_again
        return again
