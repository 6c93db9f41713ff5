"""`xinfang simulate`: a year of synthetic petitions on real servers, and whether it adds up."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import uvloop
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from contracts.zone import bureau_moment
from deploy.local.errors import LocalError
from deploy.local.servers import Servers
from services.chassis.clock import StoryClock
from services.chassis.house import House
from services.chassis.kit import open_house
from services.chassis.replay import Tally, Terms, replay_partition
from services.chassis.replay.reading import stored_partitions
from services.chassis.settings import ChassisSettings
from services.chassis.topics import sources_of
from services.desk.demo.processes import NotReady, ProcessDied
from services.desk.play.run import story_settings
from services.desk.year.balance import Check, balance, tables_of
from services.desk.year.real import LETTER, PARTITIONS, real_year
from services.desk.year.year import MonthDone, Plan, Year

FAILED = 1
BAD_USE = 2
DAYS_OF_A_YEAR = 365
DAYS_AFTER = 210
"""Long enough for the last petition's dates to pass, and for the filing of the next spring."""
LOG_FOLDER = Path("build/simulate")
KIB = 1_024
UNIT_SOURCE = "unit-"

YearOption = Annotated[int, typer.Option("--year", help="年份 · which year")]
Petitions = Annotated[int, typer.Option(min=1, help="信访件数 · how many petitions")]
Seed = Annotated[int, typer.Option(help="随机种子 · the same seed, the same year")]
Days = Annotated[int, typer.Option(min=1, help="来件的天数 · on how many days they come in")]
DaysAfter = Annotated[int, typer.Option(min=0, help="其后的天数 · how many days pass afterwards")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a year."""

    plan: Plan
    checks: Sequence[Check]
    tables: Mapping[str, Mapping[str, int]]
    commands: Mapping[str, int]
    refused: Mapping[str, int]
    faults: Sequence[str]
    log_events: int
    seconds: float
    mib_max: float
    """The most memory this process has used; the services run in another."""

    @property
    def holds(self) -> bool:
        """Every line of the balance is even."""
        return all(check.holds for check in self.checks)


def simulate(  # noqa: PLR0913, PLR0917 - the options of a command
    year: YearOption = 2025,
    petitions: Petitions = 20_000,
    seed: Seed = 7,
    days: Days = DAYS_OF_A_YEAR,
    days_after: DaysAfter = DAYS_AFTER,
    as_json: AsJson = False,
) -> None:
    """虚构的一年 · a year of synthetic petitions through all services; exit 1 unless it adds up."""
    plan = Plan(seed, petitions, date(year, 1, 1), days, days_after)
    try:
        addresses = Servers().ensure(_tell)
        settings = ChassisSettings(
            kafka_bootstrap=addresses.kafka_bootstrap,
            postgres_dsn=SecretStr(addresses.postgres_dsn),
        )
        result = uvloop.run(simulated(plan, settings))
    except (LocalError, NotReady, ProcessDied, OSError) as error:
        _tell(str(error))
        raise typer.Exit(BAD_USE) from None
    _print_json(result) if as_json else _show(result)
    raise typer.Exit(0 if result.holds else FAILED)


async def simulated(plan: Plan, settings: ChassisSettings, folder: Path = LOG_FOLDER) -> Result:
    """Play a year from an empty house, and count."""
    clock = StoryClock(bureau_moment(plan.first))
    private = story_settings(settings, LETTER).model_copy(update={"partitions": PARTITIONS})
    house = open_house(private, clock, process="simulate")
    catalogue, calendar = house.basis.catalogue, house.basis.calendar
    units = [source for source in sources_of(catalogue) if source.startswith(UNIT_SOURCE)]
    year, started = Year(plan, catalogue, calendar.is_working_day, units), time.monotonic()
    try:
        async with real_year(house, clock, folder) as here:
            await year.play(here, lambda done: _tell(_sentence(plan, done)))
            await here.changed()
            standing, events = await here.standing(), await here.log_events()
            again = await _decided_again(house)
    finally:
        house.close()
    refused = {f"{act} {code}": n for (act, code), n in year.people.refused.most_common()}
    return Result(
        plan=plan,
        checks=[*balance(year.sent, standing), *_same_bytes(again)],
        tables={k: dict(t.most_common()) for k, t in tables_of(standing.rows.values()).items()},
        commands=dict(year.people.done.most_common()),
        refused=refused,
        faults=year.sent.faults,
        log_events=events,
        seconds=round(time.monotonic() - started, 1),
        mib_max=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB, 1),
    )


async def _decided_again(house: House) -> Tally:
    """The whole log, decided once more; in a thread, for the gate still answers its broker here."""
    tally, terms = Tally(), Terms(house)
    for lane in house.lanes:
        async for stored in stored_partitions(house.settings, lane):
            await asyncio.to_thread(deque, replay_partition(stored, terms, tally), 0)
    return tally


def _same_bytes(again: Tally) -> tuple[Check, ...]:
    return (
        Check(
            "重演：相同字节", "decided again: the same bytes", again.decided, again.likeness["same"]
        ),
        Check("重演：不同之处", "decided again: differences", 0, again.different),
        Check("重演：尚待作出", "decided again: still to be said", 0, again.waiting),
    )


def _sentence(plan: Plan, done: MonthDone) -> str:
    return (
        f"{done.month}  来件 · petitions {done.petitions}/{plan.petitions}"
        f"  办理 · commands {done.commands} ({done.refused} 被拒 · refused)"
        f"  {done.seconds:.0f} s"
    )


def _print_json(result: Result) -> None:
    found: dict[str, Any] = asdict(result)
    found["holds"] = result.holds
    sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")


def _show(result: Result) -> None:
    console = Console()
    for name, counted in result.tables.items():
        table = Table(name, "件数 · petitions")
        for word, count in counted.items():
            table.add_row(word, str(count))
        table.add_row("合计 · total", str(sum(counted.values())))
        console.print(table)
    table = Table("平衡 · balance", "应为 · expected", "实际 · actual", "")
    for check in result.checks:
        mark = "[green]✓[/]" if check.holds else "[red]✗[/]"
        table.add_row(f"{check.zh} · {check.en}", str(check.expected), str(check.actual), mark)
    console.print(table)
    for fault in result.faults:
        console.print(fault, markup=False)
    rate = result.plan.petitions / result.seconds
    console.print(
        f"{result.plan.petitions} 件 · petitions, {sum(result.commands.values())} 指令 · commands,"
        f" {result.log_events} 事件 · events, {result.seconds} s, {rate:.1f}/s,"
        f" {result.mib_max} MiB"
    )


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
