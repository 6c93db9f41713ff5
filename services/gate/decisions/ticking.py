"""When the clock of a lane ticks: at its pace, and never past work that is still under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Tick(StrEnum):
    """What to do with the clock of a lane now."""

    NOT_DUE = "NOT_DUE"
    DRAINED = "DRAINED"
    HOLD = "HOLD"
    UNDRAINED = "UNDRAINED"
    """Held too long: tick all the same, say so, and raise an alert."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the clock ticks, and how long services that are down may hold it."""

    tick_interval_seconds: int = 60
    quiet_interval_minutes: int = 10
    """Where nothing is armed, nobody waits for a tick."""
    tick_hold_minutes_max: int = 60


@dataclass(frozen=True, slots=True)
class LaneClock:
    """What is known of a lane's clock at one look."""

    last_tick: datetime | None = None
    armed: bool = False
    """Whether any timer of the lane waits for a tick."""
    held_since: datetime | None = None
    """When the tick that is due now was first held back."""


def is_due(clock: LaneClock, now: datetime, pace: Pace) -> bool:
    """Whether it is time to tick; a lane where nothing is armed is asked less often."""
    if clock.last_tick is None:
        return True
    quiet = timedelta(minutes=pace.quiet_interval_minutes)
    interval = timedelta(seconds=pace.tick_interval_seconds) if clock.armed else quiet
    return now - clock.last_tick >= interval


def next_tick(clock: LaneClock, now: datetime, drained: bool, pace: Pace) -> Tick:
    """Tick, hold or leave it: a service that is down holds the clock, it makes nobody overdue."""
    if not is_due(clock, now, pace):
        return Tick.NOT_DUE
    if drained:
        return Tick.DRAINED
    held_since = clock.held_since if clock.held_since is not None else now
    hold_max = timedelta(minutes=pace.tick_hold_minutes_max)
    return Tick.UNDRAINED if now - held_since >= hold_max else Tick.HOLD
