"""How the demo and the house look in a terminal: Chinese, with English beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from services.desk.decisions.words import CHANNEL, CLOCK, STATUS
from services.desk.demo.links import Link
from services.desk.demo.story import Told
from services.desk.play.verdict import CaseSeen, Difference
from services.desk.store import View

GOVERNING = frozenset({"superior", "channel", "promise", "conclude", "extended"})
NOTHING_DUE = "-"


class Part(Protocol):
    """What is known of one service in one lane."""

    @property
    def part(self) -> str: ...
    @property
    def healthy(self) -> bool: ...
    @property
    def lag(self) -> int: ...
    @property
    def timer_due(self) -> str | None: ...
    @property
    def failures(self) -> int: ...


def cases(
    petitions: Sequence[Told], seen: Mapping[str, CaseSeen], catalogue: Catalogue
) -> RenderableType:
    """What became of each petition; of a RESTRICTED one nothing but that there is one."""
    # Chinese has no blanks to wrap at: without folding it would be cut.
    table = Table(
        Column("编号\nnumber", no_wrap=True),
        Column("经过\nstory", overflow="fold"),
        Column("渠道\nchannel", no_wrap=True),
        Column("状态\nstatus", no_wrap=True),
        Column("主办\nlead unit", overflow="fold"),
        Column("最近到期\nnext due", no_wrap=True),
        Column("标记\nflags", overflow="fold"),
        title="信访件 · Cases",
    )
    restricted = 0
    for petition in petitions:
        if petition.dead_letter:
            refused = ("", Text("死信\ndead letter", "red"), "", "", petition.dead_letter)
            table.add_row(petition.reference, _bilingual(petition), *refused)
        elif petition.name not in seen:
            table.add_row(petition.reference, _bilingual(petition), "", Text("没有 none", "red"))
        elif seen[petition.name].view.get("confidentiality") == "RESTRICTED":
            restricted += 1
        else:
            view = seen[petition.name].view
            table.add_row(petition.reference, _bilingual(petition), *_row(view, catalogue))
    return Group(table, _about_restricted(restricted))


def differences(found: Sequence[Difference]) -> RenderableType:
    """What did not come out as the story says."""
    if not found:
        return Text("各件结果与预期一致 · every case stands as the story says", "green")
    table = Table("项目 field", "预期 expected", "实际 actual", title="不符 · Differences")
    for one in found:
        table.add_row(one.field, str(one.expected), str(one.actual))
    return table


def links(pages: Sequence[Link], command: str) -> Iterator[str]:
    """Where to look, and how to send a petition of one's own; lines that must not be wrapped."""
    for page in pages:
        yield f"{page.zh} · {page.en}: {page.address}"
    yield f"自己提交一件 · send your own: {command}"


def house(parts: Sequence[Part], dead_letters: int) -> RenderableType:
    """Each service of each lane, and what could not be processed."""
    table = Table(
        Column("服务 service", no_wrap=True),
        "正常 well",
        "积压 lag",
        Column("最近定时 timer", overflow="fold"),
        "失败 failures",
        title="xinfang",
    )
    for one in parts:
        well = Text("是 yes", "green") if one.healthy else Text("否 no", "red")
        due = one.timer_due or NOTHING_DUE
        table.add_row(one.part, well, str(one.lag), due, str(one.failures))
    return Group(table, Text(f"死信 dead letters: {dead_letters}"))


def _row(view: View, catalogue: Catalogue) -> tuple[RenderableType, ...]:
    channel, status = view.get("channel", ""), view.get("status", "")
    return (
        CHANNEL.get(channel, channel),
        f"{STATUS.get(status, '')}\n{status}",
        _unit(view.get("lead_unit"), catalogue),
        _next_due(view),
        "\n".join(_flags(view)),
    )


def _bilingual(petition: Told) -> str:
    return f"{petition.zh}\n{petition.en}"


def _unit(code: str | None, catalogue: Catalogue) -> str:
    unit = catalogue.units.get(UnitCode(code)) if code else None
    return f"{unit.zh}\n{code}" if unit else code or NOTHING_DUE


def _next_due(view: View) -> Text:
    running: list[Mapping[str, Any]] = [
        clock
        for clock in view.get("clocks", ())
        if clock["key"] in GOVERNING and clock.get("due_on") and not clock.get("ended")
    ]
    if not running:
        return Text(NOTHING_DUE)
    first = min(running, key=lambda clock: str(clock["due_on"]))
    words = f"{first['due_on']}\n{CLOCK.get(first['key'], '')} {first['key']}"
    return Text(words, "red" if first.get("missed") else "")


def _flags(view: View) -> Iterator[str]:
    triggers = " ".join(view.get("package_triggers", ()))
    if triggers:
        yield f"包案 package {triggers}"
    if any(clock.get("missed") for clock in view.get("clocks", ())):
        yield "逾期 overdue"
    if view.get("group_visit"):
        yield "集体来访 group visit"
    yield from (f"问责 {code}" for code in view.get("accountability", ()))


def _about_restricted(count: int) -> Text:
    return Text(
        f"{count} 件限制知悉件不在开放侧出现 · {count} restricted, nowhere on the open side"
    )
