"""The demo: real servers, all services in this process, and a story of months that ends now."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from deploy.local.errors import LocalError
from deploy.local.servers import Addresses, Servers
from services.chassis.calendar import load_calendar
from services.chassis.clock import StoryClock, WallClock
from services.chassis.database import connection
from services.chassis.house import House
from services.chassis.http import served, window
from services.chassis.kit import open_house
from services.chassis.namespace import drop_namespace
from services.chassis.running import Running, rooms_of
from services.chassis.settings import ChassisSettings
from services.chassis.topics import sources_of
from services.desk import store
from services.desk.demo import local, showing
from services.desk.demo.example import example_petition
from services.desk.demo.links import Link, all_answer
from services.desk.demo.processes import HouseProcess, identified, write_down, written_down
from services.desk.demo.story import Story, tell
from services.desk.play.player import Played, Player
from services.desk.play.run import (
    Verdict,
    look,
    name_key,
    play_scenario,
    story_house,
    story_settings,
)
from services.desk.play.verdict import CaseSeen, Difference, compare
from services.desk.settings import DEMO_HOUSE
from services.desk.traces.ring import Ring
from services.desk.traces.viewer import application

EXPLAINED = "instruction"
"""The petition whose case is explained, and whose spans are shown."""
INTERRUPTED = 130
PROGRAM = Path(sys.executable).with_name("xinfang")

WIDTH_MIN = 120
"""Where no terminal says how wide it is."""

console = Console() if sys.stdout.isatty() else Console(width=WIDTH_MIN)


class DemoRuns(Exception):
    """A demo runs already: Ctrl-C stops it where it was started, `xinfang status` shows it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the story stands at its end."""

    played: Played
    seen: dict[str, CaseSeen]
    differences: Sequence[Difference]


def run_demo(exit_at_end: bool) -> int:
    """Play the story and show it; exit code 0 only if it held and each link answered."""
    # A broker that just started finds no coordinator for a moment; the clients ask again.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        return asyncio.run(_demo(exit_at_end))
    except (LocalError, DemoRuns) as error:
        console.print(str(error), style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


async def play_story(now: datetime, settings: ChassisSettings) -> Verdict:
    """Play the story as it ends at `now`, on servers that run, without the demo around it."""
    return await play_scenario(tell(now, load_calendar()).scenario, settings)


async def _demo(exit_at_end: bool) -> int:
    _refuse_a_second_one()
    _end_on_sigterm()
    servers, began = Servers(), time.monotonic()
    found_running = servers.running()
    try:
        addresses = await servers.ensure_async(_say)
        await _drop_former(addresses)
        _say(f"{time.monotonic() - began:.1f} s: 服务器就绪 · servers ready")
        return await _played(addresses, exit_at_end, began)
    finally:
        for path in (DEMO_HOUSE, local.DEMO_PROCESS):
            path.unlink(missing_ok=True)
        await asyncio.to_thread(servers.stop, _say, found_running)


async def _played(addresses: Addresses, exit_at_end: bool, began: float) -> int:
    now = WallClock().now().replace(second=0, microsecond=0)
    story = tell(now, load_calendar())
    clock = StoryClock(story.scenario.starts_at)
    async with _house(addresses, clock) as (here, (traces, *own), player):
        _say(f"{time.monotonic() - began:.1f} s: 各服务就绪 · services ready")
        _say(f"{story.scenario.title} {story.scenario.starts_at:%Y-%m-%d} → {now:%Y-%m-%d}")
        with console.status("…"):
            played = await player.play(story.scenario)
        ended = await _ended(here.house, story, played)
        _say(f"{time.monotonic() - began:.1f} s: 结果 · the result")
        pages = [_of_case(played, traces), traces, *own]
        _show(here.house, story, ended)
        await _explain(here.house, story)
        for line in showing.links(pages, _command()):
            _say(line)
        if exit_at_end:
            return int(bool(ended.differences) or not await all_answer(pages, _say))
        await _stay(here, clock)
        return int(bool(ended.differences))


@asynccontextmanager
async def _house(
    addresses: Addresses, clock: StoryClock
) -> AsyncIterator[tuple[Running, list[Link], Player]]:
    """The viewer of spans, all services of both lanes, and their window."""
    async with AsyncExitStack() as stack:
        traces = await stack.enter_async_context(served(application(Ring()), 0))
        settings = _settings(addresses, f"http://127.0.0.1:{traces}")
        house = open_house(settings, clock, process="demo")
        # The last spans go to the viewer in this very process: the loop must stay free for them.
        stack.push_async_callback(asyncio.to_thread, house.close)
        sources = sources_of(house.basis.catalogue)
        here, client = await stack.enter_async_context(story_house(house, sources))
        port = await stack.enter_async_context(served(window(here, rooms_of(here)), 0))
        _write_down(settings, addresses, port)
        own = f"http://127.0.0.1:{port}"
        pages = [
            Link("各案轨迹", "spans of all cases", f"http://127.0.0.1:{traces}/"),
            Link("指标", "metrics", f"{own}/metrics"),
            Link("运行状态", "status", f"{own}/status"),
        ]
        yield here, pages, Player(here, client, clock)


def _settings(addresses: Addresses, viewer: str) -> ChassisSettings:
    told = ChassisSettings(
        kafka_bootstrap=addresses.kafka_bootstrap,
        postgres_dsn=SecretStr(addresses.postgres_dsn),
    )
    spans_to = told.otel_exporter_otlp_endpoint or viewer
    private = story_settings(told, "d")
    return private.model_copy(update={"otel_exporter_otlp_endpoint": spans_to})


def _write_down(settings: ChassisSettings, addresses: Addresses, port: int) -> None:
    """Let the command line find this house, and the next demo what to drop."""
    local.tell_the_desk(DEMO_HOUSE, local.at_home(settings, addresses))
    local.NAMESPACE.write_text(settings.namespace, "utf-8")
    own = HouseProcess("demo", identified(os.getpid(), port), Path(os.devnull))
    write_down([own], local.DEMO_PROCESS)
    example = example_petition(WallClock().now())
    local.EXAMPLE_PETITION.write_text(json.dumps(example, ensure_ascii=False, indent=1), "utf-8")


def _refuse_a_second_one() -> None:
    if any(process.alive() for process in written_down(local.DEMO_PROCESS)):
        raise DemoRuns(DemoRuns.__doc__)


async def _drop_former(addresses: Addresses) -> None:
    """The last run's namespace was left to be looked at; nobody does any more."""
    if not local.NAMESPACE.exists():
        return
    former = ChassisSettings(
        kafka_bootstrap=addresses.kafka_bootstrap,
        postgres_dsn=SecretStr(addresses.postgres_dsn),
        namespace=local.NAMESPACE.read_text("utf-8"),
    )
    await drop_namespace(former)
    local.NAMESPACE.unlink()


async def _ended(house: House, story: Story, played: Played) -> Ended:
    seen, _ = await look(house, played)
    found = compare(story.scenario, played, seen, name_key(house))
    return Ended(played, seen, [*found, *await _leaks(house, played)])


async def _leaks(house: House, played: Played) -> list[Difference]:
    """RESTRICTED cases of which the open side knows; there must be none."""
    settings, leaks = house.settings, []
    schema = settings.schema_of("open", "archive")
    async with connection(settings.postgres_dsn.get_secret_value(), schema) as link:
        for petition in played.petitions.values():
            if petition.lane == "restricted":
                known = await store.cases_known_as(link, petition.declared["platform_ref"])
                known += await store.cases_known_as(link, petition.case_id)
                leaks += [Difference(f"{petition.name}.open side", "nothing", c) for c in known]
    return leaks


def _show(house: House, story: Story, ended: Ended) -> None:
    console.print(showing.cases(story.petitions, ended.seen, house.basis.catalogue))
    console.print(showing.differences(ended.differences))


async def _explain(house: House, story: Story) -> None:
    """What the command line says of one case, clause by clause; asked as anybody would ask it."""
    (petition,) = (told for told in story.petitions if told.name == EXPLAINED)
    console.rule(f"{_shown(PROGRAM)} explain {petition.reference}")
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "explain",
        petition.reference,
        env={**os.environ, "NAMESPACE": house.settings.namespace, **_terminal()},
    )
    await process.wait()


def _terminal() -> dict[str, str]:
    colour = {"FORCE_COLOR": "1"} if console.is_terminal else {}
    return {"COLUMNS": str(console.width), **colour}


def _of_case(played: Played, traces: Link) -> Link:
    case_id = played.petitions[EXPLAINED].case_id
    return Link("该案轨迹", "spans of one case", f"{traces.address}traces?case={case_id}")


async def _stay(here: Running, clock: StoryClock) -> None:
    """From here on the clock is the wall's; until Ctrl-C."""
    assert here.ticker is not None, "the gate runs in this process"
    _say("Ctrl-C 停止全部 · stops everything")
    clock.release()
    with suppress(asyncio.CancelledError):
        await here.ticker.run(clock)


def _end_on_sigterm() -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _command() -> str:
    return f"{_shown(PROGRAM)} submit {_shown(local.EXAMPLE_PETITION)}"


def _shown(path: Path) -> str:
    """As one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _say(line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
