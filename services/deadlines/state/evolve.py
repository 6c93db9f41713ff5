"""How each event changes what runs on a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from contracts.envelope import CaseEvent, UnitCode
from contracts.events.deadlines import (
    CalendarHorizonReached,
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineRederived,
    DeadlineSet,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    ReminderIssued,
    ReminderUnanswered,
)
from contracts.events.gate import CaseEnded, PetitionReceived
from contracts.events.handling import (
    PetitionConcluded,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
    SuperiorReported,
)
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionMerged,
    PetitionReturnedToSource,
    PetitionSupplemented,
    PetitionUnlinked,
    PetitionWithdrawn,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssignmentDispatched,
    InstructionRecorded,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
    PetitionRegimeClassified,
)
from contracts.petition import InstructionFacts
from services.deadlines.state.clocks import KEPT_BY, OUTSIDE_BODY, CaseClocks, Clock, Order

STATIONED_TEAM = UnitCode("PDI")
"""The discipline team stationed in the bureau belongs to another body."""
UNDER_THE_LIMIT_2022 = "ART_31_6"
"""The only matters the 2022 regulation gives 60 days; the others keep them as a target (E3)."""

Evolver = Callable[[CaseClocks, Any], CaseClocks]


def order_of(note: InstructionFacts | InstructionRecorded) -> Order | None:
    """The date a leader's note sets, if it counts: INSTRUCT, by the director or higher (E47)."""
    from_above = note.level != "BUREAU"
    if note.type != "INSTRUCT" or note.due is None:
        return None
    return Order(note.due, from_above) if from_above or note.by == "DIRECTOR" else None


def _received(state: CaseClocks, event: PetitionReceived) -> CaseClocks:
    facts = event.petition
    orders = [order for note in facts.instructions if (order := order_of(note))]
    if facts.referral is not None and facts.referral.report_due is not None:
        orders.append(Order(facts.referral.report_due, from_above=True))
    return replace(state, anonymous=not facts.named, orders=tuple(orders))


def _instructed(state: CaseClocks, event: InstructionRecorded) -> CaseClocks:
    order = order_of(event)
    if order is None or order in state.orders:
        return state
    if state.clock("superior") and state.ending("superior"):
        # What was asked before is done with: the new order is asked for by itself.
        others = tuple(clock for clock in state.clocks if clock.key != "superior")
        state = replace(state, clocks=others, orders=()).without(SuperiorReported.name)
    return replace(state, orders=(*state.orders, order))


def _accepted(state: CaseClocks, event: PetitionAccepted) -> CaseClocks:
    state = replace(state, accepted_on=state.accepted_on or event.accepted_on)
    state = state.after(event.name, event.accepted_on)
    return state.after(VisitAnsweredOnSpot.name, event.accepted_on) if event.on_spot else state


def _nonacceptance_approved(state: CaseClocks, event: NonacceptanceApproved) -> CaseClocks:
    in_part = bool(event.parts) or state.accepted_on is not None
    return state if in_part else state.after(event.name, event.day)


def _designated(state: CaseClocks, event: InvestigationBodyDesignated) -> CaseClocks:
    state = replace(state, to_unit=event.body).after(event.name, event.day)
    outside = event.external or event.body == STATIONED_TEAM
    return state.after(OUTSIDE_BODY, event.day) if outside else state


def _returned(state: CaseClocks, event: ReplyReturned) -> CaseClocks:
    """A grace that ended while the reply stood is over for good (E10)."""

    def spend(clock: Clock) -> Clock:
        ends = clock.grace_ends_at
        over = ends is not None and ends <= event.occurred_at and state.reply_stood_at(ends)
        return replace(clock, grace_spent=True) if over else clock

    state = state.with_clocks(spend).without(ReplyDelivered.name, ReplyPassed.name)
    return replace(state, reply_since=None)


def _set(state: CaseClocks, event: DeadlineSet) -> CaseClocks:
    if event.key not in KEPT_BY:
        return state
    others = tuple(clock for clock in state.clocks if clock.key != event.key)
    clock = Clock(event.key, event.due_on, event.id, remind_at=event.remind_at)
    return replace(state, clocks=(*others, clock))


def _reminded(state: CaseClocks, event: ReminderIssued) -> CaseClocks:
    def remind(clock: Clock) -> Clock:
        if clock.key not in event.keys:
            return clock
        if event.planned:
            clock = replace(clock, remind_at=event.next_at.get(clock.key))
        if event.grace_ends_on is None or not state.awaits_first_reminder(clock, event.day):
            return clock
        return replace(
            clock,
            reminded_on=event.day,
            reminded_by=event.id,
            grace_ends_on=event.grace_ends_on,
        )

    return replace(state.with_clocks(remind), reminders=event.count)


def _rederived(state: CaseClocks, event: DeadlineRederived) -> CaseClocks:
    return state.with_clock(
        event.key,
        due_on=event.due_on,
        armed_by=event.id,
        remind_at=event.remind_at,
        reopened=False,
    )


def _told(state: CaseClocks, event: DeadlineMet | DeadlineCancelled) -> CaseClocks:
    return state.with_clock(event.key, told=True)


def _unanswered(state: CaseClocks, event: ReminderUnanswered) -> CaseClocks:
    return state.with_clocks(
        lambda clock: replace(clock, grace_spent=True) if clock.key in event.keys else clock
    )


def _extended(state: CaseClocks, event: ExtensionApproved) -> CaseClocks:
    granted = replace(state, extension_days_asked=None, extensions=state.extensions + 1)
    return granted.after(event.name, event.day)


def _on_its_day(state: CaseClocks, event: CaseEvent) -> CaseClocks:
    return state.after(event.name, event.day)


def _on_the_day_named(
    state: CaseClocks,
    event: AcceptanceNoticeSent
    | NonacceptanceNoticeSent
    | PetitionReturnedToSource
    | ReplyDelivered
    | SuperiorReported,
) -> CaseClocks:
    return state.after(event.name, event.on)


EVOLVE: Mapping[type[CaseEvent], Evolver] = {
    # What sets dates, and who has the case in hand.
    PetitionReceived: _received,
    PetitionSupplemented: lambda state, event: replace(
        state, anonymous=state.anonymous if event.named is None else not event.named
    ),
    InstructionRecorded: _instructed,
    PetitionRegimeClassified: lambda state, event: replace(
        state, is_target=event.kind_2022 != UNDER_THE_LIMIT_2022
    ),
    PetitionAccepted: _accepted,
    AssignmentDispatched: lambda state, event: replace(
        state.after(event.name, event.day), to_unit=event.lead_unit
    ),
    InvestigationBodyDesignated: _designated,
    # What ends clocks, and what takes an end back.
    AcceptanceNoticeSent: _on_the_day_named,
    NonacceptanceNoticeSent: lambda state, e: state if e.in_part else _on_the_day_named(state, e),
    PetitionReturnedToSource: _on_the_day_named,
    NonacceptanceApproved: _nonacceptance_approved,
    PetitionMerged: _on_its_day,
    PetitionUnlinked: lambda state, _: state.without(PetitionMerged.name),
    PetitionWithdrawn: _on_its_day,
    VisitAnsweredOnSpot: lambda state, e: _on_its_day(state, e) if e.concludes else state,
    ReplySubmitted: lambda state, event: replace(state, reply_since=event.occurred_at),
    ReplyReturned: _returned,
    ReplyDelivered: _on_the_day_named,
    ReplyPassed: lambda state, event: _on_its_day(state, event) if state.anonymous else state,
    SuperiorReported: _on_the_day_named,
    PetitionConcluded: lambda state, event: state.after(event.name, event.concluded_on),
    CaseEnded: lambda *_: CaseClocks(),
    # Own announcements.
    DeadlineSet: _set,
    DeadlineRederived: _rederived,
    DeadlineMet: _told,
    DeadlineCancelled: _told,
    DeadlineMissed: lambda state, event: state.with_clock(event.key, missed=True),
    ReminderIssued: _reminded,
    ReminderUnanswered: _unanswered,
    ExtensionRequested: lambda state, event: replace(state, extension_days_asked=event.days),
    ExtensionApproved: _extended,
    ExtensionRefused: lambda state, _: replace(state, extension_days_asked=None),
    CalendarHorizonReached: lambda state, event: replace(
        state, past_horizon=(*state.past_horizon, event.key)
    ),
}
