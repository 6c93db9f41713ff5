"""Commands about the whole bureau: the gate decides them itself, each partition hears of it."""

from __future__ import annotations

from contracts.envelope import NO_CASE
from contracts.events.gate import GateBureauEvent
from contracts.outcomes import CommandResult
from contracts.ports import Refused
from contracts.refusals import INVALID
from contracts.topics import COMMAND_RESULTS
from contracts.zone import bureau_day
from services.gate.decisions.bureau import DECISIONS
from services.gate.handlers.shapes import Aside, CommandForm, Known, Moment, Taken
from services.gate.state import BureauAnswer, Memory

ROLE_NOT_ALLOWED = "ROLE_NOT_ALLOWED"


def on_bureau_command(form: CommandForm, memory: Memory, moment: Moment, known: Known) -> Taken:
    """Decided once; a repeat is answered as before, another body under its id is refused."""
    key = (form.record.lane, form.submitted.command_id)
    digest = known.keys[form.record.lane].digest(form.canonical)
    earlier = memory.answers.get(key)
    if earlier is not None:
        repeated = earlier if earlier.digest == digest else BureauAnswer(digest, INVALID)
        return Taken((_told(form, repeated),))
    news = Memory()
    try:
        news.bureau.append(_decided(form, moment, known))
        news.answers[key] = BureauAnswer(digest)
    except Refused as refusal:
        news.answers[key] = BureauAnswer(digest, refusal.code, refusal.clause)
    return Taken((_told(form, news.answers[key]),), news)


def _decided(form: CommandForm, moment: Moment, known: Known) -> GateBureauEvent:
    command, actor = form.command, form.submitted.actor
    decide = DECISIONS.get(type(command))
    if decide is None:
        raise Refused(INVALID, command.clause)
    at = moment.not_before_tick(form.submitted.issued_at, form.record.lane)
    if not known.basis.may_issue(actor, command.type, bureau_day(at)):
        raise Refused(ROLE_NOT_ALLOWED, command.clause)
    number = moment.in_force.bureau + 1
    event = decide(command, known.basis, bureau_day(at), number)
    return event.stamped(
        case_id=NO_CASE,
        seq=number,
        occurred_at=at,
        caused_by=form.submitted.command_id,
        partition=form.record.partition,
    )


def _told(form: CommandForm, answer: BureauAnswer) -> Aside:
    submitted = form.submitted
    body = CommandResult.answer(
        submitted.command_id, NO_CASE, submitted.type, answer.code, answer.clause
    )
    return Aside(form.record.lane, COMMAND_RESULTS, submitted.command_id, body)
