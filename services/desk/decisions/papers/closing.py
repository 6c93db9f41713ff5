"""What ends a case on paper: the sign-off sheet and the archive list."""

from __future__ import annotations

from datetime import date

from services.desk.decisions.papers.phrases import ARCHIVE_ITEM, DELIVERY, RETENTION, WITNESS
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
from services.desk.decisions.words import OUTCOME, event_zh


def signoff(record: Record) -> Sheet:
    """签收单: the petitioner signs for the reply, or somebody attests why not."""
    if not record.view.get("signoff_required"):
        raise NotYet("此件不需签收 · this case needs no signature")
    delivered = record.needed("reply.delivered", "答复尚未送达 · the reply is not delivered yet")
    body = delivered["body"]
    witness = _since(record, "witness.signed", delivered)
    blocks: list[Block] = [
        Grid(
            (
                Field("登记号", record.reg_no),
                Field("承办单位", record.unit(record.view.get("lead_unit"))),
                Field("送达日期", zh_day(body["on"])),
                Field("送达方式", DELIVERY.get(body["by"], body["by"])),
                Field("签收情况", _receipt(record, delivered), wide=True),
                Field("拒签或未能联系的原因", wide=True, lines=3),
                Field("见证人身份", _side(record, witness), wide=True),
                Field("信访人意见", wide=True, lines=3),
            )
        ),
        Paragraph("信访人签收，仅表示收到答复意见书，不影响其依法申请复查的权利。"),
        Signatures(("信访人", "见证人", "送达人")),
    ]
    if record.view.get("confidentiality") == "RESTRICTED":
        blocks.insert(0, Paragraph(_who_may_witness(record)))
    return Sheet(
        kind="signoff",
        title="答复意见签收单",
        number=record.reg_no,
        basis=record.basis("10.5c", "10.5d"),
        blocks=tuple(blocks),
        issuer=record.office,
        day=date.fromisoformat(body["on"]),
    )


def contents(record: Record) -> Sheet:
    """归档目录: the four classes of papers, then everything that is on the file."""
    concluded = record.needed("archive.due", "尚未办结 · the case is not concluded yet")
    filed = record.latest("archive.filed")
    body = filed["body"] if filed else {}
    kept = RETENTION.get(body.get("retention") or "", "")
    until = f"（至{zh_day(body['keep_until'])}）" if body.get("keep_until") else ""
    items = tuple(
        (str(number), zh, _state(record, code, body))
        for number, (code, zh) in enumerate(ARCHIVE_ITEM.items(), 1)
    )
    entries = tuple(
        (str(number), zh_day(one["on"]), event_zh(one["event"]), _labels(record, one))
        for number, one in enumerate(record.view.get("contents", ()), 1)
    )
    outcome = record.view.get("outcome_code", "")
    return Sheet(
        kind="contents",
        title="信访案卷归档目录",
        number=record.reg_no,
        basis=record.basis("9.1.9", "10.6a", "10.6c", "10.6d"),
        blocks=(
            Grid(
                (
                    Field("登记号", record.reg_no),
                    Field("归档年度", f"{body['year']}年" if filed else ""),
                    Field("办结日期", zh_day(record.view.get("concluded_on"))),
                    Field("办理结果", OUTCOME.get(outcome, outcome)),
                    Field("保管期限", f"{kept}{until}", wide=True),
                )
            ),
            Listing(("序号", "材料", "情况"), items, caption="归档材料"),
            Listing(("序号", "日期", "事项", "依据"), entries, caption="卷内事项"),
            Signatures(("立卷人", "检查人")),
        ),
        issuer=record.office,
        day=date.fromisoformat((filed or concluded)["at"][:10]),
    )


def _since(record: Record, name: str, after: Happened) -> Happened | None:
    return record.latest(name) if record.came_after(name, after) else None


def _receipt(record: Record, delivered: Happened) -> str:
    signed = _since(record, "receipt.signed", delivered)
    if signed is not None:
        return f"{zh_day(signed['body']['on'])}签收"
    if _since(record, "receipt.refused", delivered) is not None:
        return "经沟通拒绝签字，原因注明如下，由见证人签字认证"
    unreachable = _since(record, "receipt.unreachable", delivered)
    if unreachable is None:
        return ""
    days = "、".join(zh_day(day) for day in unreachable["body"].get("attempts", ()))
    return f"未能联系（{days}），由见证人签字认证"


def _side(record: Record, witness: Happened | None) -> str:
    if witness is None:
        return ""
    side = witness["body"]["side"]
    return WITNESS.get(side) or record.unit(side)


def _who_may_witness(record: Record) -> str:
    sides = str(record.catalogue.setting("signoff.restricted_witness")).split("_OR_")
    named = "、".join(WITNESS.get(side) or record.unit(side) for side in sides)
    return f"本件为限制处理件，见证人限于：{named}。本单存密封卷。"


def _state(record: Record, item: str, filed: Happened) -> str:
    if item in filed.get("items", ()):
        return "在卷"
    if any(one["item"] == item for one in record.view.get("noted_items", ())):
        return "无（理由见卷内说明）"
    if item in record.view.get("returned_items", ()):
        return "承办单位已返回"
    return "待收"


def _labels(record: Record, entry: Happened) -> str:
    known = record.catalogue.clauses
    found = [known[one].label_zh if one in known else one for one in entry.get("clauses", ())]
    return "、".join(dict.fromkeys(found))
