"""How a worker gets on: what others look at, and how long it waits after a failure."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from services.chassis.settings import ChassisSettings


@dataclass(slots=True)
class Progress:
    """What the watchdog and /status look at."""

    moved_at: float = 0.0
    busy: bool = False
    batches: int = 0
    records: int = 0
    failures: int = 0


@dataclass(slots=True)
class Patience:
    """Waits longer after each failure in a row, up to a limit."""

    _attempts: int = 0

    async def wait(self, settings: ChassisSettings) -> None:
        """After one more failure."""
        self._attempts += 1
        longest = min(
            settings.retry_delay_seconds_max,
            settings.retry_delay_seconds_min * 2**self._attempts,
        )
        # Jitter spreads the attempts of many workers; no decision depends on it.
        await asyncio.sleep(random.uniform(longest / 2, longest))  # noqa: S311

    def restore(self) -> None:
        """After a success."""
        self._attempts = 0
