"""Facts of art. 14, as they happen; people say whether there is fault."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.envelope import CaseEvent
from contracts.events.deadlines import DeadlineMissed, ReminderUnanswered
from contracts.events.handling import HandlingRefused
from contracts.events.routing import (
    AccountabilityFacts,
    AccountabilityFlagged,
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
    yield from _put_down(found, {"refused_by": event.unit})


def on_deadline_missed(state: RoutingState, event: DeadlineMissed, known: Known) -> Events:
    """A superior's date without a report, the law's without a word: 14(二); no other date."""
    if event.key == "superior":
        found = flags.raised(state, {"superior_missed": True}, known)
    elif event.statutory:
        found = flags.raised(state, {"statutory_missed": True}, known)
    else:
        return
    yield from _put_down(found, {"key": event.key, "due_on": event.due_on.isoformat()})


def watch_leapfrog(state: RoutingState, known: Known) -> Events:
    """A group went over everybody's head: watched, for only people find fault (14(三), E14)."""
    persons = flags.leapfrog_persons(state)
    if persons:
        found = flags.raised(state, {"leapfrog_persons": persons}, known)
        yield from _put_down(found, {"persons": persons})


def _put_down(found: flags.Raised, facts: AccountabilityFacts) -> Events:
    for code in found.flags:
        yield AccountabilityFlagged(code=code, unit=found.unit, facts=facts, receipt=found.receipt)
    for code in found.watches:
        yield AccountabilityWatch(code=code, unit=found.unit, facts=facts, receipt=found.receipt)
