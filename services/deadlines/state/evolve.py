"""How each event changes what runs on a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contracts.envelope import CaseEvent, UnitCode
from contracts.events.gate import CaseEnded, PetitionReceived
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
    ReviewOpinionRecorded,
    ReviewRequested,
    SuperiorReported,
)
from contracts.events.intake import (
    AcceptanceNoticeSent,
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
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
from services.deadlines.state.advance import ADVANCE
from services.deadlines.state.clock import NO_REVIEW, REPLIES_KEPT_MAX, Order, Standing
from services.deadlines.state.clocks import CaseClocks, Evolver
from services.deadlines.state.endings import OUTSIDE_BODY
from services.deadlines.state.own import OWN

STATIONED_TEAM = UnitCode("PDI")
"""The discipline team stationed in the bureau belongs to another body."""


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
    return replace(
        state,
        anonymous=not facts.named,
        regime=event.regime,
        denied_units=event.denied_units,
        orders=tuple(orders),
    )


def _denied(
    state: CaseClocks, event: ConfidentialityCautioned | ConfidentialityRestricted
) -> CaseClocks:
    return replace(state, denied_units=event.denied_units)


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


def _submitted(state: CaseClocks, event: ReplySubmitted) -> CaseClocks:
    if state.replies and state.replies[-1].until is None:
        return state
    kept = state.replies[-REPLIES_KEPT_MAX + 1 :]
    return replace(state, replies=(*kept, Standing(event.occurred_at)))


def _set_aside(state: CaseClocks, event: CaseEvent) -> CaseClocks:
    """The reply stood up to here."""
    if not state.replies or state.replies[-1].until is not None:
        return state
    *others, last = state.replies
    return replace(state, replies=(*others, replace(last, until=event.occurred_at)))


def _returned(state: CaseClocks, event: ReplyReturned) -> CaseClocks:
    return _set_aside(state, event).without(ReplyDelivered.name, ReplyPassed.name)


def _reopened(state: CaseClocks, event: PetitionReopened) -> CaseClocks:
    """What was answered in time stays so; the way to the higher bodies begins anew."""
    state = replace(_set_aside(state, event), review=NO_REVIEW)
    return state.without(PetitionConcluded.name)


def _asked_for_review(state: CaseClocks, event: ReviewRequested) -> CaseClocks:
    """The first request goes to one body, the one after its opinion to the next."""
    review = state.review
    if not review.answered or review.reexam_on is not None:
        return state
    return replace(state, review=replace(review, reexam_on=event.on))


def _reviewed(state: CaseClocks, _event: ReviewOpinionRecorded) -> CaseClocks:
    final = state.review.reexam_on is not None
    return replace(state, review=replace(state.review, answered=True, final=final))


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


CLOCKS: Mapping[type[CaseEvent], Evolver] = {
    # What sets dates, and who has the case in hand.
    PetitionReceived: _received,
    PetitionSupplemented: lambda state, event: replace(
        state, anonymous=state.anonymous if event.named is None else not event.named
    ),
    ConfidentialityCautioned: _denied,
    ConfidentialityRestricted: _denied,
    ConfidentialityLifted: lambda state, _: replace(state, denied_units=()),
    InstructionRecorded: _instructed,
    PetitionRegimeClassified: lambda state, event: replace(state, kind_2022=event.kind_2022),
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
    ReplySubmitted: _submitted,
    ReplyReturned: _returned,
    ReplyDelivered: _on_the_day_named,
    ReplyPassed: _on_its_day,
    SuperiorReported: _on_the_day_named,
    PetitionConcluded: lambda state, event: state.after(event.name, event.concluded_on),
    PetitionReopened: _reopened,
    ReviewRequested: _asked_for_review,
    ReviewOpinionRecorded: _reviewed,
}


def _heard(event_type: type[CaseEvent]) -> Evolver:
    """What an event of another service changes; whatever it is, the case is not idle."""
    clocks, advance = CLOCKS.get(event_type), ADVANCE.get(event_type)

    def heard(state: CaseClocks, event: CaseEvent) -> CaseClocks:
        state = clocks(state, event) if clocks is not None else state
        now = state.progress
        if advance is not None:
            now = advance(now, event, state)
        return replace(state, progress=now.moved(event))

    return heard


EVOLVE: Mapping[type[CaseEvent], Evolver] = {
    **{event_type: _heard(event_type) for event_type in (*CLOCKS, *ADVANCE)},
    CaseEnded: lambda *_: CaseClocks(),
    **OWN,
}
