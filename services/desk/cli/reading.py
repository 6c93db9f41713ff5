"""`case`, `explain`, `cases`: what the archive knows, for people and, with --json, for programs."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any, NoReturn

import orjson
import typer
from rich.console import Console

from services.chassis.batch import Lane
from services.chassis.catalogue import load_catalogue
from services.chassis.database import connection
from services.desk import store
from services.desk.cli import showing
from services.desk.decisions import explanation, visibility
from services.desk.settings import DeskSettings

NOT_FOUND = 1
BAD_USE = 2

Reference = Annotated[str, typer.Argument(help="案件编号或来源编号 · case id or platform_ref")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
Restricted = Annotated[
    bool, typer.Option("--restricted", help="限制处理件 · look in the restricted lane")
]
Role = Annotated[
    str | None, typer.Option(help="以此角色查看 · as somebody in this role may see it")
]
Status = Annotated[str | None, typer.Option(help="只列此状态 · only this status")]
Pending = Annotated[str | None, typer.Option(help="只列待此决定 · only where H1 … waits")]
Unit = Annotated[str | None, typer.Option(help="只列此单位 · only of this unit")]


ENDED = "case.ended"


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case with everything about it."""

    case_id: str
    view: store.View
    timeline: list[store.Happened]
    dossiers: list[Any]
    merged: list[str] = field(default_factory=list)
    """The cases that go on in this one."""


def case(
    reference: Reference,
    as_json: AsJson = False,
    restricted: Restricted = False,
    role: Role = None,
) -> None:
    """一件信访的全过程 · one case: what happened, by which clause, what is due, what waits."""
    found = seen_by(role, asyncio.run(read_case(reference, _lane(restricted))))
    decided, due = _explained(found)
    if as_json:
        _print_json(
            {**asdict(found), "decisions": _plain(decided), "due_dates": _plain(due)},
        )
        return
    console = Console()
    console.print(showing.summary(found.case_id, found.view, load_catalogue()))
    console.print(showing.timeline(found.timeline))
    console.print(showing.decisions_short(decided))
    console.print(showing.due_dates(due))
    console.print(showing.pending(found.view))
    console.print(showing.merged(found.merged))
    console.print(showing.sealed(found.dossiers))


def explain(
    reference: Reference,
    as_json: AsJson = False,
    restricted: Restricted = False,
    role: Role = None,
) -> None:
    """为什么 · why: each decision with rule, clause and facts, each date counted out."""
    found = seen_by(role, asyncio.run(read_case(reference, _lane(restricted))))
    decided, due = _explained(found)
    if as_json:
        _print_json(
            {
                "case_id": found.case_id,
                "source": found.view.get("source"),
                "platform_ref": found.view.get("platform_ref"),
                "status": found.view.get("status"),
                "decisions": _plain(decided),
                "due_dates": _plain(due),
            }
        )
        return
    console = Console()
    console.print(showing.summary(found.case_id, found.view, load_catalogue()))
    for decision in decided:
        console.print(showing.decision_in_full(decision))
    console.print(showing.due_dates(due))


def cases(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    status: Status = None,
    pending: Pending = None,
    unit: Unit = None,
    as_json: AsJson = False,
    restricted: Restricted = False,
    role: Role = None,
) -> None:
    """最近的信访件 · the cases that came in last."""
    rows = asyncio.run(_latest(_lane(restricted), status, pending, unit))
    if not _may_see_fault(role):
        hidden = pending in visibility.DECISIONS
        rows = [] if hidden else [_row_without_fault(row) for row in rows]
    if as_json:
        _print_json([asdict(row) for row in rows])
        return
    Console().print(showing.case_list(rows))


def _may_see_fault(role: str | None) -> bool:
    return visibility.may_see_fault(role, str(load_catalogue().setting("acct.visibility")))


def seen_by(role: str | None, found: CaseRead) -> CaseRead:
    """The case as somebody in a role gets to see it."""
    if _may_see_fault(role):
        return found
    return replace(
        found,
        view=visibility.without_fault(found.view),
        timeline=visibility.timeline_without_fault(found.timeline),
        dossiers=[],
    )


def _row_without_fault(row: store.CaseRow) -> store.CaseRow:
    return replace(row, view=visibility.without_fault(row.view))


def _explained(
    found: CaseRead,
) -> tuple[tuple[explanation.Explained, ...], tuple[explanation.DueDate, ...]]:
    find = load_catalogue().clauses.get
    return (
        explanation.decisions_in(found.timeline, find),
        explanation.due_dates_in(found.timeline, find),
    )


async def read_case(reference: str, lane: Lane) -> CaseRead:
    """The one case known by this reference, with everything about it."""
    settings = DeskSettings()
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    async with connection(dsn, schema) as link:
        found = await store.cases_known_as(link, reference)
        if len(found) != 1:
            _not_one(reference, found)
        view, timeline = await store.whole_case(link, found[0])
        if view.get("ended"):
            # It went on where nobody here may look: its past is not shown either (ADR 0009).
            return CaseRead(found[0], view, [one for one in timeline if one["type"] == ENDED], [])
        dossiers = await store.dossiers(link, found[0])
        merged = await store.merged_into(link, found[0])
        return CaseRead(found[0], view, timeline, dossiers, merged)


async def _latest(
    lane: Lane, status: str | None, pending: str | None, unit: str | None
) -> list[store.CaseRow]:
    settings = DeskSettings()
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    async with connection(dsn, schema) as link:
        return await store.latest_cases(link, settings.list_rows_max, status, pending, unit)


def _not_one(reference: str, found: list[str]) -> NoReturn:
    if not found:
        typer.echo(f"没有这个信访件 · no case is known as {reference!r}", err=True)
        raise typer.Exit(NOT_FOUND)
    typer.echo(f"{reference!r} 不止一件 · several cases, choose one: {', '.join(found)}", err=True)
    raise typer.Exit(BAD_USE)


def _lane(restricted: bool) -> Lane:
    return "restricted" if restricted else "open"


def _plain(things: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [asdict(thing) for thing in things]


def _print_json(document: Any) -> None:
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
