"""A command gets its place on the log of its case; whether it holds is for its owner to say."""

from __future__ import annotations

from dataclasses import replace

from contracts.envelope import REGISTER, CaseId, Owner
from contracts.events.gate import CommandReceived
from contracts.outcomes import CommandResult
from contracts.refusals import INVALID, UNKNOWN_CASE
from contracts.topics import COMMAND_RESULTS
from services.chassis.ids import derived_id
from services.chassis.security import CLAUSE_OF_SECRECY
from services.gate.decisions.matching import name_key
from services.gate.decisions.petition import with_what_is_seen
from services.gate.decisions.vaulting import take_out
from services.gate.handlers.bureau import on_bureau_command
from services.gate.handlers.shapes import (
    GATE,
    Aside,
    BadCommand,
    CommandForm,
    Known,
    Moment,
    OnLog,
    Taken,
    Unreadable,
    dead_letter,
)
from services.gate.state import Document, KnownCase, KnownCommand, Memory


def on_command(form: CommandForm, memory: Memory, moment: Moment, known: Known) -> Taken:
    """Onto the log, a repeat too: its owner keeps the answers. One id, two bodies: refused."""
    lane, command_id = form.record.lane, form.submitted.command_id
    if form.submitted.case_id is None:
        return on_bureau_command(form, memory, moment, known)
    case_id = form.submitted.case_id
    digest = known.keys[lane].digest(form.canonical)
    case = memory.cases.get(case_id) or _register(form)
    earlier = memory.commands.get((lane, command_id))
    if earlier is not None and earlier.digest != digest:
        return _answered(form, INVALID)
    if case is None or case.lane != lane:
        # The same bytes for a case of the other lane, and for an actor who must not know of it.
        return _answered(form, UNKNOWN_CASE, CLAUSE_OF_SECRECY)
    if case.partition != form.record.partition or form.command.owner == Owner.GATE:
        return _answered(form, INVALID)
    again = KnownCommand(digest, case_id, times=earlier.times + 1 if earlier else 1)
    return _put_on_log(form, case, again, moment, known)


def on_bad_command(bad: BadCommand, memory: Memory, moment: Moment, known: Known) -> Taken:  # noqa: ARG001 - handlers are called alike
    """The desk is told; nothing stands on the log."""
    body = CommandResult.answer(bad.command_id, CaseId(bad.case_id), bad.type, INVALID)
    return Taken((Aside(bad.record.lane, COMMAND_RESULTS, bad.command_id, body),))


def on_unreadable(bad: Unreadable, memory: Memory, moment: Moment, known: Known) -> Taken:  # noqa: ARG001 - handlers are called alike
    """Nobody can be told but the operators."""
    return Taken((dead_letter(bad.record, bad.record.lane, bad.code),))


def _put_on_log(
    form: CommandForm, case: KnownCase, kept: KnownCommand, moment: Moment, known: Known
) -> Taken:
    lane, submitted = form.record.lane, form.submitted
    cause = f"{kept.case_id}/{submitted.command_id}"
    ref = f"vault:{derived_id(cause, GATE, 0)}"
    taken_out = take_out(with_what_is_seen(form.command, known.catalogue), ref)
    actor = submitted.actor
    key = name_key(actor.principal, known.keys[lane].hashed)
    event = CommandReceived(
        command_id=submitted.command_id,
        type=submitted.type,
        actor=actor.model_copy(update={"key": key}),
        fields=taken_out.fields,
    ).stamped(
        case_id=kept.case_id,
        id=derived_id(cause, GATE, kept.times),
        seq=case.seq + 1,
        occurred_at=moment.not_before_tick(submitted.issued_at, lane),
        caused_by=submitted.command_id,
        partition=case.partition,
    )
    news = Memory(
        cases={kept.case_id: replace(case, seq=case.seq + 1)},
        commands={(lane, submitted.command_id): kept},
    )
    if taken_out.content and kept.times == 1:
        news.documents.append(Document(ref, kept.case_id, lane, taken_out.content))
    return Taken((OnLog(lane, event),), news)


def _register(form: CommandForm) -> KnownCase | None:
    """The register of reports has no petition: it begins with its first command."""
    if form.submitted.case_id != REGISTER:
        return None
    return KnownCase(form.record.lane, form.record.partition, seq=0)


def _answered(form: CommandForm, code: str, clause: str = "") -> Taken:
    submitted = form.submitted
    case_id = submitted.case_id or CaseId("")
    body = CommandResult.answer(submitted.command_id, case_id, submitted.type, code, clause)
    return Taken((Aside(form.record.lane, COMMAND_RESULTS, submitted.command_id, body),))
