"""`archive list`, `archive export`, `archive destroy`, `verify`: volumes, and what proves them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table

from contracts.days import YEAR_MAX, YEAR_MIN
from services.chassis.batch import Lane
from services.chassis.database import Connection, connection
from services.desk import store
from services.desk.decisions import dossier
from services.desk.settings import DeskSettings

FAILED = 1
BAD_USE = 2
YEAR_DIGITS = 4
RETENTION_ZH: Mapping[str, str] = {"PERMANENT": "永久", "LONG": "长期", "SHORT": "短期"}

Year = Annotated[
    int, typer.Argument(min=YEAR_MIN, max=YEAR_MAX, help="归档年度 · the year of the volume")
]
Which = Annotated[str, typer.Argument(help="年度，或案件编号、来源编号 · a year, or a case")]
Folder = Annotated[Path, typer.Argument(help="目标文件夹 · a folder that is not there yet")]
Exported = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="导出的文件夹")]
Root = Annotated[str | None, typer.Option(help="年度根 · the root the year must have")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
Restricted = Annotated[
    bool, typer.Option("--restricted", help="限制处理件 · the sealed volume of the restricted lane")
]

archive = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="年度卷 · volumes: list, export",
)


@archive.command("list")
def list_volume(year: Year, as_json: AsJson = False, restricted: Restricted = False) -> None:
    """年度归档目录 · the volume of a year: its dossiers, how long each is kept, and the root."""
    filed = asyncio.run(_filed(year, _lane(restricted)))
    entries = [_entry(number, one) for number, one in enumerate(filed, 1)]
    root = dossier.root_of([one.seal for one in filed if one.seal])
    if as_json:
        _print_json({"year": year, "root": root, "cases": entries})
        return
    table = Table(title=f"{year} 年度归档目录 · volume of {year}")
    for column in ("序号 no", "登记号 register", "结果 outcome", "保管期限 kept", "封号 seal"):
        table.add_column(column)
    for entry in entries:
        kept = " ".join((_kept_zh(entry["retention"]), entry["keep_until"] or ""))
        seal = entry["seal"][:16] or "未封 open"
        table.add_row(str(entry["no"]), entry["reg_no"], entry["outcome"], kept.strip(), seal)
    console = Console()
    console.print(table)
    console.print(f"年度根 · root: {root or '-'}")


@archive.command()
def export(
    which: Which, folder: Folder, as_json: AsJson = False, restricted: Restricted = False
) -> None:
    """导出一件或一年 · write a sealed case, or a year, with everything that proves it."""
    if folder.exists():
        _bad_use(f"{folder}: 已存在 · is there already")
    lane = _lane(restricted)
    is_year = len(which) == YEAR_DIGITS and which.isdigit()
    told = asyncio.run(
        _export_year(int(which), folder, lane) if is_year else _export_case(which, folder, lane)
    )
    if as_json:
        _print_json(told)
        return
    typer.echo(f"已导出 · exported: {folder} ({told['cases']})")
    if "root" in told:
        typer.echo(f"年度根 · root: {told['root']}")


def verify(path: Exported, root: Root = None, as_json: AsJson = False) -> None:
    """核验导出的一件或一年，不需任何服务 · check an export with no service running."""
    faults = list(_faults(path, root))
    if as_json:
        _print_json({"path": str(path), "holds": not faults, "faults": [asdict(f) for f in faults]})
    else:
        for fault in faults:
            typer.echo(f"✗ {fault.file}: {fault.what}")
        if not faults:
            typer.echo(f"✓ {path}: 完好 · holds")
    if faults:
        raise typer.Exit(FAILED)


def _faults(path: Path, root: str | None) -> list[dossier.Fault]:
    if not (path / dossier.VOLUME_FILE).exists():
        if root is not None:
            _bad_use("--root 只用于年度 · --root is for a year")
        return dossier.faults_of_case(_files_in(path))
    latest, sums, faults = {}, {}, list[dossier.Fault]()
    for folder in sorted(p for p in (path / dossier.CASES_FOLDER).glob("*") if p.is_dir()):
        files, place = _files_in(folder), f"{dossier.CASES_FOLDER}/{folder.name}"
        faults += [
            dossier.Fault(f"{place}/{fault.file}", fault.what)
            for fault in dossier.faults_of_case(files)
        ]
        latest[folder.name] = dossier.latest_seal(files) or ""
        if dossier.SUMS_FILE in files:
            sums[f"{place}/{dossier.SUMS_FILE}"] = files[dossier.SUMS_FILE]
    top = {**_files_in(path), **sums}
    return [*faults, *dossier.faults_of_volume(top, latest, root)]


def _files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


async def _filed(year: int, lane: Lane) -> list[store.FiledCase]:
    async with _archive_of(lane) as link:
        return await store.filed_in(link, year)


async def _export_case(reference: str, folder: Path, lane: Lane) -> dict[str, Any]:
    async with _archive_of(lane) as link:
        found = await store.cases_known_as(link, reference)
        if len(found) != 1:
            _bad_use(f"{reference!r}: {len(found)} 件 · cases; name one by its id")
        one = await _dossier(link, found[0])
    if one is None:
        _failed(f"{reference!r}: 尚未封存 · is not sealed yet")
    _write(folder, dossier.case_files(one))
    return {"cases": 1, "case_id": one.case_id, "seal": one.seal}


async def _export_year(year: int, folder: Path, lane: Lane) -> dict[str, Any]:
    entries, sums = list[dict[str, Any]](), dict[str, bytes]()
    async with _archive_of(lane) as link:
        filed = [one for one in await store.filed_in(link, year) if one.seal]
        if not filed:
            _failed(f"{year}: 没有已封存的件 · nothing is sealed in this year")
        for number, listed in enumerate(filed, 1):
            one = await _dossier(link, listed.case_id)
            assert one is not None
            files = dossier.case_files(one)
            place = f"{dossier.CASES_FOLDER}/{one.case_id}"
            _write(folder / place, files)
            sums[f"{place}/{dossier.SUMS_FILE}"] = files[dossier.SUMS_FILE]
            entries.append(_entry(number, listed))
    files = dossier.volume_files(year, entries, sums)
    _write(folder, files)
    root = orjson.loads(files[dossier.VOLUME_FILE])["root"]
    return {"year": year, "cases": len(entries), "root": root}


async def _dossier(link: Connection, case_id: str) -> dossier.Dossier | None:
    view, volume = await store.volume_of(link, case_id)
    seals = [dossier.Seal(*row) for row in await store.sealed_manifests(link, case_id)]
    if not seals:
        return None
    return dossier.Dossier(
        case_id=case_id,
        reg_no=view.get("reg_no", ""),
        year=volume["year"],
        retention=volume.get("retention"),
        keep_until=volume.get("keep_until"),
        destroyed=bool(volume.get("destroyed")),
        seals=seals,
        history=await store.chained(link, case_id),
    )


def _entry(number: int, filed: store.FiledCase) -> dict[str, Any]:
    return {
        "no": number,
        "case_id": filed.case_id,
        "reg_no": filed.reg_no,
        "outcome": filed.status.get("outcome_code") or filed.status.get("accept") or "",
        "retention": filed.volume.get("retention"),
        "keep_until": filed.volume.get("keep_until"),
        "destroyed": bool(filed.volume.get("destroyed")),
        "supplements": filed.supplements,
        "sealed_at": filed.sealed_at,
        "seal": filed.seal,
    }


@asynccontextmanager
async def _archive_of(lane: Lane) -> AsyncIterator[Connection]:
    settings = DeskSettings()
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    async with connection(dsn, schema) as link:
        yield link


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _kept_zh(retention: str | None) -> str:
    return RETENTION_ZH.get(retention or "", "")


def _lane(restricted: bool) -> Lane:
    return "restricted" if restricted else "open"


def _failed(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(FAILED)


def _bad_use(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USE)


def _print_json(document: Any) -> None:
    typer.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
