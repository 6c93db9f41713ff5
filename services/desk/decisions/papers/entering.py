"""What is written down when a petition comes in: the registration sheet, the visit record."""

from __future__ import annotations

from datetime import date

from services.desk.decisions.papers.phrases import PETITIONER, REGISTER_FIELD
from services.desk.decisions.papers.record import Record
from services.desk.decisions.papers.sheet import (
    Block,
    Field,
    Grid,
    NotYet,
    Paragraph,
    Sheet,
    Signatures,
    zh_day,
)
from services.desk.decisions.words import CHANNEL, KIND


def registration(record: Record) -> Sheet:
    """信访登记表: the register's line of a petition, with room for the leader's note."""
    registered = record.needed("petition.registered", "尚未登记 · it is not registered yet")
    body = registered["body"]
    unknown = [REGISTER_FIELD.get(code, code) for code in body.get("unknown", ())]
    repeat = body.get("repeat_no", 0)
    blocks: list[Block] = [
        Grid(
            (
                Field("登记号", record.reg_no),
                Field("登记日期", zh_day(registered["at"])),
                Field("信访形式", CHANNEL.get(record.view.get("channel", ""), "")),
                Field("来源编号", record.view.get("platform_ref", "")),
                Field("信访时间", zh_day(record.received_on)),
                Field("信访类别", KIND.get(body["kind"], body["kind"])),
                *_who(record),
                Field("信访人数", f"{record.facts.get('persons', 1)}人"),
                Field("重复信访", f"第{repeat}次重复" if repeat else "否"),
                Field("涉及事项", record.matter(), wide=True),
                Field("问题属地", _district(record), wide=True),
                Field("主要内容", _content(record), wide=True, lines=6),
                Field("登记缺项", "、".join(unknown) or "无", wide=True),
                Field("拟办意见", wide=True, lines=3),
                Field("领导批示", wide=True, lines=3),
            )
        ),
        Signatures(("登记人",)),
    ]
    return Sheet(
        kind="registration",
        title="信访登记表",
        number=record.reg_no,
        basis=record.basis("10.1c"),
        blocks=tuple(blocks),
        issuer=record.unit(body.get("registry")) or record.office,
        day=date.fromisoformat(registered["at"][:10]),
    )


def visit(record: Record) -> Sheet:
    """来访登记记录: what a visitor said, read back to him and confirmed."""
    if record.view.get("channel") != "VISIT":
        raise NotYet("不是来访件 · nobody came in person")
    recorded = record.needed("visit.recorded", "尚未记录来访 · the visit is not on record yet")
    confirmed = record.latest("visit.read_back.confirmed")
    read_back = f"已于{zh_day(confirmed['at'])}复述并经确认" if confirmed else "尚未复述确认"
    return Sheet(
        kind="visit",
        title="来访登记记录",
        number=record.reg_no,
        basis=record.basis("11.1a", "11.3"),
        blocks=(
            Grid(
                (
                    Field("登记号", record.reg_no),
                    Field("来访日期", zh_day(record.received_on)),
                    *_who(record),
                    Field("来访人数", f"{record.facts.get('persons', 1)}人"),
                    Field("推选代表", _representatives(record)),
                    Field("首问单位", _event_unit(record, "visit.first_contact.logged")),
                    Field("接待单位", _event_unit(record, "visit.reception.assigned")),
                    Field("涉及事项", record.matter(), wide=True),
                    Field("问题和要求", _content(record), wide=True, lines=8),
                    Field("复述确认", read_back, wide=True),
                    Field("当场答复", _on_the_spot(record), wide=True),
                    Field("承诺时限", _promise(record), wide=True),
                )
            ),
            Paragraph("以上记录已向来访人复述一遍，来访人确认与所述一致后签名。"),
            Signatures(("来访人", "记录人", "接待人")),
        ),
        issuer=record.office,
        day=date.fromisoformat(recorded["at"][:10]),
    )


def _who(record: Record) -> tuple[Field, ...]:
    facts, personal = record.facts, record.personal
    named = "实名" if facts["named"] else "匿名"
    kind = PETITIONER.get(facts.get("petitioner_type", "PERSON"), "")
    return (
        Field("信访人姓名", personal.name or ""),
        Field("署名情况", f"{named}（{kind}）"),
        Field("联系电话", personal.phone or ""),
        Field("工作单位", personal.employer or ""),
        Field("家庭地址", personal.address or "", wide=True),
    )


def _district(record: Record) -> str:
    supplied = record.latest("petition.supplemented")
    later = (supplied["body"].get("matter") if supplied else None) or {}
    code = later.get("district") or record.facts.get("district")
    district = record.catalogue.districts.get(code or "")
    return district.zh if district else ""


def _content(record: Record) -> str:
    told = (record.personal.title, record.personal.text)
    return "\n".join(part for part in told if part)


def _representatives(record: Record) -> str:
    elected = record.latest("representatives.elected")
    return f"{elected['body']['count']}人" if elected else ""


def _event_unit(record: Record, name: str) -> str:
    happened = record.latest(name)
    return record.unit(happened["body"]["unit"]) if happened else ""


def _on_the_spot(record: Record) -> str:
    answered = record.latest("visit.answered_on_spot")
    return f"{zh_day(answered['at'])}已当场答复" if answered else "未当场答复"


def _promise(record: Record) -> str:
    promised = record.latest("promise.made")
    return f"承诺至迟于{zh_day(promised['body']['due_on'])}答复" if promised else ""
