"""What the petitioner gets: accepted, not accepted, later than said, answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.refusals import GROUNDS
from services.desk.decisions.explanation import DueDate
from services.desk.decisions.papers.phrases import DELIVERY, ELEMENT
from services.desk.decisions.papers.record import Happened, Record
from services.desk.decisions.papers.sheet import (
    BLANK,
    Block,
    Field,
    Grid,
    NotYet,
    Paragraph,
    Sheet,
    Signatures,
    zh_day,
)
from services.desk.decisions.words import CHANNEL

NOTICE: Mapping[str, str] = {"2005": "第二十二条", "2022": "第二十三条"}
EXTENSION: Mapping[str, str] = {"2005": "第三十三条", "2022": "第三十四条"}
REVIEW: Mapping[str, str] = {"2005": "第三十四条", "2022": "第三十五条"}


def acceptance(record: Record) -> Sheet:
    """受理告知书: taken, by when, and which parts where it is not the whole."""
    accepted = record.needed("petition.accepted", "尚未受理 · it is not accepted yet")
    sent = record.latest("acceptance.notice.sent")
    if sent is None and not (record.facts.get("has_name") and record.facts.get("has_address")):
        raise NotYet("姓名、住址不清，不需书面告知 · nobody can be reached: no notice is owed")
    body = accepted["body"]
    blocks: list[Block] = [
        Paragraph(record.addressee, salutation=True),
        Paragraph(
            f"{_raised(record)}，经审核属于本局职责范围，本局已于"
            f"{zh_day(body['accepted_on'])}予以受理。"
        ),
        *_parts(record, body),
        *_until(record.due_dates().get("conclude")),
        Paragraph("办理结果将书面答复您。查询办理进程，请凭回执上的查询码。"),
        Grid((Field("告知方式", _way(sent)), Field("联系电话"))),
    ]
    return Sheet(
        kind="acceptance",
        title="信访事项受理告知书",
        number=record.reg_no,
        basis=record.basis("10.1c", "10.1d", statutes=NOTICE),
        blocks=tuple(blocks),
        issuer=record.bureau,
        day=date.fromisoformat(sent["body"]["on"] if sent else body["accepted_on"]),
    )


def nonacceptance(record: Record) -> Sheet:
    """不予受理告知书: why not, and which body to go to; only after a leader has consented."""
    missing = "分管领导尚未同意不予受理 · no leader has consented to a refusal"
    approved = record.needed("nonacceptance.approved", missing)
    body = approved["body"]
    sent = record.latest("nonacceptance.notice.sent") or record.latest(
        "petition.returned_to_source"
    )
    bodies = record.units(body.get("competent_bodies", ()))
    parts = "、".join(record.topics(part["topics"]) for part in body.get("parts", ()))
    what = f"其中关于{parts}的部分" if parts else "该事项"
    return Sheet(
        kind="nonacceptance",
        title="信访事项不予受理告知书",
        number=record.reg_no,
        basis=record.basis("10.1a", "10.1b", statutes=NOTICE),
        blocks=(
            Paragraph(record.addressee, salutation=True),
            Paragraph(f"{_raised(record)}，本局已登记审核。"),
            Paragraph(
                f"{what}{GROUNDS[body['ground']].zh.rstrip('。')}，经本局分管领导同意，"
                "决定不予受理。"
            ),
            Paragraph(f"建议您向{bodies or BLANK}反映。"),
            Grid((Field("告知方式", _returned(sent)), Field("联系电话"))),
        ),
        issuer=record.bureau,
        day=date.fromisoformat(sent["body"]["on"] if sent else approved["at"][:10]),
    )


def extension(record: Record) -> Sheet:
    """延期告知书: the reason and the new date, never one without the other."""
    approved = record.needed("extension.approved", "尚未批准延期 · no extension is granted yet")
    notified = record.latest("extension.notified")
    new_due = notified["body"]["new_due"] if notified else approved["body"].get("due_on")
    if not new_due:
        raise NotYet("新的到期日尚未确定 · the new date cannot be counted yet")
    extended = record.due_dates().get("extended")
    return Sheet(
        kind="extension",
        title="信访事项延期办理告知书",
        number=record.reg_no,
        basis=record.basis("10.5f", "12.5c", statutes=EXTENSION),
        blocks=(
            Paragraph(record.addressee, salutation=True),
            Paragraph(
                f"{_raised(record)}，因情况复杂，经本局信访工作领导小组领导批准，"
                f"延长办理期限{approved['body']['days']}日，至{zh_day(new_due)}止，届时书面答复您。"
            ),
            *([Paragraph(extended.sentence_zh)] if extended else []),
            Grid(
                (
                    Field("延期理由", wide=True, lines=4),
                    Field("延期期限", f"至{zh_day(new_due)}"),
                    Field("联系电话"),
                )
            ),
        ),
        issuer=record.bureau,
        day=date.fromisoformat(notified["body"]["on"] if notified else approved["at"][:10]),
    )


def reply(record: Record) -> Sheet:
    """答复意见书封面 with the notice of review: the opinion itself is bound in behind it."""
    submitted = record.needed("reply.submitted", "尚未提交答复 · there is no reply yet")
    if record.came_after("reply.returned", submitted):
        raise NotYet("答复已退回重办 · the reply was sent back to be done again")
    delivered = record.latest("reply.delivered")
    elements = "、".join(ELEMENT.get(code, code) for code in submitted["body"]["elements"])
    return Sheet(
        kind="reply",
        title="信访事项答复意见书",
        number=record.reg_no,
        basis=record.basis("9.2.4", "10.5a", "10.5h", statutes=REVIEW),
        blocks=(
            Paragraph(record.addressee, salutation=True),
            Paragraph(f"{_raised(record)}，经调查核实，现将办理意见书面答复如下（意见书附后）。"),
            Grid(
                (
                    Field("文号"),
                    Field("承办单位", record.unit(record.view.get("lead_unit"))),
                    Field("办理情况", wide=True, lines=3),
                    Field("处理意见", wide=True, lines=3),
                    Field("结果反馈", wide=True, lines=3),
                    Field("具备要素", elements, wide=True),
                )
            ),
            Paragraph(_review(record)),
            Signatures(("承办单位负责人",)),
        ),
        issuer=record.bureau,
        day=date.fromisoformat(delivered["body"]["on"]) if delivered else None,
    )


def _raised(record: Record) -> str:
    way = CHANNEL.get(record.view.get("channel", ""), "")
    matter = record.matter()
    about = f"关于{matter}的" if matter else ""
    return (
        f"您于{zh_day(record.received_on)}通过{way}提出的{about}信访事项（登记号{record.reg_no}）"
    )


def _parts(record: Record, body: Happened) -> list[Block]:
    """Where only a part was taken, which."""
    if body["acceptance"] != "PARTIAL":
        return []
    taken = [part for part in body.get("parts", ()) if part["acceptance"] == "ACCEPT"]
    named = "、".join(record.topics(part.get("topics", ())) for part in taken) or BLANK
    return [Paragraph(f"受理的部分：{named}。其余部分另行告知。")]


def _until(due: DueDate | None) -> list[Block]:
    if due is None:
        return []
    return [Paragraph(f"办结期限：{zh_day(due.due_on) or '待定'}。{due.sentence_zh}")]


def _way(sent: Happened | None) -> str:
    return DELIVERY.get(sent["body"]["way"], "") if sent else ""


def _returned(sent: Happened | None) -> str:
    if sent is None:
        return ""
    if sent["type"] == "petition.returned_to_source":
        return "按来源渠道退回"
    return DELIVERY.get(sent["body"].get("way", ""), "")


def _review(record: Record) -> str:
    limit = record.catalogue.limit("review_request").limit
    window = record.latest("review.window.opened")
    until = f"（至{zh_day(window['body']['until'])}）" if window else ""
    return (
        f"如不服本答复意见，可以自收到本答复意见书之日起{limit}日内{until}，"
        "向原办理机关的上一级行政机关书面申请复查；逾期不申请的，不再受理复查。"
    )
