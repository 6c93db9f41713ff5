"""A report as Markdown: a draft people read, correct and add to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from services.desk.decisions.figures.tables import Rate, Report, Table

TOTAL = "合计 · total"


def markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(report)) + "\n"


def title(report: Report) -> str:
    """What it is called."""
    return f"{report.period.label} {report.zh} · {report.en}"


def summary(report: Report) -> str:
    """Of which days, as of when, and how much there is."""
    first, last = report.period.first, report.period.last
    received, matters = (_told(n) for n in (report.received, report.matters))
    return (
        f"{first} – {last}；截至 · as of {report.as_of}；"
        f"收到 · received {received}；件数 · matters {matters}"
    )


def header(table: Table) -> list[str]:
    """The heads of a table's columns."""
    return ["", *(f"{column.zh} · {column.en}" for column in table.columns)]


def body(table: Table) -> list[list[str | int]]:
    """Its rows, the total last; a row that is part of another has none."""
    rows: list[list[str | int]] = [[row.label, *row.values] for row in table.rows]
    return rows if table.of_which else [*rows, [TOTAL, *table.total]]


def rate_rows(rates: Iterable[Rate]) -> list[list[str | int]]:
    """Shares as rows: whose, what, how many of how many, per cent."""
    return [
        [rate.unit_zh, f"{rate.zh} · {rate.en}", rate.part, rate.whole, _per_cent(rate)]
        for rate in rates
    ]


RATE_HEADER = ["单位 · unit", "指标 · indicator", "件 · of these", "共 · of", "%"]


def _lines(report: Report) -> Iterator[str]:
    yield f"# {title(report)}"
    yield ""
    yield summary(report)
    for table in report.tables:
        yield from ("", f"## {table.zh} · {table.en}", "")
        yield from _grid(header(table), body(table))
        if table.note:
            yield from ("", table.note)
    if report.rates:
        yield from ("", "## 指标 · indicators", "")
        yield from _grid(RATE_HEADER, rate_rows(report.rates))
    if report.scores:
        yield from ("", "## 得分 · scores", "")
        yield from _grid(["单位 · unit", "得分 · score"], [[u, f"{s}"] for u, s in report.scores])
    for ask in report.asks:
        yield from ("", f"## {ask}", "", "（待填写 · to be written）")
    yield ""
    yield from (f"- {note}" for note in report.notes)
    yield f"- sha256 {report.sha256}"


def _grid(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _told(count: int | None) -> str:
    return "-" if count is None else str(count)


def _per_cent(rate: Rate) -> str:
    return "-" if rate.per_cent is None else f"{rate.per_cent}"
