"""How a command gets its place on a log, and how the door turns somebody away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from contracts.envelope import CaseId, Receipt
from contracts.events.gate import AccessDenied, CommandReceived, Secrecy
from contracts.outcomes import CommandResult
from contracts.refusals import ACTOR_DENIED, UNKNOWN_CASE
from contracts.topics import COMMAND_RESULTS
from services.chassis.ids import derived_id
from services.chassis.security import CLAUSE_OF_SECRECY
from services.gate.decisions.matching import name_key
from services.gate.decisions.petition import with_what_is_seen
from services.gate.decisions.vaulting import take_out, with_keys
from services.gate.handlers.shapes import (
    GATE,
    Aside,
    CommandForm,
    Known,
    Moment,
    OnLog,
    Taken,
)
from services.gate.state import Document, KnownCase, KnownCommand, Memory


@dataclass(frozen=True, slots=True)
class Entry:
    """A command on its way onto the log of a case."""

    form: CommandForm
    case: KnownCase
    kept: KnownCommand
    """As it will be remembered; names the case."""
    denied: bool = False
    secrecy: Secrecy | None = None
    receipt: Receipt | None = None
    withheld: bool = False
    """Its owner will refuse it, and what it says is for nobody's eyes."""

    @property
    def first(self) -> bool:
        """Whether it was not on the log before."""
        return self.kept.times == 1


def put_on_log(entry: Entry, moment: Moment, known: Known) -> Taken:
    """Onto the log of its case; of a denied actor's attempt there is an event besides (7.b)."""
    case, kept, ref = entry.case, entry.kept, _ref(entry)
    taken_out = take_out(_command(entry, known), ref)
    event = _stamped(_received(entry, taken_out.fields, known), entry, moment)
    said: tuple[OnLog, ...] = (OnLog(case.lane, event),)
    if entry.denied and entry.first:
        said = (*said, OnLog(case.lane, denied(entry, ACTOR_DENIED, case.seq + 2, moment)))
    news = Memory(
        cases={kept.case_id: replace(case, seq=case.seq + len(said))},
        commands={(entry.form.record.lane, entry.form.submitted.command_id): kept},
    )
    if taken_out.content and entry.first and not entry.withheld:
        news.documents.append(Document(ref, kept.case_id, case.lane, taken_out.content))
    return Taken(said, news)


def turned_away(entry: Entry, moment: Moment) -> Taken:
    """That there is such a case is already too much; only its own lane learns of the attempt."""
    case, kept = entry.case, replace(entry.kept, times=0)
    if not entry.first:
        return answered(entry.form, UNKNOWN_CASE, CLAUSE_OF_SECRECY)
    attempt = OnLog(case.lane, denied(entry, UNKNOWN_CASE, case.seq + 1, moment))
    answer = answered(entry.form, UNKNOWN_CASE, CLAUSE_OF_SECRECY)
    news = Memory(
        cases={kept.case_id: replace(case, seq=case.seq + 1)},
        commands={(entry.form.record.lane, entry.form.submitted.command_id): kept},
    )
    return Taken((attempt, *answer.said), news)


def answered(form: CommandForm, code: str, clause: str = "") -> Taken:
    """The answer to a command that does not come to any log."""
    submitted = form.submitted
    case_id = submitted.case_id or CaseId("")
    body = CommandResult.answer(submitted.command_id, case_id, submitted.type, code, clause)
    return Taken((Aside(form.record.lane, COMMAND_RESULTS, submitted.command_id, body),))


def denied(entry: Entry, code: str, seq: int, moment: Moment) -> AccessDenied:
    """Somebody of the deny set tried; what he tried is not repeated."""
    actor, submitted = entry.form.submitted.actor, entry.form.submitted
    event = AccessDenied(principal=actor.principal, role=actor.role, code=code, unit=actor.unit)
    return event.stamped(
        case_id=entry.kept.case_id,
        id=derived_id(f"{entry.kept.case_id}/{submitted.command_id}/denied", GATE, 0),
        seq=seq,
        occurred_at=moment.not_before_tick(submitted.issued_at, entry.case.lane),
        caused_by=submitted.command_id,
        partition=entry.case.partition,
    )


def _received(entry: Entry, fields: Any, known: Known) -> CommandReceived:
    submitted = entry.form.submitted
    key = name_key(submitted.actor.principal, known.keys[entry.case.lane].hashed)
    return CommandReceived(
        command_id=submitted.command_id,
        type=submitted.type,
        actor=submitted.actor.model_copy(update={"key": key}),
        fields={} if entry.withheld else fields,
        secrecy=entry.secrecy,
        denied=entry.denied,
        receipt=entry.receipt,
    )


def _stamped(event: CommandReceived, entry: Entry, moment: Moment) -> CommandReceived:
    kept, submitted = entry.kept, entry.form.submitted
    return event.stamped(
        case_id=kept.case_id,
        id=derived_id(f"{kept.case_id}/{submitted.command_id}", GATE, kept.times),
        seq=entry.case.seq + 1,
        occurred_at=moment.not_before_tick(submitted.issued_at, entry.case.lane),
        caused_by=submitted.command_id,
        partition=entry.case.partition,
    )


def _command(entry: Entry, known: Known) -> Any:
    """Names are hashed only where there are names they could be."""
    command = with_what_is_seen(entry.form.command, known.catalogue)
    if not entry.case.held.access.denied_keys:
        return command
    hashed = known.keys[entry.case.lane].hashed
    return with_keys(command, lambda principal: name_key(principal, hashed))


def _ref(entry: Entry) -> str:
    cause = f"{entry.kept.case_id}/{entry.form.submitted.command_id}"
    return f"vault:{derived_id(cause, GATE, 0)}"
