"""`replay`: the stored log decided again, from the broker alone."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from services.chassis.clock import WallClock
from services.chassis.kit import open_house
from services.chassis.replay import Difference, Stored, Tally, Terms, replay_partition
from services.chassis.replay.reading import stored_partitions
from services.chassis.versions import load_version
from services.desk.settings import DeskSettings

DIFFERS = 1
BAD_USE = 2
DIFFERENCES_SHOWN_MAX = 20
GIST_CHARS_MAX = 120
RECORDS_BETWEEN_LINES = 20_000

ReceiptsOnly = Annotated[
    bool, typer.Option("--receipts", help="只复核规则凭据 · judge the receipts again, nothing else")
]
Ruleset = Annotated[
    Path | None,
    typer.Option(
        "--ruleset",
        exists=True,
        file_okay=False,
        help="以另一版规程重演 · a folder with another version of the procedure",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


def replay(
    ruleset: Ruleset = None, receipts: ReceiptsOnly = False, as_json: AsJson = False
) -> None:
    """重演已存日志 · decide the stored log again; exit code 1 where anything differs."""
    if ruleset is not None and receipts:
        typer.echo("--ruleset, --receipts: 请择其一 · one of the two", err=True)
        raise typer.Exit(BAD_USE)
    settings = DeskSettings()
    house = open_house(settings, WallClock(), process="replay")
    tally, began = Tally(substance_only=ruleset is not None), time.monotonic()
    try:
        instead = load_version(ruleset, house.basis) if ruleset is not None else None
        asyncio.run(_replayed(settings, Terms(house, instead, receipts), tally))
    finally:
        house.close()
    seconds = max(time.monotonic() - began, 0.001)
    if as_json:
        typer.echo(orjson.dumps(document(tally, seconds), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(tally, seconds)
    raise typer.Exit(0 if tally.holds else DIFFERS)


async def _replayed(settings: DeskSettings, terms: Terms, tally: Tally) -> None:
    for lane in terms.house.lanes:
        async for stored in stored_partitions(settings, lane):
            _one(stored, terms, tally)


def _one(stored: Stored, terms: Terms, tally: Tally) -> None:
    place = f"{stored.lane} {stored.partition}"
    for number in replay_partition(stored, terms, tally):
        if number % RECORDS_BETWEEN_LINES == 0:
            typer.echo(f"{place}: {number:,} / {len(stored.records):,}", err=True)
    typer.echo(f"{place}: {len(stored.records):,} ✓", err=True)


def document(tally: Tally, seconds: float) -> Mapping[str, Any]:
    """What was found, for programs."""
    return {
        "holds": tally.holds,
        "events": tally.events,
        "decided": tally.decided,
        **{name: tally.likeness[name] for name in ("same", "older_form", "older_rules")},
        "waiting": tally.waiting,
        "receipts": tally.receipts,
        "receipts_of_older_rules": dict(tally.receipts_of_older_rules),
        "different": tally.different,
        "cases": sorted(tally.cases),
        "seconds": round(seconds, 3),
        "events_per_second": round(tally.events / seconds),
        "differences": [asdict(one) for one in tally.differences],
    }


def _show(tally: Tally, seconds: float) -> None:
    console = Console()
    rate = round(tally.events / seconds)
    for line in _lines(tally):
        console.print(line)
    console.print(f"{seconds:,.1f} s, {rate:,} 条/秒 · events a second")
    if tally.holds:
        console.print("✓ 没有不同 · nothing differs")
        return
    console.print(_table(tally.differences[:DIFFERENCES_SHOWN_MAX]))
    cases = len(tally.cases)
    console.print(f"✗ {tally.different:,} 处不同，{cases:,} 件 · differences in {cases:,} cases")


def _lines(tally: Tally) -> Iterable[str]:
    yield f"日志 · events on the log: {tally.events:,}"
    yield f"重新决定 · decided again: {tally.decided:,}, 相同 · same: {tally.likeness['same']:,}"
    if tally.likeness["older_form"]:
        yield f"旧格式，内容相同 · same but for a form of then: {tally.likeness['older_form']:,}"
    if tally.likeness["older_rules"]:
        yield f"旧版规则，结果相同 · same by older rules: {tally.likeness['older_rules']:,}"
    if tally.waiting:
        yield f"尚待作出 · still to be announced: {tally.waiting:,}"
    yield f"规则凭据 · receipts: {tally.receipts:,}"
    yield from _older(tally.receipts_of_older_rules)


def _older(editions: Counter[str]) -> Iterable[str]:
    for edition, count in editions.most_common():
        yield f"  旧版规则 · by a rule set that is not here: {edition} ({count:,})"


def _table(found: Iterable[Difference]) -> Table:
    table = Table(title="不同之处 · what differs")
    for column in ("案件 case", "服务 by", "事件 event", "条款 clause", "原 was", "今 would be"):
        table.add_column(column, overflow="fold")
    for one in found:
        what = " ".join(filter(None, (one.event, one.which, one.field)))
        row = (one.case_id, one.service, what, one.clause, _gist(one.was), _gist(one.would_be))
        table.add_row(*row)
    return table


def _gist(value: Any) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= GIST_CHARS_MAX else f"{text[:GIST_CHARS_MAX]}…"
