"""What the services of one process share, and what each is wired from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.catalogue import Catalogue
from contracts.ports import Calendar, Judge
from services.chassis.batch import Lane, Processor
from services.chassis.clock import Clock
from services.chassis.security import LaneKeys
from services.chassis.settings import ChassisSettings
from services.chassis.telemetry import Telemetry


@dataclass(frozen=True, slots=True)
class House:
    """Handed to every service's `app`; it takes what it needs."""

    settings: ChassisSettings
    catalogue: Catalogue
    calendar: Calendar
    judge: Judge
    telemetry: Telemetry
    clock: Clock
    """Only the gate may read it."""
    keys: LaneKeys | None = None
    """Only the gate has them: it alone seals, and hashes names."""
    lanes: Sequence[Lane] = ("open", "restricted")


class GateApp(Protocol):
    """What the gate's app module offers instead of a `Service`."""

    def processor(self, house: House) -> Processor:
        """The processor of petitions and commands."""
        ...
