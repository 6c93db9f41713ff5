"""`document CASE KIND`: the papers of a case, to be printed, filled in and signed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from services.chassis.catalogue import load_catalogue
from services.desk.cli.reading import read_case, seen_by
from services.desk.decisions.papers import PAPERS, NotYet, Record, drawn

REFUSED = 1
BAD_USE = 2

Reference = Annotated[
    str | None, typer.Argument(help="案件编号或来源编号 · case id or platform_ref")
]
Kind = Annotated[str | None, typer.Argument(help="文书种类，见 --list · which paper")]
Out = Annotated[Path | None, typer.Option("--out", help="写入文件 · the file to write")]
ListKinds = Annotated[bool, typer.Option("--list", help="文书种类 · the kinds of paper")]
Role = Annotated[
    str | None, typer.Option(help="以此角色查看 · as somebody in this role may see it")
]


def document(
    reference: Reference = None,
    kind: Kind = None,
    out: Out = None,
    list_kinds: ListKinds = False,
    role: Role = None,
) -> None:
    """文书 · a paper as DOCX; names and contents stay blank, to be filled in by hand."""
    if list_kinds:
        Console().print(_kinds())
        return
    if reference is None or kind is None or kind not in PAPERS:
        _say(f"{kind or ''}: {', '.join(PAPERS)}", BAD_USE)
    found = seen_by(role, asyncio.run(read_case(reference, "open")))
    try:
        record = Record(found.case_id, found.view, found.timeline, load_catalogue())
        sheet = drawn(kind, record)
    except NotYet as missing:
        _say(f"{PAPERS[kind].zh}：{missing}", REFUSED)
    # The library that writes DOCX is loaded only where a paper is written.
    from services.desk.cli.typesetting import as_docx

    out = out or Path(f"{sheet.number}-{kind}.docx")
    out.write_bytes(as_docx(sheet))
    typer.echo(f"已写入 · written: {out}")


def _kinds() -> Table:
    table = Table("种类 kind", "文书", "paper", title="文书 · papers")
    for kind, paper in PAPERS.items():
        table.add_row(kind, paper.zh, paper.en)
    return table


def _say(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
