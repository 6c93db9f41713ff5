"""How cases look in a terminal: Chinese, with English beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from services.desk.decisions.explanation import DueDate, Explained
from services.desk.decisions.words import (
    CLOCK,
    CLOCK_STATE,
    OUTCOME,
    PENDING,
    STATUS,
    event_zh,
)
from services.desk.store import CaseRow, Happened, Published, View

STATE_COLOURS: Mapping[str, str] = {
    "MET": "green",
    "MET_LATE": "yellow",
    "MISSED": "red",
    "CANCELLED": "dim",
}
MINUTES = len("2021-06-01T09:00")
NOTHING = Text("")


def summary(case_id: str, view: View, catalogue: Catalogue) -> RenderableType:
    """The case at one glance."""
    grid = Table.grid(padding=(0, 2))
    for label, value in (
        ("编号 case", case_id),
        ("来源 source", f"{view.get('source', '')} {view.get('platform_ref', '')}"),
        ("渠道 channel", _channel(view.get("channel"), catalogue)),
        ("登记号 register", view.get("reg_no", "")),
        ("登记缺项 unknown", " ".join(view.get("unknown_fields", ()))),
        ("状态 status", _with_zh(view.get("status"), STATUS)),
        ("主办 lead", _unit(view.get("lead_unit"), catalogue)),
        ("协办 with", ", ".join(_unit(unit, catalogue) for unit in view.get("co_units", ()))),
        ("包案 package", " ".join((view.get("package_case", "NONE"), *_triggers(view)))),
        ("重大线索 may be major", " ".join(view.get("major_hints", ()))),
        ("问责 accountability", " ".join(view.get("accountability", ()))),
        ("保密 confidentiality", view.get("confidentiality", "NORMAL")),
        ("流程图 chart", catalogue.setting("flow.version")),
    ):
        if value:
            grid.add_row(Text(label, style="dim"), Text(str(value)))
    return Panel(grid, title="信访件 · case", expand=False)


def timeline(happened: Sequence[Happened]) -> RenderableType:
    """Everything in the order of the log."""
    table = Table("时间 at", "服务 by", "事件", "event", title="过程 · timeline")
    for event in happened:
        table.add_row(
            event["at"][:MINUTES],
            event["owner"],
            event_zh(event["type"]),
            escape(event["type"]),
        )
    return table


def decisions_short(decided: Sequence[Explained]) -> RenderableType:
    """One line each: what, by whom, on which clause."""
    table = Table("时间 at", "决定 decision", "依据 by", "条款 clauses", title="决定 · decisions")
    for one in decided:
        cited = "\n".join(f"{clause.label}（{clause.id}）" for clause in one.clauses)
        table.add_row(one.at[:MINUTES], f"{event_zh(one.event)}\n{one.event}", _by(one), cited)
    return table


def decision_in_full(one: Explained) -> RenderableType:
    """A decision with the words of its clauses and the facts it saw."""
    lines: list[RenderableType] = [Text(f"依据 by: {_by(one)}")]
    for clause in one.clauses:
        lines.append(Text(f"{clause.label}（{clause.id}）{clause.text}", style="cyan"))
        if clause.gist_en:
            lines.append(Text(f"    {clause.gist_en}", style="dim"))
    lines.append(Text(f"事实 facts: {_pairs(one.facts)}"))
    if one.outcome:
        lines.append(Text(f"结果 outcome: {_pairs(one.outcome)}"))
    colour = "red" if one.kind == "REFUSED" else "blue"
    title = f"{one.at[:MINUTES]} {event_zh(one.event)} · {one.event}"
    return Panel(Group(*lines), title=title, title_align="left", border_style=colour)


def due_dates(due: Sequence[DueDate]) -> RenderableType:
    """Each date, how it stands, and how it was counted."""
    # Chinese has no blanks to wrap at: without folding the sentence would be cut.
    counted = Column("推算 derivation", overflow="fold")
    table = Table("期限 date", "到期 due", "状态 state", counted, title="期限 · due dates")
    for one in due:
        state = Text(f"{CLOCK_STATE[one.state]} {one.state}", STATE_COLOURS.get(one.state, ""))
        name = f"{CLOCK.get(one.key, '')}\n{one.key}"
        table.add_row(name, one.due_on or "-", state, f"{one.sentence_zh}\n{one.sentence_en}")
    return table


def pending(view: View) -> RenderableType:
    """What waits for a person."""
    codes = view.get("pending", ())
    if not codes:
        return NOTHING
    lines = [f"{code} {' · '.join(PENDING.get(code, (code,)))}" for code in codes]
    return Panel("\n".join(lines), title="待决定 · waiting for a person", expand=False)


def merged(cases: Sequence[str]) -> RenderableType:
    """What has been merged into the case."""
    if not cases:
        return NOTHING
    return Panel("\n".join(map(escape, cases)), title="并入本件 · merged into it", expand=False)


def sealed(dossiers: Sequence[Mapping[str, Any]]) -> RenderableType:
    """The seals of a filed case."""
    if not dossiers:
        return NOTHING
    lines = [
        f"{one['year']} #{one['supplement']} {one['sealed_at'][:MINUTES]} sha256 {one['sha256']}"
        for one in dossiers
    ]
    return Panel("\n".join(lines), title="案卷 · dossier", expand=False)


def case_list(rows: Sequence[CaseRow]) -> RenderableType:
    """Cases, one a line."""
    table = Table(
        "编号 case", "来源 source", "状态 status", "主办 lead", "待决定 waits", "标记 flags"
    )
    for row in rows:
        flags = (*_triggers(row.view), *row.view.get("accountability", ()))
        table.add_row(
            row.case_id,
            escape(f"{row.source} {row.platform_ref}"),
            _with_zh(row.view.get("status"), STATUS),
            row.view.get("lead_unit", ""),
            " ".join(row.view.get("pending", ())),
            " ".join(flags),
        )
    return table


def published(shown: Sequence[Published]) -> RenderableType:
    """What may be looked up, one case a line."""
    table = Table(
        "登记号 register", "类别 kind", "收到 received", "进程 status", "结果 result", "自 since"
    )
    for one in shown:
        table.add_row(
            one.reg_no,
            one.kind or "",
            one.received_on,
            _with_zh(one.status, STATUS),
            _with_zh(one.outcome_code, OUTCOME),
            one.since[:MINUTES],
        )
    return table


def _by(one: Explained) -> str:
    if one.kind == "RULE":
        rules = " ".join(one.rules)
        return f"{one.by['ruleset']} v{one.by['version']} {rules}"
    return " ".join(str(value) for value in one.by.values())


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_text(value)}" for name, value in values.items())


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + " ".join(map(str, value)) + "]"
    return str(value)


def _triggers(view: View) -> tuple[str, ...]:
    return tuple(view.get("package_triggers", ()))


def _channel(code: str | None, catalogue: Catalogue) -> str:
    row = catalogue.channel_rows.get(code or "")
    return f"{row.zh} {code}" if row else code or ""


def _unit(code: str | None, catalogue: Catalogue) -> str:
    if not code:
        return ""
    unit = catalogue.units.get(UnitCode(code)) or catalogue.external_bodies.get(code)
    return f"{unit.zh} {code}" if unit else code


def _with_zh(code: str | None, words: Mapping[str, str]) -> str:
    return f"{words.get(code, '')} {code}" if code else ""
