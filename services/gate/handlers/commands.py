"""A command gets its place on the log of its case; whether it holds is for its owner to say."""

from __future__ import annotations

from contracts.envelope import REGISTER, CaseId, Owner
from contracts.outcomes import CommandResult
from contracts.refusals import INVALID, UNKNOWN_CASE
from contracts.topics import COMMAND_RESULTS
from services.chassis.security import CLAUSE_OF_SECRECY, is_denied
from services.gate.decisions.declaring import DECLARING
from services.gate.decisions.matching import name_key
from services.gate.handlers.bureau import on_bureau_command
from services.gate.handlers.declaring import on_declaration
from services.gate.handlers.entering import Entry, answered, put_on_log, turned_away
from services.gate.handlers.shapes import (
    Aside,
    BadCommand,
    CommandForm,
    Known,
    Moment,
    Taken,
    Unreadable,
    dead_letter,
)
from services.gate.state import KnownCase, KnownCommand, Memory


def on_command(form: CommandForm, memory: Memory, moment: Moment, known: Known) -> Taken:
    """Onto the log, a repeat too: its owner keeps the answers. One id, two bodies: refused."""
    lane, command_id = form.record.lane, form.submitted.command_id
    if form.submitted.case_id is None:
        return on_bureau_command(form, memory, moment, known)
    digest = known.keys[lane].digest(form.canonical)
    earlier = memory.commands.get((lane, command_id))
    if earlier is not None and earlier.digest != digest:
        return answered(form, INVALID)
    # The command that made a case go over to the other lane is answered there when it is repeated.
    case_id = earlier.case_id if earlier else form.submitted.case_id
    case = memory.cases.get(case_id) or _register(form)
    turned_away_before = earlier is not None and earlier.times == 0
    if (
        turned_away_before
        or case is None
        or case.moved_to is not None
        or not _is_here(form, case, case_id)
    ):
        # The same bytes for a case of the other lane, and for an actor who must not know of it.
        return answered(form, UNKNOWN_CASE, CLAUSE_OF_SECRECY)
    if case.partition != form.record.partition or form.command.owner == Owner.GATE:
        return answered(form, INVALID)
    again = KnownCommand(digest, case_id, times=earlier.times + 1 if earlier else 1)
    entry = Entry(form, case, again, denied=_is_denied(form, case, known))
    return _admitted(entry, memory, moment, known)


def on_bad_command(bad: BadCommand, memory: Memory, moment: Moment, known: Known) -> Taken:  # noqa: ARG001 - handlers are called alike
    """The desk is told; nothing stands on the log."""
    body = CommandResult.answer(bad.command_id, CaseId(bad.case_id), bad.type, INVALID)
    return Taken((Aside(bad.record.lane, COMMAND_RESULTS, bad.command_id, body),))


def on_unreadable(bad: Unreadable, memory: Memory, moment: Moment, known: Known) -> Taken:  # noqa: ARG001 - handlers are called alike
    """Nobody can be told but the operators."""
    return Taken((dead_letter(bad.record, bad.record.lane, bad.code),))


def _is_here(form: CommandForm, case: KnownCase, case_id: CaseId) -> bool:
    return case.lane == form.record.lane or case_id != form.submitted.case_id


def _register(form: CommandForm) -> KnownCase | None:
    """The register of reports has no petition: it begins with its first command."""
    if form.submitted.case_id != REGISTER:
        return None
    return KnownCase(form.record.lane, form.record.partition, seq=0)


def _is_denied(form: CommandForm, case: KnownCase, known: Known) -> bool:
    if case.guarded is None:
        return False
    actor = form.submitted.actor
    key = name_key(actor.principal, known.keys[case.lane].hashed)
    return is_denied(actor.model_copy(update={"key": key}), case.guarded.access, known.catalogue)


def _admitted(entry: Entry, memory: Memory, moment: Moment, known: Known) -> Taken:
    if entry.denied and entry.case.held.access.restricted:
        return turned_away(entry, moment)
    if entry.first and isinstance(entry.form.command, DECLARING):
        return on_declaration(entry, memory, moment, known)
    return put_on_log(entry, moment, known)
