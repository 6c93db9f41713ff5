"""`make bench`: rates and CPU of the whole house on real servers; `--check` holds the floors."""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.local.servers import Addresses, Servers
from services.chassis.client import Client
from services.chassis.drain import Drain
from services.chassis.namespace import drop_namespace, new_namespace
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster
from services.desk.demo.processes import HouseProcess, Program, ready, spawn, stop
from tests.bench.driver import SOURCE, Driver, bad_inputs
from tests.bench.measure import CpuMeter, Figure

PROCESSES = {
    "gate": ("gate", "archive"),
    "cases": ("intake", "routing", "handling", "deadlines", "escalation"),
}
"""How the open lane is spread over two processes for two cores."""
FLOORS_FILE = Path(__file__).parent / "floors.json"
RESULT_FILE = Path("build/bench.json")
WARM_UP = 200
SETTLED_SECONDS_MAX = 300.0


@dataclass(slots=True)
class Bench:
    """A running house to be measured."""

    settings: ChassisSettings
    drain: Drain
    processes: list[HouseProcess]
    meter: CpuMeter
    driver: Driver

    async def log_events(self) -> int:
        """Events on the case log so far."""
        return sum((await self.drain.log_ends("open")).values())

    def records_per_batch(self) -> dict[str, int]:
        """How much each worker took at once, over the whole run."""
        workers = {
            label: worker
            for process in self.processes
            for label, worker in json.loads(process.ask("/status")[1]).items()
        }
        return {
            label: round(worker["records"] / max(1, worker["batches"]))
            for label, worker in workers.items()
        }

    async def heard(self) -> None:
        """Wait until the gate and every service have done all there is."""
        topic = self.settings.topic("open", f"petitions.submitted.v1.{SOURCE}")
        async with asyncio.timeout(SETTLED_SECONDS_MAX):
            ends = await self.drain.ends([topic])
            while not await self.drain.inbound([topic], ends):
                await asyncio.sleep(0.02)
            while (await self.drain.lane("open")).behind:
                await asyncio.sleep(0.02)

    async def accept_to_commit(self, first: int, count: int) -> Figure:
        """Petition bytes on the topic → decided, stored, deadlines armed, events on the log."""
        before = await self.log_events()
        self.meter.start()
        await self.driver.submit(range(first, first + count))
        await self.heard()
        seconds, cpu = self.meter.stop()
        events = await self.log_events() - before
        return Figure("accept-to-commit", "petition", count, seconds, events, cpu)

    async def lifecycles(self, first: int, count: int) -> Figure:
        """A petition and nine commands, through all services, to its conclusion."""
        before = await self.log_events()
        self.meter.start()
        numbers = range(first, first + count)
        await self.driver.carry_through(numbers, SETTLED_SECONDS_MAX)
        await self.heard()
        seconds, cpu = self.meter.stop()
        events = await self.log_events() - before
        if self.driver.refused:
            raise RuntimeError(f"A command was refused: {self.driver.refused[0]}")
        return Figure("whole lifecycles", "lifecycle", count, seconds, events, cpu)

    async def dead_letters(self) -> list[float]:
        """Seconds from each bad input to its dead letter."""
        seconds = []
        async with Client(self.settings, [SOURCE]) as client:
            for word, value in bad_inputs():
                started = time.perf_counter()
                await client.publish_raw(SOURCE, word.encode(), value)
                seconds.append(time.perf_counter() - started)
        return seconds


@asynccontextmanager
async def running_bench(addresses: Addresses, servers: Servers) -> AsyncIterator[Bench]:
    """The open lane in processes of its own, in a namespace of its own."""
    run = new_namespace("b")
    environment = {
        "KAFKA_BOOTSTRAP": addresses.kafka_bootstrap,
        "POSTGRES_DSN": addresses.postgres_dsn,
        "NAMESPACE": run,
        "VAULT_KEY_OPEN": base64.b64encode(os.urandom(32)).decode(),
        "VAULT_KEY_RESTRICTED": base64.b64encode(os.urandom(32)).decode(),
    }
    os.environ.update(environment)
    settings = ChassisSettings()
    folder = Path("build/bench")
    processes = [
        spawn(Program(name, "services.chassis.process", parts), environment, folder)
        for name, parts in PROCESSES.items()
    ]
    try:
        await ready(processes)
        groups = {process.name: [process.started.pid] for process in processes}
        groups["driver"] = [os.getpid()]
        for server in servers.status():
            if server.pid is not None:
                groups[server.name] = [server.pid]
        driver = Driver(settings, run)
        async with Cluster(settings) as cluster:
            await driver.start()
            yield Bench(settings, Drain(cluster, settings), processes, CpuMeter(groups), driver)
            await driver.stop()
    finally:
        await stop(processes)
        # A broker that keeps the topics of every run grows slower from run to run.
        await drop_namespace(settings)


async def measure(petitions: int, lifecycles: int, rounds: int) -> dict[str, object]:
    """All figures: the median round of each measurement."""
    servers = Servers()
    addresses = await servers.ensure_async(lambda text: print(text, file=sys.stderr))  # noqa: T201
    async with running_bench(addresses, servers) as bench:
        await bench.lifecycles(0, WARM_UP)
        first = WARM_UP
        accepted, carried = [], []
        for _ in range(rounds):
            accepted.append(await bench.accept_to_commit(first, petitions))
            first += petitions
            carried.append(await bench.lifecycles(first, lifecycles))
            first += lifecycles
        dead = await bench.dead_letters()
        batches = bench.records_per_batch()
    figures = [_median(accepted), _median(carried)]
    return {
        "figures": [figure.as_json() for figure in figures],
        "rounds": rounds,
        "dead_letter_seconds_max": round(max(dead), 3),
        "records_per_batch": batches,
    }


def _median(rounds: list[Figure]) -> Figure:
    middle = statistics.median_low(figure.per_second for figure in rounds)
    return next(figure for figure in rounds if figure.per_second == middle)


def show(result: dict[str, object]) -> None:
    """The table."""
    table = Table(title="xinfang bench")
    for heading in (
        "measured",
        "per second",
        "log events",
        "CPU ms per unit",
        "CPU ms per log event",
        "CPU seconds",
    ):
        table.add_column(heading)
    figures = result["figures"]
    assert isinstance(figures, list)
    for figure in figures:
        table.add_row(
            f"{figure['name']} ({figure['count']})",
            str(figure["per_second"]),
            str(figure["log_events"]),
            str(figure["cpu_ms_per_unit"]),
            str(figure["cpu_ms_per_log_event"]),
            ", ".join(f"{name} {value}" for name, value in figure["cpu_seconds"].items()),
        )
    console = Console(width=160)
    console.print(table)
    console.print(f"records per batch: {result['records_per_batch']}")
    console.print(f"bad input → dead letter: at most {result['dead_letter_seconds_max']} s")


def under_floor(result: dict[str, object]) -> list[str]:
    """Sentences for every figure below its floor."""
    floors = json.loads(FLOORS_FILE.read_text("utf-8"))
    figures = result["figures"]
    assert isinstance(figures, list)
    found = []
    for figure in figures:
        floor = floors[figure["name"]]
        if figure["per_second"] < floor["per_second"]:
            found.append(
                f"{figure['name']}: {figure['per_second']}/s, floor {floor['per_second']}/s"
            )
        if figure["cpu_ms_per_log_event"] > floor["cpu_ms_per_log_event"]:
            cost = figure["cpu_ms_per_log_event"]
            found.append(
                f"{figure['name']}: {cost} ms per log event,"
                f" ceiling {floor['cpu_ms_per_log_event']}"
            )
    return found


def main() -> int:
    """Exit code 1 with `--check` where a figure is under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petitions", type=int, default=2_000)
    parser.add_argument("--lifecycles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    result = asyncio.run(measure(options.petitions, options.lifecycles, options.rounds))
    RESULT_FILE.parent.mkdir(exist_ok=True)
    RESULT_FILE.write_text(json.dumps(result, indent=1, ensure_ascii=False), "utf-8")
    show(result)
    print(f"written to {RESULT_FILE}")  # noqa: T201
    failed = under_floor(result) if options.check else []
    for sentence in failed:
        print(f"under the floor: {sentence}")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
