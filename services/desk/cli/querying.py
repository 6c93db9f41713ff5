"""`query`: what was published of a petition, for whoever has its code (9(一)3)."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.console import Console

from contracts.query import query_key
from services.chassis.database import connection
from services.desk import store
from services.desk.cli import showing
from services.desk.settings import DeskSettings

NOT_FOUND = 1
BAD_USE = 2

Code = Annotated[
    str | None, typer.Argument(help="查询码，见受理回执 · the code the receipt of the submit names")
]
Public = Annotated[bool, typer.Option("--public", help="公开摘要 · what everybody may read")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


def query(code: Code = None, public: Public = False, as_json: AsJson = False) -> None:
    """查询办理进程和结果 · how far a petition is and how it ended, as far as it was published."""
    if (code is None) == (not public):
        typer.echo("请给出查询码，或用 --public · give a code, or --public", err=True)
        raise typer.Exit(BAD_USE)
    found = asyncio.run(_published(code))
    if as_json:
        typer.echo(orjson.dumps([asdict(one) for one in found], option=orjson.OPT_INDENT_2))
    elif found:
        Console().print(showing.published(found))
    if not found and code is not None:
        # The same for a wrong code and for a case of which nothing is published.
        typer.echo("没有可查询的内容 · nothing is published under this code", err=True)
        raise typer.Exit(NOT_FOUND)


async def _published(code: str | None) -> list[store.Published]:
    settings = DeskSettings()
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of("open", "archive")
    async with connection(dsn, schema) as link:
        if code is None:
            return await store.public_summaries(link, settings.list_rows_max)
        one = await store.published_under(link, query_key(code))
        return [one] if one else []
