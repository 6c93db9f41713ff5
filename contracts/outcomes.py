"""What is said outside the case log: to subscribers, to sources, to the desk, to operators."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from contracts.codes import Acceptance, Lane, OutcomeCode, Package, Status
from contracts.envelope import CaseId, Tolerant, UnitCode
from contracts.events.gate import CommandReceived
from contracts.refusals import DEAD_LETTERS, REFUSALS, UNKNOWN


class Outward(Tolerant):
    """A message that is no event of the log; `name` is its `ce_type`."""

    name: ClassVar[str]
    tombstone: ClassVar[bool] = False
    """Said with an empty body: what a compacted topic holds under this key goes."""

    def __init_subclass__(cls, name: str = "", tombstone: bool = False, **options: Any) -> None:
        """Take the name from the class line."""
        super().__init_subclass__(**options)
        if name:
            cls.name, cls.tombstone = name, tombstone


class CaseOutcome(Outward, name="case.outcome"):
    """A snapshot of a case for subscribers: the last one counts, nothing in it is personal."""

    case_id: CaseId
    source: str
    platform_ref: str
    status: Status
    status_since: datetime
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    """Units are masked while the case is a CAUTION case."""
    due_on: date | None = None
    """The date that governs."""
    package: Package = "NONE"
    overdue: bool = False
    concluded_on: date | None = None
    outcome_code: OutcomeCode | None = None
    clauses: tuple[str, ...] = ()


class CaseOutcomeGone(Outward, name="case.outcome.gone", tombstone=True):
    """Nothing more is told of this case, and what was told is taken back: an empty message."""


class CommandResult(Outward, name="command.result"):
    """What became of a command."""

    command_id: str
    case_id: CaseId
    type: str
    accepted: bool
    code: str = ""
    sentence_zh: str = ""
    sentence_en: str = ""
    clause: str = ""

    @classmethod
    def of(cls, event: CommandReceived, code: str, clause: str) -> Self:
        """The owner's answer; an empty code is a yes."""
        return cls.answer(event.command_id, event.case_id, event.type, code, clause)

    @classmethod
    def answer(
        cls, command_id: str, case_id: CaseId, command_type: str, code: str, clause: str = ""
    ) -> Self:
        """The same for a command that never came to the log."""
        sentence = REFUSALS.get(code, UNKNOWN)
        return cls(
            command_id=command_id,
            case_id=case_id,
            type=command_type,
            accepted=not code,
            code=code,
            sentence_zh=sentence.zh if code else "",
            sentence_en=sentence.en if code else "",
            clause=clause,
        )


class DeadLetter(Outward, name="dead.letter"):
    """What could not be processed: why, where it lies, never what it says."""

    code: str
    sentence_zh: str
    sentence_en: str
    topic: str
    partition: int
    offset: int
    sha256: str
    size: int
    service: str
    error: str = ""
    """Class of the error, where one was raised."""
    trace_id: str = ""

    @classmethod
    def of(cls, code: str, **place: Any) -> Self:
        """With the sentences of its code."""
        sentence = DEAD_LETTERS.get(code, UNKNOWN)
        return cls(code=code, sentence_zh=sentence.zh, sentence_en=sentence.en, **place)


class Returned(Outward):
    """Goes back to the source by the way the petition came (art. 9(一)3, 10(一))."""

    platform_ref: str


class Receipt(Returned, name="returned.receipt"):
    """The petition has arrived; commands about it go to the lane named here."""

    case_id: CaseId
    lane: Lane
    query_code: str = ""
    """What the petitioner asks by how far it is; none for a RESTRICTED case (9(一)3)."""


class Refusal(Returned, name="returned.refusal"):
    """The petition could not be taken."""

    code: str
    sentence_zh: str
    sentence_en: str

    @classmethod
    def of(cls, platform_ref: str, code: str) -> Self:
        """With the sentences of its code."""
        zh, en = DEAD_LETTERS.get(code, UNKNOWN)
        return cls(platform_ref=platform_ref, code=code, sentence_zh=zh, sentence_en=en)


class AcceptanceTold(Returned, name="returned.acceptance"):
    """The matter, or a part of it, was accepted."""

    case_id: CaseId
    acceptance: Acceptance
    accepted_on: date


class NonAcceptanceTold(Returned, name="returned.non_acceptance"):
    """The matter was not accepted, why, and whose it is."""

    case_id: CaseId
    ground: str
    competent_bodies: tuple[UnitCode, ...] = ()
    on: date
    in_part: bool = False
    """Only a part: the rest was accepted."""


class ProgressTold(Returned, name="returned.progress"):
    """How far the matter is."""

    case_id: CaseId
    status: Status
    due_on: date | None = None


class ReplyTold(Returned, name="returned.reply"):
    """The reply was delivered, or the case concluded."""

    case_id: CaseId
    outcome_code: OutcomeCode
    on: date


OUTWARD: dict[str, type[Outward]] = {
    message.name: message
    for message in (
        CaseOutcome,
        CaseOutcomeGone,
        CommandResult,
        DeadLetter,
        Receipt,
        Refusal,
        AcceptanceTold,
        NonAcceptanceTold,
        ProgressTold,
        ReplyTold,
    )
}
"""Every one of them, by its `ce_type`."""
