"""`xinfang clauses`: every clause of the procedure, how it is covered, and which tests prove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated

import orjson
import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Column, Table

import contracts.catalogue
from contracts.catalogue import Catalogue
from contracts.commands import COMMANDS
from contracts.events import EVENTS
from contracts.topics import TOPICS
from services.chassis.catalogue import load_catalogue
from services.chassis.kit import rule_files
from services.chassis.plain_yaml import load_yaml
from services.chassis.rules import load_rulesets
from services.desk.decisions.coverage import Covered, problems_of
from services.desk.decisions.papers import PAPERS

COVERAGE_FILE = Path(contracts.catalogue.__file__).parent / "coverage.yaml"
PROJECT = Path(__file__).parents[3]
WRONG = 1

KIND_ZH: Mapping[str, str] = {
    "RULE": "规则",
    "COMMAND": "命令",
    "DEADLINE": "期限",
    "EVENT": "事件",
    "DOCUMENT": "文书",
    "INTERFACE": "接口",
    "PRINCIPLE": "原则",
    "OUTSIDE": "系统之外",
}


def clauses(as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False) -> None:
    """规程逐条如何落实 · how each clause of the procedure is covered, and by which tests."""
    rows, catalogue = load_coverage(), load_catalogue()
    problems = problems_of(rows, procedure_clauses(catalogue), existing(catalogue, rows))
    if as_json:
        typer.echo(orjson.dumps([asdict(row) for row in rows], option=orjson.OPT_INDENT_2).decode())
    else:
        _print(rows, catalogue)
    for problem in problems:
        typer.echo(f"coverage.yaml: {problem}", err=True)
    if problems:
        raise typer.Exit(WRONG)


@cache
def load_coverage(file: Path = COVERAGE_FILE) -> tuple[Covered, ...]:
    """The rows of the coverage table, in the order of the procedure."""
    return TypeAdapter(tuple[Covered, ...]).validate_python(load_yaml(file)["clauses"])


def procedure_clauses(catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of the procedure itself; limits and readings are not among them."""
    return tuple(i for i in catalogue.clauses if not i.startswith(("B-", "E")))


def existing(catalogue: Catalogue, rows: Collection[Covered]) -> Mapping[str, Collection[str]]:
    """Every name the rows may give, by what it is the name of; of files those that are there."""
    places = (place.partition(":") for row in rows for place in row.where)
    named = {name for what, _, name in places if what == "file"}
    rulesets = load_rulesets(rule_files(), catalogue)
    return {
        "rule": {rule.id for ruleset in rulesets for rule in ruleset.rules},
        "command": set(COMMANDS),
        "event": set(EVENTS),
        "document": set(PAPERS),
        "deadline": {*catalogue.limits, *catalogue.internal_sla},
        "setting": set(catalogue.settings),
        "topic": {topic.stem for topic in TOPICS},
        "file": {place for place in named if (PROJECT / place).is_file()},
    }


def _print(rows: Collection[Covered], catalogue: Catalogue) -> None:
    wide = ("何处 where", "原文")
    columns = [
        Column(name, overflow="fold" if name in wide else "ellipsis")
        for name in ("条款", "原文", "方式 how", "何处 where", "测试")
    ]
    table = Table(*columns, title="规程逐条 · clause by clause")
    for row in rows:
        clause = catalogue.clauses.get(row.id)
        where = "\n".join(row.where) or row.reason
        words = (clause.text_zh or clause.gist_en) if clause else ""
        table.add_row(
            row.id, words, f"{KIND_ZH[row.kind]} {row.kind}", where, str(len(row.tests) or "")
        )
    console = Console()
    console.print(table)
    kinds = Counter(row.kind for row in rows)
    counted = ", ".join(f"{KIND_ZH[kind]} {kind} {n}" for kind, n in kinds.most_common())
    console.print(f"{len(rows)} 条 clauses: {counted}")
