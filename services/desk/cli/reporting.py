"""`report KIND PERIOD`: figures from the log, as they stood at the end of a day."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from contracts.days import YEAR_MAX, YEAR_MIN
from contracts.zone import bureau_day, bureau_moment
from services.chassis.batch import Lane
from services.chassis.catalogue import load_catalogue
from services.chassis.database import connection
from services.desk import store
from services.desk.decisions.figures.cases import STEPS, Happened, count
from services.desk.decisions.figures.census import Census
from services.desk.decisions.figures.petition import Counted
from services.desk.decisions.figures.reports import REPORTS, Asked, restricted_report
from services.desk.decisions.figures.tables import Period, Report
from services.desk.settings import DeskSettings

BAD_USE = 2
MONTHS_OF_A_QUARTER = 3
MONTHS_OF_A_YEAR = 12
PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
YEARLY = ("annual", "assessment")
BINARY = ("xlsx", "docx")
FORMATS = ("md", "json", *BINARY)

Kind = Annotated[str, typer.Argument(help=" | ".join(REPORTS))]
Span = Annotated[str, typer.Argument(help="2021, 2021-Q2, 2021-05")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="截至此日 · as the log stood at the end of this day")
]
As = Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))]
Out = Annotated[Path | None, typer.Option("--out", help="写入文件 · the file to write")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
Restricted = Annotated[
    bool, typer.Option("--restricted", help="限制处理件 · of the restricted lane, totals only")
]


def report(  # noqa: PLR0913, PLR0917 - the options of a command line
    kind: Kind,
    period: Span,
    as_of: AsOf = None,
    form: As = "md",
    out: Out = None,
    as_json: AsJson = False,
    restricted: Restricted = False,
) -> None:
    """统计报告 · the annual report, statistics, trends, process metrics, assessment data."""
    wanted = "json" if as_json else form
    if kind not in REPORTS or wanted not in FORMATS:
        _bad_use(f"{kind} {wanted}: {', '.join(REPORTS)} / {', '.join(FORMATS)}")
    if wanted in BINARY and out is None:
        _bad_use(f"--format {wanted} --out FILE")
    span = period_of(period, yearly=kind in YEARLY)
    lane: Lane = "restricted" if restricted else "open"
    content = _drawn(asyncio.run(drawn_up(kind, span, _day(as_of), lane)), wanted)
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        out.write_bytes(content)
        typer.echo(f"已写入 · written: {out}")


async def drawn_up(kind: str, period: Period, as_of: date | None, lane: Lane) -> Report:
    """A report from the archive of a lane; without `as_of`, of all that is on the log."""
    settings = DeskSettings()
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    found: dict[str, Counted] = {}
    async with connection(dsn, schema) as link:
        if as_of is None:
            latest = await store.latest_moment(link)
            as_of = bureau_day(latest) if latest is not None else period.last
        span = (bureau_moment(period.first), bureau_moment(period.last + timedelta(days=1)))
        until = bureau_moment(as_of + timedelta(days=1))
        async for happened in store.happened_in(link, span, until, STEPS):
            count(found, Happened(*happened))
    census = Census(found, load_catalogue())
    asked = Asked(period, as_of)
    return (REPORTS[kind] if lane == "open" else restricted_report)(census, asked)


def period_of(text: str, yearly: bool = False) -> Period:
    """A year, a quarter or a month."""
    match = PERIOD.fullmatch(text)
    if match is None or not YEAR_MIN <= int(match[1]) <= YEAR_MAX or (yearly and match[0][4:]):
        _bad_use(f"{text!r}: 2021" if yearly else f"{text!r}: 2021, 2021-Q2, 2021-05")
    year, quarter, month = int(match[1]), match[2], match[3]
    first, months = 1, MONTHS_OF_A_YEAR
    if quarter:
        first, months = (int(quarter) - 1) * MONTHS_OF_A_QUARTER + 1, MONTHS_OF_A_QUARTER
    elif month:
        first, months = int(month), 1
    after = first + months
    end = date(year + (after > MONTHS_OF_A_YEAR), (after - 1) % MONTHS_OF_A_YEAR + 1, 1)
    return Period(text, date(year, first, 1), end - timedelta(days=1))


def _drawn(report: Report, form: str) -> bytes:
    # Workbooks and letters need libraries that nothing else of the command line loads.
    from services.desk.cli import drafts

    forms: Mapping[str, drafts.Form] = drafts.FORMS
    return forms[form](report)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        _bad_use(f"--as-of {text!r}: 2021-12-31")


def _bad_use(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USE)
