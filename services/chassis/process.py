"""One process of the house: `python -m services.chassis.process gate restricted.archive …`."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Sequence

import structlog
import uvloop

from services.chassis.clock import WallClock
from services.chassis.http import served, window
from services.chassis.kit import open_house
from services.chassis.running import GATE, Part, all_parts, prepare, rooms_of, running
from services.chassis.settings import ChassisSettings
from services.chassis.topics import sources_of
from services.chassis.watchdog import STUCK_EXIT_CODE, watch

BAD_USE = 2
COLLECTION_THRESHOLDS = (100_000, 50, 100)
"""States and messages hold no circles, and many of them stay: looking through them every few
hundred objects, as the interpreter does by itself, costs a fifth of the CPU."""
log = structlog.get_logger()


def part_named(label: str) -> Part:
    """`intake` is the open lane's, `restricted.intake` the other's; raises `ValueError`."""
    lane, _, service = label.rpartition(".")
    part = Part(service, "restricted" if lane == "restricted" else "open")
    if part not in all_parts(("open", "restricted")):
        raise ValueError(f"There is no service {label!r}.")
    return part


async def serve(parts: Sequence[Part]) -> None:
    """Run parts of the house until SIGTERM or SIGINT, then stop gracefully."""
    settings = ChassisSettings()
    house = open_house(settings, WallClock(), process="+".join(part.label for part in parts))
    sources = sources_of(house.basis.catalogue)
    await prepare(house, parts, sources)
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with (
        running(house, parts, sources) as here,
        served(window(here, rooms_of(here)), settings.http_port) as port,
    ):
        log.info("serving", parts=[part.label for part in parts], http_port=port)
        # A task that fails ends the process: a house without its clock only seems to run.
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(watch(here, _stuck), name="watchdog")]
            if here.ticker is not None and Part(GATE) in parts:
                tasks.append(group.create_task(here.ticker.run(house.clock), name="ticker"))
            await stopped.wait()
            for task in tasks:
                task.cancel()
    house.close()


def _stuck(label: str) -> None:
    log.error("stuck", part=label, exit_code=STUCK_EXIT_CODE)
    os._exit(STUCK_EXIT_CODE)  # a hanging consumer would hang a graceful stop as well


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 after a graceful stop, 2 for bad use."""
    try:
        parts = [part_named(label) for label in arguments] or list(
            all_parts(("open", "restricted"))
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_USE
    uvloop.run(serve(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
