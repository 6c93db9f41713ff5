"""The reports: of the year (9(一)8), fields and units, trends (8(三)), process, assessment (13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.desk.decisions.figures import handling
from services.desk.decisions.figures.census import (
    MATTERS,
    PETITIONS,
    Census,
    channel,
    itself,
    kind,
    outcome,
    status,
)
from services.desk.decisions.figures.petition import ENDS, OPEN, Counted
from services.desk.decisions.figures.tables import (
    Column,
    Period,
    Rate,
    Report,
    Row,
    Table,
    in_order,
    tally,
    without_small_cells,
)

PERSONS = Column("persons", "人次", "persons")
NOTES = (
    # Two lines, each in both languages.
    "并件、重复信访按一件计，件次按每次收到计"
    " · merged petitions and repeats are one matter, each petition counts by itself",
    "限制处理件不列入本表 · restricted cases are not in these figures",
)
ASKS_OF_THE_YEAR = (
    "问题与分析 · what went wrong, and why",
    "意见建议 · suggestions",
    "下一年度打算 · plans for the next year",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days, and as the log stood at the end of which day."""

    period: Period
    as_of: date


def annual(census: Census, asked: Asked) -> Report:
    """The year's report to the Leading Group: a draft, people add what they make of it."""
    tables = (
        received_by_channel(census),
        ends(census),
        census.by(("kinds", "信访类别", "kinds"), lambda case: (case.kind,), kind),
        groups(census),
        intake_points(census),
        topics(census),
        districts(census),
        complained_units(census),
        *handling.per_unit(census, with_flags=True),
        outcomes(census),
        supervision(census),
        packages(census),
        census.by(("flags", "问责标记", "flags"), lambda case: sorted(case.flags), itself),
    )
    rates = handling.rates(census.petitions)
    report = _report(("annual", "年度报告", "annual report"), census, asked, tables, rates)
    return report.asking(ASKS_OF_THE_YEAR)


def statistics(census: Census, asked: Asked) -> Report:
    """Fields and units of a period: what people are concerned with (art. 4)."""
    tables = (
        received_by_channel(census),
        ends(census),
        topics(census),
        districts(census),
        complained_units(census),
        handling.per_unit(census, with_flags=False)[0],
    )
    return _report(("report", "信访情况通报", "statistics"), census, asked, tables)


def analysis(census: Census, asked: Asked) -> Report:
    """Where petitions come from and where they are going, month by month (8(三))."""
    tables = (
        by_month(census),
        topics(census),
        districts(census),
        complained_units(census),
        repeats(census),
        packages(census),
    )
    return _report(("analysis", "信访形势分析", "trend analysis"), census, asked, tables)


def metrics(census: Census, asked: Asked) -> Report:
    """How well the procedure itself works: late, bounced, returned, not signed for."""
    rates = handling.rates(census.petitions)
    return _report(("metrics", "规程运行指标", "process metrics"), census, asked, (), rates)


def assessment(census: Census, asked: Asked) -> Report:
    """Each unit's figures for the yearly assessment; a score only where somebody gave weights."""
    by_unit = handling.by_lead(census.handled)
    rates = tuple(rate for unit, cases in by_unit.items() for rate in _of_unit(census, unit, cases))
    tables = handling.per_unit(census, with_flags=False)
    spec = ("assessment", "年度考核数据", "assessment data")
    report = _report(spec, census, asked, tables, rates)
    return report.scored({unit: scored(census, cases) for unit, cases in by_unit.items()})


def restricted_report(census: Census, asked: Asked) -> Report:
    """Of the restricted lane: how many and how they ended, nothing that could point at anybody."""
    spec = ("restricted", "限制处理件", "restricted cases")
    return _report(spec, census, asked, (without_small_cells(ends(census)),)).of_reports()


REPORTS: Mapping[str, Callable[[Census, Asked], Report]] = {
    "annual": annual,
    "report": statistics,
    "analysis": analysis,
    "metrics": metrics,
    "assessment": assessment,
}
"""What can be drawn up, by kind."""


def scored(census: Census, cases: Sequence[Counted]) -> float | None:
    """A unit's score by the bureau's weights."""
    return handling.score(handling.indicators(cases), census.readings.weights)


def received_by_channel(census: Census) -> Table:
    """Numbers received, and how many matters they were."""
    petitions = Counter(case.channel for case in census.petitions)
    merged = Counter(case.channel for case in census.petitions if case.status == "MERGED")
    repeated = Counter(case.channel for case in census.petitions if case.repeat_no > 0)
    first = Counter(group[0].channel for group in census.matters.values())
    columns = (
        PETITIONS,
        Column("merged", "其中并件", "of them merged"),
        Column("repeats", "其中重复信访", "of them repeats"),
        MATTERS,
    )
    counts = {c: (n, merged[c], repeated[c], first[c]) for c, n in petitions.items()}
    return tally(("channels", "受理渠道", "channels"), columns, counts, channel)


def ends(census: Census) -> Table:
    """Where each petition stands: whatever came in is in exactly one row."""
    table = census.by(("ends", "办理状态", "how it ended"), lambda c: (c.status,), status)
    return in_order(table, (*ENDS, *OPEN), status)


def groups(census: Census) -> Table:
    """Visits by several: received as a group from three on, counted as one from five on (E23)."""
    least, statistical = census.readings.group_min, census.readings.group_stat_min
    visits = [case.visitors for case in census.petitions if case.visitors]
    several = [heads for heads in visits if heads >= least]
    groups = [heads for heads in visits if heads >= statistical]
    rows = (
        Row("SPECIAL", f"{least} 人以上来访 · visits of {least} and more",
            (len(several), sum(several))),
        Row("GROUP", f"其中 {statistical} 人以上集体访 · of them groups of {statistical} and more",
            (len(groups), sum(groups))),
    )  # fmt: skip
    return Table(
        "groups", "来访批次", "visits by several", (PETITIONS, PERSONS), rows, of_which=True
    )


def intake_points(census: Census) -> Table:
    """Who took it in: also what subordinate units take in themselves is seen here (art. 16)."""
    found = Counter(
        case.source.removeprefix("unit-").upper() if case.by_unit else "XFB"
        for case in census.taken_in
    )
    spec = ("intake", "受理单位", "taken in by")
    counts = {code: (n,) for code, n in found.items()}
    return tally(spec, (PETITIONS,), counts, census.unit)


def topics(census: Census) -> Table:
    """The fields, each matter in one."""
    spec = ("topics", "涉及领域", "fields")
    table = census.matters_by(spec, lambda group: (census.topic_of(group),), census.topic)
    return without_small_cells(table)


def districts(census: Census) -> Table:
    """The districts, each matter in the one it first named."""
    spec = ("districts", "所在区域", "districts")
    table = census.matters_by(spec, lambda group: (group[0].district,), census.district)
    return without_small_cells(table)


def complained_units(census: Census) -> Table:
    """The units complained of, most first; a matter about two of them counts for both."""
    spec = ("complained", "被投诉较多单位", "units complained of")
    table = census.matters_by(
        spec, lambda group: {unit for case in group for unit in case.reported_units}, census.unit
    )
    return without_small_cells(table)


def outcomes(census: Census) -> Table:
    """How what is concluded was concluded."""
    return census.by(
        ("outcomes", "办结方式", "outcomes"),
        lambda case: (case.outcome,) if case.outcome else (),
        outcome,
    )


def packages(census: Census) -> Table:
    """Package cases by what made them one."""
    return census.by(
        ("packages", "包案情形", "package triggers"), lambda case: sorted(case.triggers), itself
    )


def supervision(census: Census) -> Table:
    """What superiors sent down or leaders followed up, and how much of it is reported."""
    columns = (
        PETITIONS,
        Column("supervised", "列入督办", "followed up"),
        Column("reported", "已反馈", "reported"),
    )
    counts: dict[str, list[int]] = {}
    for case in census.petitions:
        if case.referral_level or case.supervised:
            row = counts.setdefault(case.referral_level or "BUREAU", [0, 0, 0])
            row[0] += 1
            row[1] += bool(case.supervised)
            row[2] += case.supervision_reported
    return tally(("supervision", "转送交办与督办", "supervision"), columns, counts, itself)


def by_month(census: Census) -> Table:
    """Petitions and matters month by month."""
    months = Counter(f"{case.received_on:%Y-%m}" for case in census.petitions)
    first = Counter(f"{group[0].received_on:%Y-%m}" for group in census.matters.values())
    counts = {month: (n, first[month]) for month, n in months.items()}
    spec = ("months", "逐月", "month by month")
    return in_order(tally(spec, (PETITIONS, MATTERS), counts, itself), sorted(counts), itself)


def repeats(census: Census) -> Table:
    """Matters by how often they were raised again."""
    return census.matters_by(
        ("repeats", "重复次数", "raised again"),
        lambda group: (str(max(case.repeat_no for case in group)),),
        itself,
    )


def _of_unit(census: Census, unit: str, cases: Sequence[Counted]) -> tuple[Rate, ...]:
    return tuple(rate.of(unit, census.unit(unit)) for rate in handling.indicators(cases).values())


def _report(
    spec: tuple[str, str, str],
    census: Census,
    asked: Asked,
    tables: tuple[Table, ...],
    rates: tuple[Rate, ...] = (),
) -> Report:
    return Report(
        *spec,
        period=asked.period,
        as_of=asked.as_of,
        received=len(census.cases),
        matters=len(census.matters),
        tables=tables,
        rates=rates,
        notes=NOTES,
    )
