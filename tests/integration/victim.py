"""One service in a process of its own that ends or stops itself between two steps of a batch.

`python -m tests.integration.victim LABEL [--at POINT --pass N --signal KILL|STOP] [--defect NAME]`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal

from services.chassis.clock import WallClock
from services.chassis.http import served, window
from services.chassis.kit import open_house
from services.chassis.process import part_named
from services.chassis.running import Part, running
from services.chassis.settings import ChassisSettings
from services.chassis.worker import Step
from tests.integration.defects import DEFECTS

SOURCES = ("bureau-desk",)


def hook(point: str, passes: int, number: signal.Signals) -> Step:
    """Send `number` to this process when it passes `point` for the `passes`-th time."""
    passed = 0

    async def step(at: str) -> None:
        nonlocal passed
        if at != point:
            return
        passed += 1
        if passed == passes:
            os.kill(os.getpid(), number)

    return step


async def serve(part: Part, step: Step | None) -> None:
    """Run the part until a signal ends the process."""
    settings = ChassisSettings()
    house = open_house(settings, WallClock(), process=f"victim {part.label}")
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with running(house, [part], SOURCES, lambda _: step) as here:
        async with served(window(here), settings.http_port):
            await stopped.wait()


def main() -> None:
    """Parse, plant, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("label")
    parser.add_argument("--at", default="")
    parser.add_argument("--pass", dest="passes", type=int, default=1)
    parser.add_argument("--signal", choices=("KILL", "STOP"), default="KILL")
    parser.add_argument("--defect", choices=sorted(DEFECTS), default=None)
    options = parser.parse_args()
    if options.defect:
        DEFECTS[options.defect]()
    number = signal.Signals[f"SIG{options.signal}"]
    step = hook(options.at, options.passes, number) if options.at else None
    asyncio.run(serve(part_named(options.label), step))


if __name__ == "__main__":
    main()
