"""Every reason for a no, with its sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Sentence(NamedTuple):
    """What people are told."""

    zh: str
    en: str


UNKNOWN: Final = Sentence("原因未说明。", "No reason was given.")

INVALID: Final = "INVALID"
UNKNOWN_CASE: Final = "UNKNOWN_CASE"
ROLE_NOT_ALLOWED: Final = "ROLE_NOT_ALLOWED"
ACTOR_DENIED: Final = "ACTOR_DENIED"
ACTOR_RECUSED: Final = "ACTOR_RECUSED"
STATE_DOES_NOT_ALLOW: Final = "STATE_DOES_NOT_ALLOW"

REFUSALS: Final[Mapping[str, Sentence]] = {
    INVALID: Sentence("指令格式不符。", "The command is not well-formed."),
    UNKNOWN_CASE: Sentence("没有这个信访件。", "There is no such case."),
    ROLE_NOT_ALLOWED: Sentence(
        "该角色或该单位无权办理此事项。", "This role or unit may not issue the command."
    ),
    ACTOR_DENIED: Sentence(
        "被反映的单位和个人不得接触本件。", "Those the petition is about must not touch it."
    ),
    ACTOR_RECUSED: Sentence("该人员已回避本件。", "This person has stepped back from the case."),
    STATE_DOES_NOT_ALLOW: Sentence(
        "本件目前所处环节不能办理此事项。", "The case has not come to this step, or is past it."
    ),
    "UNIT_UNKNOWN": Sentence("单位目录中没有该单位。", "The catalogue has no such unit."),
    "UNIT_DENIED": Sentence(
        "被反映的单位及其下属不得承办。", "A reported unit, or one below it, may not get the case."
    ),
    "READ_BACK_MISSING": Sentence(
        "来访记录尚未向来访人复述并确认。", "The record was not yet read back to the visitor."
    ),
    "PROMISE_BEYOND_LIMIT": Sentence(
        "承诺的日期超过法定期限。", "The promised day lies past the statutory limit."
    ),
    "TOO_MANY_REPRESENTATIVES": Sentence(
        "推选的代表不得超过五人。", "No more than five may speak for a group."
    ),
    "HANDLER_DENIED": Sentence(
        "该人员被反映、已回避或有利害关系，不得承办。",
        "This person is reported, recused or has an interest, and may not handle the case.",
    ),
    "TEAM_NOT_DISTINCT": Sentence(
        "包案、督办、承办应为三名不同人员。", "The three seats of the team need three people."
    ),
    "TEAM_MEMBER_DENIED": Sentence(
        "被反映或已回避的人员不得进入包案班子。",
        "Somebody reported or recused may not sit on the team.",
    ),
    "REPORT_INCOMPLETE": Sentence(
        "汇报须写明原因、措施成效和解决意见。",
        "The report needs causes, measures and an opinion.",
    ),
    "GUARANTEES_INCOMPLETE": Sentence(
        "五包尚未逐项落实。", "Not every one of the five guarantees is addressed."
    ),
    "VISIT_MISSING": Sentence("包案领导尚未带案下访。", "The package leader has not gone there."),
    "EXTENSION_OVER_LIMIT": Sentence(
        "延期不得超过三十日。", "More than thirty days cannot be granted."
    ),
    "EXTENSION_AFTER_DUE": Sentence(
        "办理期限已过，不能再申请延期。", "The date has passed; it is too late to ask."
    ),
    "EXTENSION_ALREADY_USED": Sentence("本件已延期一次。", "The case was already extended once."),
    "EXTENSION_NOT_OURS": Sentence(
        "该期限由上级规定，本局不能延长。", "A superior has set the date; it is not ours to move."
    ),
    "NOTICE_INCOMPLETE": Sentence(
        "告知须写明理由，延期的还须写明期限。",
        "The notice needs the reason and, for an extension, the new date.",
    ),
    "REPLY_INCOMPLETE": Sentence(
        "答复要素不完备，已退回重办。", "The reply lacks elements and went back."
    ),
    "SIGNOFF_MISSING": Sentence(
        "实名件须有签收、拒签说明或无法联系的记录。",
        "A named petition needs the signature, its refusal, or the record of not being found.",
    ),
    "WITNESS_MISSING": Sentence("须有见证人签字。", "A witness must have signed."),
    "WITNESS_DENIED": Sentence(
        "该方人员不得作见证人。", "A witness from this side is not allowed."
    ),
    "DOSSIER_INCOMPLETE": Sentence(
        "归档材料缺项且未注明原因。", "Items are missing from the dossier and not explained."
    ),
    "COPY_DENIED": Sentence("举报件不得留存复印件。", "No copy of a report may be kept."),
    "NOT_OVERRIDABLE": Sentence(
        "只有纪检人员可以降低保密等级。", "Only the discipline officer may lower the secrecy."
    ),
}

HANDLER_FAILED: Final = "HANDLER_FAILED"

DEAD_LETTERS: Final[Mapping[str, Sentence]] = {
    "INVALID_SCHEMA": Sentence(
        "消息不符合约定的格式。", "The message does not have the agreed form."
    ),
    "UNKNOWN_CHANNEL": Sentence("渠道代码未知。", "The channel is unknown."),
    "SOURCE_MISMATCH": Sentence("该来源不能使用此渠道。", "This source may not use this channel."),
    "FUTURE_RECEIVED_AT": Sentence("收件时间在将来。", "The time of receipt lies in the future."),
    "IDEMPOTENCY_CONFLICT": Sentence(
        "同一来源编号已有不同内容的信访件。",
        "The source has used this number for another content.",
    ),
    "TEXT_NOT_ALLOWED": Sentence(
        "文本含有不允许的字符。", "A text holds a character that is refused."
    ),
    "TOO_LONG": Sentence("内容超过长度限制。", "Something is longer than its limit."),
    "FORBIDDEN_FIELD": Sentence(
        "不得提交身份证号码。", "An identity number must not be submitted."
    ),
    HANDLER_FAILED: Sentence(
        "处理时出错，本件已暂停等待处置。",
        "Handling it failed; the case is parked until it is driven again.",
    ),
}

GROUNDS: Final[Mapping[str, Sentence]] = {
    "OUT_OF_SCOPE": Sentence("不属于本局职责范围。", "It is not the bureau's business."),
    "STATUTORY_ROUTE": Sentence(
        "应当通过诉讼、仲裁、行政复议等法定途径解决。",
        "The law has another way for it: court, arbitration or administrative review.",
    ),
    "OTHER_STATE_ORGAN": Sentence(
        "属于其他国家机关职权。", "It is another state organ's business."
    ),
    "IN_PROGRESS": Sentence("同一事项正在办理。", "The same matter is already being handled."),
    "FINAL": Sentence("该事项已经终结。", "The matter has been decided for good."),
    "DISCIPLINE": Sentence("应当由纪检监察机关处理。", "It is for the discipline organs."),
}
