"""A worker that stands still while work waits is ended, so that its supervisor starts it anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from services.chassis.drain import Drain
from services.chassis.running import Running

LOOK_SECONDS = 5.0
STUCK_EXIT_CODE = 70


async def watch(here: Running, stuck: Callable[[str], None]) -> None:
    """Call `stuck` with a worker's name once its position stood still too long while work waits."""
    loop = asyncio.get_running_loop()
    waiting_since: dict[str, float] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        behind = await _behind(here.drain, here)
        for part, shell in here.shells.items():
            progress = shell.worker.progress
            works = progress.busy or part.label in behind
            if not works or progress.moved_at > waiting_since.get(part.label, 0.0):
                waiting_since[part.label] = loop.time()
            elif loop.time() - waiting_since[part.label] > here.house.settings.stuck_seconds_max:
                stuck(part.label)


async def _behind(drain: Drain, here: Running) -> set[str]:
    """Labels of the parts whose group is behind the log, wherever their members run."""
    labels: set[str] = set()
    for lane in here.house.lanes:
        look = await drain.lane(lane)
        prefix = "" if lane == "open" else "restricted."
        labels.update(prefix + service for service in look.behind)
    return labels
