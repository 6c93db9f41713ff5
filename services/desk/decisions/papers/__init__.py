"""The papers a person holds in the hand, each drawn from what happened in the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.desk.decisions.papers import closing, entering, notices, slips
from services.desk.decisions.papers.record import Personal, Record
from services.desk.decisions.papers.sheet import NotYet, Sheet

__all__ = ["PAPERS", "NotYet", "Paper", "Personal", "Record", "Sheet", "drawn"]

IDENTITY = ("IDENTITY",)
EVERYTHING = ("TEXT", "IDENTITY", "CONTACT")


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper."""

    zh: str
    en: str
    draw: Callable[[Record], Sheet]
    personal: tuple[str, ...] = ()
    """The classes of personal data it has room for: no more is asked of the vault."""


PAPERS: Mapping[str, Paper] = {
    "registration": Paper("信访登记表", "registration sheet", entering.registration, EVERYTHING),
    "visit": Paper("来访登记记录", "visit record", entering.visit, EVERYTHING),
    "acceptance": Paper("受理告知书", "acceptance notice", notices.acceptance, IDENTITY),
    "nonacceptance": Paper(
        "不予受理告知书", "non-acceptance notice", notices.nonacceptance, IDENTITY
    ),
    "proposal": Paper("办理建议", "handling proposal with approval", slips.proposal),
    "transfer": Paper("转办单", "transfer slip", slips.transfer),
    "reminder": Paper("催办单", "reminder slip", slips.reminder),
    "supervision": Paper("督办单", "supervision slip", slips.supervision),
    "extension": Paper("延期告知书", "extension notice", notices.extension, IDENTITY),
    "reply": Paper("答复意见书封面", "reply cover with review notice", notices.reply, IDENTITY),
    "signoff": Paper("签收单", "sign-off sheet", closing.signoff),
    "contents": Paper("归档目录", "archive list", closing.contents),
}


def drawn(kind: str, record: Record) -> Sheet:
    """The paper; of a case that goes on elsewhere there is none here, whatever came before."""
    if record.view.get("ended"):
        raise NotYet("此件不在这里 · the case is not kept here")
    return PAPERS[kind].draw(record)
