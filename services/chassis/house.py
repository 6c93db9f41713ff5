"""What the services of one process share, and what each is wired from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.basis import Basis
from services.chassis.batch import Lane
from services.chassis.clock import Clock
from services.chassis.security import LaneKeys
from services.chassis.settings import ChassisSettings
from services.chassis.standing import Standing
from services.chassis.telemetry import Telemetry
from services.chassis.versions import loader


@dataclass(frozen=True, slots=True)
class House:
    """Handed to every service's `app`; it takes what it needs."""

    settings: ChassisSettings
    basis: Basis
    """What it came with; bureau-wide events on the log put others in force."""
    telemetry: Telemetry
    """Of the open lane."""
    restricted_telemetry: Telemetry
    """Of the restricted lane: its spans and figures show on the open side nowhere."""
    clock: Clock
    """Only the gate may read it."""
    keys: LaneKeys | None = None
    """Only the gate has them: it alone seals, and hashes names."""
    lanes: Sequence[Lane] = ("open", "restricted")

    def standing(self) -> Standing:
        """What one service of one lane will learn of bureau-wide events; nothing yet."""
        return Standing(self.basis, loader(self.basis))

    def telemetry_of(self, lane: Lane) -> Telemetry:
        """The spans and metrics of a lane."""
        return self.restricted_telemetry if lane == "restricted" else self.telemetry

    def close(self) -> None:
        """Send what waits, on both sides."""
        self.telemetry.close()
        self.restricted_telemetry.close()
