"""`document CASE KIND`: the papers of a case, to be printed, filled in and signed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from services.chassis.catalogue import load_catalogue
from services.desk.cli.opening import looked
from services.desk.cli.reading import read_case, seen_by
from services.desk.decisions.papers import PAPERS, NotYet, Record, drawn
from services.desk.decisions.papers.record import personal_in

REFUSED = 1
BAD_USE = 2
CONSENT_ONLY = ("TEXT",)
"""What is asked for where the paper shows nothing of it."""

Reference = Annotated[
    str | None, typer.Argument(help="案件编号或来源编号 · case id or platform_ref")
]
Kind = Annotated[str | None, typer.Argument(help="文书种类，见 --list · which paper")]
Out = Annotated[Path | None, typer.Option("--out", help="写入文件 · the file to write")]
ListKinds = Annotated[bool, typer.Option("--list", help="文书种类 · the kinds of paper")]
Role = Annotated[
    str | None, typer.Option(help="以此角色查看 · as somebody in this role may see it")
]
Person = Annotated[str | None, typer.Option("--as", help="谁查阅 · the principal who looks")]
Unit = Annotated[str | None, typer.Option(help="单位 · of which unit")]
Purpose = Annotated[
    str | None, typer.Option(help="查阅目的，将留痕 · what for; it is written down")
]
Restricted = Annotated[bool, typer.Option("--restricted", help="限制处理件 · a case of art. 7")]


def document(  # noqa: PLR0913, PLR0917 - the options of a command
    reference: Reference = None,
    kind: Kind = None,
    out: Out = None,
    list_kinds: ListKinds = False,
    person: Person = None,
    role: Role = None,
    unit: Unit = None,
    purpose: Purpose = None,
    restricted: Restricted = False,
) -> None:
    """文书 · a paper as DOCX; names and contents stay blank unless the vault is opened for them."""
    if list_kinds:
        Console().print(_kinds())
        return
    if reference is None or kind is None or kind not in PAPERS:
        _say(f"{kind or ''}: {', '.join(PAPERS)}", BAD_USE)
    if (person is not None or restricted) and None in {person, role, purpose}:
        _say("查阅须写明 · to open the vault say --as, --role and --purpose", BAD_USE)
    found = seen_by(role, asyncio.run(read_case(reference, "restricted" if restricted else "open")))
    record = Record(found.case_id, found.view, found.timeline, load_catalogue())
    try:
        sheet = drawn(kind, record)
    except NotYet as missing:
        _say(f"{PAPERS[kind].zh}：{missing}", REFUSED)
    if person is not None and (restricted or PAPERS[kind].personal):
        actor = {"principal": person, "role": role, "unit": unit}
        sheet = drawn(kind, _with_personal(record, kind, actor, purpose or ""))
    # The library that writes DOCX is loaded only where a paper is written.
    from services.desk.cli.typesetting import as_docx

    out = out or Path(f"{sheet.number}-{kind}.docx")
    out.write_bytes(as_docx(sheet))
    typer.echo(f"已写入 · written: {out}")


def _with_personal(
    record: Record, kind: str, actor: Mapping[str, str | None], purpose: str
) -> Record:
    """Of a restricted case even a paper without names is only for whom the gate lets in."""
    answer = looked(
        record.case_id, record.view, actor, purpose, PAPERS[kind].personal or CONSENT_ONLY
    )
    if not PAPERS[kind].personal:
        return record
    return replace(record, personal=personal_in(answer.get("petition") or {}))


def _kinds() -> Table:
    table = Table("种类 kind", "文书", "paper", title="文书 · papers")
    for kind, paper in PAPERS.items():
        table.add_row(kind, paper.zh, paper.en)
    return table


def _say(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
