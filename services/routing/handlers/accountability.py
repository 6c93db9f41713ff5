"""Facts of art. 14, as they happen; people say whether there is fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts.envelope import CaseEvent
from contracts.events.common import CommandRefused
from contracts.events.deadlines import (
    DeadlineMissed,
    PetitionStalled,
    ReminderIssued,
    ReminderUnanswered,
)
from contracts.events.escalation import FindingRecorded
from contracts.events.handling import HandlingRefused, ReplyReturned, ReplySubmitted
from contracts.events.routing import (
    AccountabilityFacts,
    AccountabilityFlagged,
    AccountabilityIndicatorRaised,
    AccountabilityWatch,
)
from services.routing.decisions import flags
from services.routing.decisions.known import Known
from services.routing.decisions.package import Evidence
from services.routing.handlers.package import trigger
from services.routing.state import RoutingState

Events = Iterator[CaseEvent]


def on_reminder_unanswered(state: RoutingState, event: ReminderUnanswered, known: Known) -> Events:
    """Urged in vain: a package case (T7), and a fact of 14(一)."""
    yield from trigger(state, Evidence(reminder_unanswered=True), known)
    found = flags.raised(state, {"reminder_unanswered": True}, known)
    yield from _put_down(
        found,
        {
            "reminded_on": event.reminded_on.isoformat(),
            "grace_ended_on": event.grace_ended_on.isoformat(),
        },
    )


def on_handling_refused(state: RoutingState, event: HandlingRefused, known: Known) -> Events:
    """A unit that has to handle it will not: 14(一)."""
    found = flags.raised(state, {"handling_refused": True}, known)
    yield from _put_down(replace(found, unit=event.unit), {"refused_by": event.unit})


def on_deadline_missed(state: RoutingState, event: DeadlineMissed, known: Known) -> Events:
    """A superior's date without a report, the law's without a word: 14(二); no other date."""
    if event.key == "superior":
        found = flags.raised(state, {"superior_missed": True}, known)
    elif event.statutory:
        found = flags.raised(state, {"statutory_missed": True}, known)
    else:
        return
    yield from _put_down(found, {"key": event.key, "due_on": event.due_on.isoformat()})
    if state.package == "TRIGGERED" and not state.delay_reported:
        yield _indicator(state, flags.DELAY_NOT_REPORTED, 1)


def on_reply_submitted(state: RoutingState, event: ReplySubmitted, known: Known) -> Events:
    """It came, but after the date: watched, as long as nobody was urged in vain (E43)."""
    if flags.replied_late(state, event.version, known):
        urged_in_vain = "T7" in (*state.triggers, *state.waived)
        happened = {"replied_late": True, "reminder_unanswered": urged_in_vain}
        found = flags.raised(state, happened, known)
        yield from _put_down(found, {"replied_on": event.day.isoformat()})


def on_reply_returned(state: RoutingState, event: ReplyReturned, known: Known) -> Events:
    """Sent back once too often: it shows (art. 6), and is a fact of 14(二)."""
    if event.count == known.settings.returns_max:
        yield _indicator(state, flags.PERFUNCTORY, event.count)
    found = flags.raised(state, {"reply_returns": event.count}, known)
    yield from _put_down(found, {"returns": event.count})


def on_command_refused(state: RoutingState, event: CommandRefused, known: Known) -> Events:
    """The second gate closed to the same reply again: the same fact of 14(二)."""
    if event.command_type == "pass_reply":
        found = flags.raised(state, {"pass_refusals": state.pass_refusals}, known)
        yield from _put_down(found, {"pass_refusals": state.pass_refusals})


def on_petition_stalled(state: RoutingState, event: PetitionStalled, known: Known) -> Events:  # noqa: ARG001 - handlers are called alike
    """Nothing has happened for long: it shows (art. 6), and is no flag."""
    yield _indicator(state, flags.DRAGGING_ON, event.idle_working_days)


def on_reminder_issued(state: RoutingState, event: ReminderIssued, known: Known) -> Events:
    """A step late inside the bureau shows, and is nothing more (E63)."""
    if event.steps and known.settings.late_steps_show:
        yield AccountabilityIndicatorRaised(
            indicator=flags.DRAGGING_ON, unit=event.to_unit, count=state.late_steps
        )


def on_finding_recorded(state: RoutingState, event: FindingRecorded, known: Known) -> Events:
    """With a leader's word the facts of 14(三) are complete, or not (E14)."""
    persons = flags.leapfrog_persons(state, known)
    found = flags.raised(state, {"leapfrog_persons": persons}, known)
    yield from _put_down(found, {"finding": event.kind, "persons": persons})


def watch_leapfrog(state: RoutingState, known: Known) -> Events:
    """A group went over everybody's head: watched, for only people find fault (14(三), E14)."""
    persons = flags.leapfrog_persons(state, known)
    if persons:
        found = flags.raised(state, {"leapfrog_persons": persons}, known)
        yield from _put_down(found, {"persons": persons})


def _put_down(found: flags.Raised, facts: AccountabilityFacts) -> Events:
    for code in found.flags:
        yield AccountabilityFlagged(
            code=code,
            unit=found.unit,
            facts=facts,
            to_role=found.to_role,
            receipt=found.receipt,
        )
    for code in found.watches:
        yield AccountabilityWatch(code=code, unit=found.unit, facts=facts, receipt=found.receipt)


def _indicator(state: RoutingState, indicator: str, count: int) -> AccountabilityIndicatorRaised:
    return AccountabilityIndicatorRaised(
        indicator=indicator, unit=state.answerable_unit, count=count
    )
