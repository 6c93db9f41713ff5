"""The house in the background: `up`, `down`, `status`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from contracts.topics import DEAD_LETTERS
from deploy.local.errors import LocalError
from deploy.local.servers import Servers
from services.chassis.batch import Lane
from services.chassis.drain import LOG_READERS, Drain
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster
from services.desk.demo import local, showing
from services.desk.demo.processes import (
    OK,
    HouseProcess,
    NotReady,
    ProcessDied,
    Program,
    ready,
    spawn,
    stop,
    write_down,
    written_down,
)
from services.desk.settings import DEMO_HOUSE, UP_HOUSE, DeskSettings

LANES: tuple[Lane, ...] = ("open", "restricted")
SERVICES = "services.chassis.process"
TRACES = Program("traces", "services.desk.traces", port_variable="TRACES_PORT")
OPEN = Program("open", SERVICES, ("gate", *LOG_READERS))
RESTRICTED = Program("restricted", SERVICES, tuple(f"restricted.{name}" for name in LOG_READERS))

console = Console()


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One service in one lane, as its process and the broker see it."""

    part: str
    healthy: bool
    lag: int
    """Events of the log it has not done yet."""
    timer_due: str | None
    """The earliest armed timer."""
    failures: int


@dataclass(frozen=True, slots=True)
class HouseStatus:
    """The whole house at one look."""

    parts: Sequence[PartStatus]
    dead_letters: int

    @property
    def healthy(self) -> bool:
        """Whether every part answers and holds its partitions."""
        return bool(self.parts) and all(part.healthy for part in self.parts)


def up() -> int:
    """Start what does not run yet and say where it answers; exit code 1 if it cannot."""
    try:
        asyncio.run(_up())
    except (LocalError, NotReady, ProcessDied) as error:
        console.print(str(error), style="red", markup=False)
        return 1
    return 0


def down() -> int:
    """Stop the processes and the servers; that they do not run is no fault."""
    asyncio.run(_stop_processes())
    Servers().stop(console.print)
    return 0


def status(as_json: bool) -> int:
    """How the house is that runs on this machine; exit code 1 unless all of it is well."""
    running = _running()
    found = asyncio.run(_look(running)) if running else HouseStatus((), 0)
    if as_json:
        document = {"healthy": found.healthy, **asdict(found)}
        console.print_json(json.dumps(document))
    elif not running:
        console.print("没有服务在运行 · nothing runs; `xinfang up` starts it")
    else:
        console.print(showing.house(found.parts, found.dead_letters))
    return 0 if found.healthy else 1


async def _up() -> None:
    addresses = await Servers().ensure_async(console.print)
    environment = local.at_home(ChassisSettings(), addresses)
    processes = written_down(local.UP_PROCESSES)
    alive = bool(processes) and all(process.alive() for process in processes)
    if not alive or not local.desk_was_told(UP_HOUSE, environment):
        await _stop_processes()
        processes = await _start(environment)
    for process in processes:
        console.print(f"{process.name:<12}{process.address}", highlight=False)


async def _start(environment: Mapping[str, str]) -> list[HouseProcess]:
    traces = spawn(TRACES, local.NO_KEYS, local.LOGS)
    spans_to = ChassisSettings().otel_exporter_otlp_endpoint or traces.address
    told = {**environment, "OTEL_EXPORTER_OTLP_ENDPOINT": spans_to}
    services = [
        spawn(OPEN, {**told, **local.keys(), **local.reading_secret()}, local.LOGS),
        spawn(RESTRICTED, {**told, **local.NO_KEYS}, local.LOGS),
    ]
    write_down([traces, *services], local.UP_PROCESSES)
    await ready([traces], "/livez")
    await ready(services)
    reading = {"READING_ROOM": services[0].address, **local.reading_secret()}
    local.tell_the_desk(UP_HOUSE, {**environment, **reading})
    return [traces, *services]


async def _stop_processes() -> None:
    await stop(written_down(local.UP_PROCESSES))
    for path in (local.UP_PROCESSES, UP_HOUSE):
        path.unlink(missing_ok=True)


def _running() -> list[HouseProcess]:
    """The demo's process where one runs, else those of `up`."""
    demo = [process for process in written_down(local.DEMO_PROCESS) if process.alive()]
    if demo:
        return demo
    forget(DEMO_HOUSE, local.DEMO_PROCESS)
    return [p for p in written_down(local.UP_PROCESSES) if p.name != TRACES.name]


def forget(*paths: Path) -> None:
    """What is written there is not true any more."""
    for path in paths:
        path.unlink(missing_ok=True)


async def _look(processes: Sequence[HouseProcess]) -> HouseStatus:
    settings = DeskSettings()
    async with Cluster(settings) as cluster:
        drain = Drain(cluster, settings)
        looks = {lane: await drain.lane(lane) for lane in LANES}
        dead = sum([await _dead_letters(cluster, settings, lane) for lane in LANES])
    lags = {
        _label(lane, name): n for lane, look in looks.items() for name, n in look.behind.items()
    }
    parts = [part for process in processes for part in _parts(process, lags)]
    return HouseStatus(parts, dead)


def _label(lane: Lane, service: str) -> str:
    return service if lane == "open" else f"{lane}.{service}"


def _parts(process: HouseProcess, lags: dict[str, int]) -> list[PartStatus]:
    code, text = process.ask("/status")
    if code != OK:
        return [PartStatus(process.name, healthy=False, lag=0, timer_due=None, failures=0)]
    known: dict[str, dict[str, Any]] = json.loads(text)
    return [
        PartStatus(
            part=label,
            healthy=bool(one["partitions"]),
            lag=lags.get(label, 0),
            timer_due=one["timer_due"],
            failures=one["failures"],
        )
        for label, one in known.items()
    ]


async def _dead_letters(cluster: Cluster, settings: ChassisSettings, lane: Lane) -> int:
    topic = settings.topic(lane, DEAD_LETTERS)
    return sum((await cluster.end_offsets(topic, range(settings.partitions))).values())
