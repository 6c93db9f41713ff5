"""`xinfang play FILE…`: stories on real servers, expected against actual."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from deploy.local.errors import LocalError
from deploy.local.servers import Servers
from services.chassis.settings import ChassisSettings
from services.desk.play.run import Verdict, play_scenario
from services.desk.play.scenario import Scenario, StoryUnreadable, read_scenario

BAD_USE = 2
STORY_SECONDS_MAX = 300.0
"""A story that takes longer hangs; it is reported as such, the next one is played."""

Files = Annotated[list[Path], typer.Argument(help="情景文件 · scenario files (YAML)")]
AsJson = Annotated[bool, typer.Option("--json", help="每个情景一行 · one object per scenario")]


def play(files: Files, as_json: AsJson = False) -> None:
    """情景演练 · play stories on a clock of their own; exit code 1 where one differs."""
    try:
        scenarios = [read_scenario(path) for path in files]
        addresses = Servers().ensure(_tell)
    except (StoryUnreadable, LocalError, OSError) as error:
        _tell(str(error))
        raise typer.Exit(BAD_USE) from None
    settings = ChassisSettings(
        kafka_bootstrap=addresses.kafka_bootstrap,
        postgres_dsn=SecretStr(addresses.postgres_dsn),
    )
    raise typer.Exit(asyncio.run(_play_all(scenarios, settings, as_json)))


async def _play_all(
    scenarios: Sequence[Scenario],
    settings: ChassisSettings,
    as_json: bool,
) -> int:
    held = True
    for scenario in scenarios:
        verdict = await _play_one(scenario, settings)
        held = held and verdict is not None and verdict.passed
        if as_json:
            sys.stdout.write(orjson.dumps(_as_json(scenario, verdict), default=str).decode() + "\n")
            sys.stdout.flush()
        else:
            _show(scenario, verdict)
    return 0 if held else 1


async def _play_one(scenario: Scenario, settings: ChassisSettings) -> Verdict | None:
    try:
        async with asyncio.timeout(STORY_SECONDS_MAX):
            return await play_scenario(scenario, settings)
    except TimeoutError:
        return None


def _as_json(scenario: Scenario, verdict: Verdict | None) -> dict[str, Any]:
    if verdict is None:
        hangs = {"field": "story", "expected": "an end", "actual": f"{STORY_SECONDS_MAX} s"}
        return {"id": scenario.id, "passed": False, "differences": [hangs], "events": []}
    return {
        "id": scenario.id,
        "passed": verdict.passed,
        "differences": [asdict(difference) for difference in verdict.differences],
        "events": [dict(event) for event in verdict.events],
    }


def _show(scenario: Scenario, verdict: Verdict | None) -> None:
    console = Console()
    if verdict is None:
        console.print(f"[red]✗[/] {scenario.id} {scenario.title}: 超时 · took too long")
        return
    mark = "[green]✓[/]" if verdict.passed else "[red]✗[/]"
    console.print(f"{mark} {scenario.id} {scenario.title} ({len(verdict.events)} events)")
    if verdict.passed:
        return
    table = Table("字段 · field", "应为 · expected", "实际 · actual")
    for difference in verdict.differences:
        table.add_row(difference.field, str(difference.expected), str(difference.actual))
    console.print(table)


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
