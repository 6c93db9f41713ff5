"""What goes round the bureau: the proposal, the transfer, the reminder, the supervision."""

from __future__ import annotations

from datetime import date

from services.desk.decisions.papers.phrases import INSTRUCTED_BY, LEVEL, ORDER, ROLE, STEP
from services.desk.decisions.papers.record import Happened, Record
from services.desk.decisions.papers.sheet import (
    Block,
    Field,
    Grid,
    Listing,
    NotYet,
    Paragraph,
    Sheet,
    Signatures,
    zh_day,
)
from services.desk.decisions.words import CLOCK, CLOCK_STATE

RUNNING = ("conclude", "extended", "superior", "channel", "promise")


def proposal(record: Record) -> Sheet:
    """办理建议: who should do it and why, and what the leader said."""
    drafted = record.needed("assignment.drafted", "尚未草拟办理建议 · nothing is drafted yet")
    body = drafted["body"]
    return Sheet(
        kind="proposal",
        title="信访事项办理建议",
        number=record.reg_no,
        basis=record.basis("10.2a", "10.2b", "10.2c"),
        blocks=(
            Grid(
                (
                    Field("登记号", record.reg_no),
                    Field("第几稿", f"第{body['version']}稿"),
                    Field("信访时间", zh_day(record.received_on)),
                    Field("草拟日期", zh_day(drafted["at"])),
                    Field("涉及事项", record.matter(), wide=True),
                    Field("建议主办", record.unit(body.get("lead_unit")), wide=True),
                    Field("建议协办", record.units(body.get("co_units", ())) or "无", wide=True),
                    Field("函告单位", record.units(body.get("external_bodies", ())), wide=True),
                    Field("信访办意见", wide=True, lines=3),
                    Field("领导审批", _decided(record, body["version"]), wide=True, lines=3),
                )
            ),
            Signatures(("信访办主任", "局领导")),
        ),
        issuer=record.office,
        day=date.fromisoformat(drafted["at"][:10]),
    )


def transfer(record: Record) -> Sheet:
    """转办单: the unit's assignment with its dates, and its receipt."""
    dispatched = record.needed("assignment.dispatched", "尚未转办 · nothing is dispatched yet")
    if record.came_after("assignment.revoked", dispatched):
        raise NotYet("转办已撤回 · the assignment was taken back")
    body = dispatched["body"]
    return Sheet(
        kind="transfer",
        title="信访事项转办单",
        number=record.reg_no,
        basis=record.basis("9.1.2", "10.2b", "9.2.4"),
        blocks=(
            Paragraph(f"{record.unit(body['lead_unit'])}：", salutation=True),
            Paragraph(
                "现将下列信访事项转你单位办理，请指定专人调查核实，按期将办理情况、"
                "处理意见和结果反馈书面回复信访办，并返回有关材料。"
            ),
            Grid(
                (
                    Field("登记号", record.reg_no),
                    Field("转办日期", zh_day(dispatched["at"])),
                    Field("主办单位", record.unit(body["lead_unit"])),
                    Field("紧急程度", "紧急，先转后批" if body.get("urgent") else "一般"),
                    Field("协办单位", record.units(body.get("co_units", ())) or "无", wide=True),
                    Field("函告单位", record.units(body.get("external_bodies", ())), wide=True),
                    Field("涉及事项", record.matter(), wide=True),
                    Field("接收日期", _received_on(record, body["lead_unit"])),
                    Field("接收人"),
                )
            ),
            *_dates(record),
            Signatures(("单位联络员", "单位负责人")),
        ),
        issuer=record.office,
        day=date.fromisoformat(dispatched["at"][:10]),
    )


def reminder(record: Record) -> Sheet:
    """催办单: how often, about which dates, by when an answer is expected."""
    issued = record.needed("reminder.issued", "尚未催办 · nobody was reminded yet")
    body = issued["body"]
    due = record.due_dates()
    rows = tuple(
        (CLOCK.get(key, key), zh_day(due[key].due_on), CLOCK_STATE[due[key].state])
        for key in body.get("keys", ())
        if key in due
    )
    steps = "、".join(STEP.get(step, step) for step in body.get("steps", ()))
    to_unit = body.get("to_unit")
    return Sheet(
        kind="reminder",
        title="信访事项催办单",
        number=record.reg_no,
        basis=record.basis("9.1.2"),
        blocks=(
            Paragraph(f"{record.unit(to_unit) or record.office}：", salutation=True),
            Paragraph(f"登记号{record.reg_no}信访事项，现予第{body['count']}次催办，请抓紧办理。"),
            *([Listing(("期限", "到期日", "状态"), rows)] if rows else []),
            Grid(
                (
                    Field("待办环节", steps, wide=True),
                    Field("催办方式", "按计划" if body["planned"] else "人工"),
                    Field("回复截止", zh_day(body.get("grace_ends_on"))),
                    Field("未按期原因", wide=True, lines=3),
                )
            ),
            Signatures(("单位联络员",)),
        ),
        issuer=record.office,
        day=date.fromisoformat(issued["at"][:10]),
    )


def supervision(record: Record) -> Sheet:
    """督办单: for whom the case is followed up, and by when the result is due."""
    opened = record.needed("supervision.opened", "未列入督办 · it is not supervised")
    body = opened["body"]
    reported = record.latest("supervision.reported")
    return Sheet(
        kind="supervision",
        title="信访事项督办单",
        number=record.reg_no,
        basis=record.basis("8.2", "9.1.4", "9.1.5"),
        blocks=(
            Paragraph(
                f"{record.unit(record.view.get('lead_unit')) or record.office}：", salutation=True
            ),
            Paragraph("下列信访事项已列入督办，请按要求办理并书面报告结果。"),
            Grid(
                (
                    Field("登记号", record.reg_no),
                    Field("列入日期", zh_day(opened["at"])),
                    Field("督办来源", _ordered(body), wide=True),
                    Field("报结期限", zh_day(body.get("due")) or "未指定，按办结期限"),
                    Field("反馈日期", zh_day(reported["body"]["on"]) if reported else ""),
                    Field("涉及事项", record.matter(), wide=True),
                    Field("督办要求", wide=True, lines=3),
                    Field("办理结果", wide=True, lines=3),
                )
            ),
            *_dates(record),
            Signatures(("督办人", "承办单位负责人")),
        ),
        issuer=record.office,
        day=date.fromisoformat(opened["at"][:10]),
    )


def _received_on(record: Record, unit: str) -> str:
    taken = (one for one in reversed(record.timeline) if one["type"] == "assignment.received")
    return next((zh_day(one["at"]) for one in taken if one["body"]["unit"] == unit), "")


def _decided(record: Record, version: int) -> str:
    approved = _of_version(record, "assignment.approved", version)
    if approved is not None:
        role = approved["body"]["role"]
        return f"{ROLE.get(role, role)}于{zh_day(approved['at'])}同意"
    refused = _of_version(record, "assignment.refused", version)
    return f"{zh_day(refused['at'])}未同意，退回修改" if refused else ""


def _of_version(record: Record, name: str, version: int) -> Happened | None:
    found = record.latest(name)
    return found if found is not None and found["body"]["version"] == version else None


def _dates(record: Record) -> list[Block]:
    due = record.due_dates()
    rows = tuple(
        (CLOCK[key], zh_day(due[key].due_on) or "待定", due[key].sentence_zh)
        for key in RUNNING
        if key in due and due[key].state != "CANCELLED"
    )
    return [Listing(("期限", "到期日", "推算"), rows, caption="办理期限")] if rows else []


def _ordered(body: Happened) -> str:
    by = body.get("by")
    who = INSTRUCTED_BY[by] if by else "上级机关"
    level = LEVEL.get(body["level"], body["level"])
    return f"{level}{who}{ORDER.get(body['type'], body['type'])}"
