"""One service in a process of its own that ends or stops itself between two steps of its work.

`python -m tests.integration.victim LABEL CLOCK [--at POINT --pass N --signal S] [--defect NAME]`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from datetime import datetime

from services.chassis.clock import StoryClock
from services.chassis.http import served, window
from services.chassis.process import part_named
from services.chassis.running import Part, running
from services.chassis.settings import ChassisSettings
from services.chassis.worker import Step
from tests.integration.defects import DEFECTS
from tests.integration.stage import OPEN_ONLY, SOURCE, house_of

SERVES = "serves on"
"""Printed, with the port of its window, once the consumer runs."""


def hook(point: str, passes: int, number: signal.Signals, then: str = "") -> Step:
    """Send `number` to this process when it passes `point` for the `passes`-th time.

    If it lives on after that it dies at `then`.
    """
    passed = 0

    async def step(at: str) -> None:
        nonlocal passed
        if at == then and passed >= passes:
            os.kill(os.getpid(), signal.SIGKILL)
        if at != point:
            return
        passed += 1
        if passed == passes:
            os.kill(os.getpid(), number)

    return step


async def serve(part: Part, clock: StoryClock, step: Step | None) -> None:
    """Run the part until a signal ends the process."""
    settings = ChassisSettings()
    house = house_of(settings, OPEN_ONLY, clock)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with (
        running(house, [part], (SOURCE,), lambda _: step) as here,
        served(window(here), settings.http_port) as port,
    ):
        sys.stdout.write(f"{SERVES} {port}\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> None:
    """Parse, plant, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("label")
    parser.add_argument("clock", type=datetime.fromisoformat)
    parser.add_argument("--at", default="")
    parser.add_argument("--pass", dest="passes", type=int, default=1)
    parser.add_argument("--signal", choices=("KILL", "STOP"), default="KILL")
    parser.add_argument("--then", default="")
    parser.add_argument("--defect", choices=sorted(DEFECTS), default=None)
    options = parser.parse_args()
    if options.defect:
        DEFECTS[options.defect]()
    number = signal.Signals[f"SIG{options.signal}"]
    step = hook(options.at, options.passes, number, options.then) if options.at else None
    asyncio.run(serve(part_named(options.label), StoryClock(options.clock), step))


if __name__ == "__main__":
    main()
