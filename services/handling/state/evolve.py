"""How each event changes what handling remembers of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from contracts.codes import Seat
from contracts.commands.base import Person
from contracts.envelope import CaseEvent, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.deadlines import ExtensionApproved, ExtensionNotified
from contracts.events.escalation import PackageTeamAppointed, PackageTeamReplaced
from contracts.events.gate import CaseEnded, PetitionReceived
from contracts.events.handling import (
    AssignmentObjected,
    AssignmentReceived,
    CoOpinionSubmitted,
    HandlerDesignated,
    PetitionConcluded,
    PetitionReopened,
    ReceiptRefused,
    ReceiptSigned,
    ReceiptUnreachable,
    RecusalDeclared,
    RecusalRequired,
    ReplyContentPassed,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
    ReviewOpinionRecorded,
    ReviewRequested,
    SuperiorReported,
    VerificationCompleted,
    VerificationStarted,
)
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    PetitionMerged,
    PetitionUnlinked,
    PetitionWithdrawn,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssignmentDispatched,
    AssignmentRevoked,
    CaseHandedOver,
    InstructionRecorded,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
)
from services.handling.state.case import (
    Assignment,
    Handler,
    HandlingState,
    Reply,
    Review,
    SeatHolder,
    Standing,
)

CITY_UP = ("CITY", "PROVINCE", "NATIONAL")
"""Whoever orders from here stands above the bureau."""
OUTSIDE_BODY_PREFIX = "EXT-"

State = HandlingState


def _orders(instructions: Iterable[Any]) -> tuple[str, ...]:
    """A reading mark asks for nothing; who orders decides whether a report is owed (E49)."""
    return tuple(
        "INSTRUCT_CITY_UP" if note.level in CITY_UP else f"INSTRUCT_{note.by}"
        for note in instructions
        if note.type == "INSTRUCT"
    )


def _received(state: State, event: PetitionReceived) -> State:
    petition = event.petition
    sent_down = (petition.referral.type,) if petition.referral is not None else ()
    return replace(
        state,
        access=state.access.after(event),
        named=petition.named,
        asked_from_above=(*sent_down, *_orders(petition.instructions)),
    )


def _instructed(state: State, event: InstructionRecorded) -> State:
    return replace(state, asked_from_above=(*state.asked_from_above, *_orders([event])))


def _accepted(state: State, event: PetitionAccepted) -> State:
    return replace(
        state,
        accepted=True,
        answered_on_spot=state.answered_on_spot or event.on_spot,
        signoff_required=event.signoff_required,
        self_handled=event.routing == "COMMAND_CENTRE_SELF_HANDLED",
    )


def _assigned(state: State, event: CaseEvent, lead_unit: UnitCode) -> State:
    """Another lead begins anew; the same one, joined by a co-unit, goes on with what it has."""
    before = state.assignment
    access = state.access.after(event)
    if before is not None and before.lead_unit == lead_unit:
        return replace(state, access=access, assignment=replace(before, dispatched_on=event.day))
    return replace(state, access=access, assignment=Assignment(event.day, lead_unit), reply=None)


def _dispatched(state: State, event: AssignmentDispatched) -> State:
    return _assigned(state, event, event.lead_unit)


def _investigator_designated(state: State, event: InvestigationBodyDesignated) -> State:
    if event.body.startswith(OUTSIDE_BODY_PREFIX):
        return replace(state, access=state.access.after(event), assignment=None, ended=True)
    return _assigned(state, event, event.body)


def _unassigned(state: State, event: AssignmentRevoked) -> State:
    return replace(state, access=state.access.after(event), assignment=None)


def _kept_from(state: State, event: CaseEvent) -> State:
    """Whoever is denied now does none of the work any more."""
    access = state.access.after(event)
    present = state.assignment.handlers if state.assignment else ()
    kept = tuple(h for h in present if h.principal not in access.denied_principals)
    return _on_assignment(replace(state, access=access), handlers=kept)


def _objected(state: State, event: AssignmentObjected) -> State:
    return replace(state, assignment=None, objections=event.count)


def _on_assignment(state: State, **changes: Any) -> State:
    if state.assignment is None:
        return state
    return replace(state, assignment=replace(state.assignment, **changes))


def _acknowledged(state: State, event: AssignmentReceived) -> State:
    received = state.assignment.received_by if state.assignment else ()
    return _on_assignment(state, received_by=(*received, event.unit))


def _handler_designated(state: State, event: HandlerDesignated) -> State:
    others = state.assignment.handlers if state.assignment else ()
    kept = tuple(h for h in others if h.unit != event.unit)
    return _on_assignment(state, handlers=(*kept, Handler(event.unit, event.handler)))


def _recused(state: State, event: RecusalDeclared) -> State:
    present = state.assignment.handlers if state.assignment else ()
    kept = tuple(h for h in present if h.principal != event.principal)
    return _on_assignment(replace(state, access=state.access.after(event)), handlers=kept)


def _on_seat(seat: Seat, person: Person) -> SeatHolder:
    return SeatHolder(seat, person.principal, person.key)


def _left(state: State, event: RecusalRequired) -> State:
    """The seat is empty until somebody else is named; a handler leaves with his declaration."""
    kept = tuple(holder for holder in state.team if holder.seat != event.seat)
    return replace(state, team=kept)


def _team_appointed(state: State, event: PackageTeamAppointed) -> State:
    team = (
        _on_seat("LEADER", event.leader),
        _on_seat("SUPERVISOR", event.supervisor),
        _on_seat("RESPONSIBLE", event.responsible),
    )
    return replace(state, team=team)


def _team_replaced(state: State, event: PackageTeamReplaced) -> State:
    others = tuple(holder for holder in state.team if holder.seat != event.seat)
    return replace(state, team=(*others, _on_seat(event.seat, event.person)))


def _verified(state: State, _: VerificationCompleted) -> State:
    return _on_assignment(state, verified=True)


def _co_opinion_given(state: State, event: CoOpinionSubmitted) -> State:
    return replace(state, co_opinions=(*state.co_opinions, event.unit))


def _reply_submitted(state: State, event: ReplySubmitted) -> State:
    return replace(state, replies=event.version, reply=Reply(event.version))


def _on_reply(state: State, **changes: Any) -> State:
    return replace(state, reply=replace(state.reply, **changes)) if state.reply else state


def _reply_returned(state: State, event: ReplyReturned) -> State:
    return replace(_on_reply(state, standing=Standing.RETURNED), returns=event.count)


def _content_passed(state: State, _: ReplyContentPassed) -> State:
    return _on_reply(state, standing=Standing.CONTENT_PASSED)


def _delivered(state: State, event: ReplyDelivered) -> State:
    return _on_reply(
        state, standing=Standing.DELIVERED, delivered_on=event.on, delivered_by=event.by
    )


def _passed(state: State, _: ReplyPassed) -> State:
    return _on_reply(state, standing=Standing.PASSED)


def _review_requested(state: State, _: ReviewRequested) -> State:
    return replace(state, review=replace(state.review, asked=True))


def _reviewed(state: State, event: ReviewOpinionRecorded) -> State:
    review = Review(opinions=state.review.opinions + 1, last_opinion_on=event.on)
    return replace(state, review=review)


def _reopened(state: State, _: PetitionReopened) -> State:
    """Back to the unit: the reply is set aside, and the next one opens a window of its own."""
    return replace(
        _on_reply(state, standing=Standing.RETURNED),
        review=Review(),
        reported_up=False,
        concluded=False,
        filed=False,
    )


def _refused(state: State, _: NonacceptanceApproved) -> State:
    """The refusal of a part leaves the accepted rest as it is."""
    return state if state.accepted else replace(state, ended=True)


EVOLVE: Mapping[type[CaseEvent], Any] = {
    PetitionReceived: _received,
    PetitionAccepted: _accepted,
    InstructionRecorded: _instructed,
    VisitAnsweredOnSpot: lambda s, event: replace(
        s, answered_on_spot=s.answered_on_spot or event.concludes
    ),
    ConfidentialityRestricted: _kept_from,
    ConfidentialityCautioned: _kept_from,
    ConfidentialityLifted: _kept_from,
    CaseHandedOver: lambda s, _: replace(s, self_handled=False),
    AssignmentDispatched: _dispatched,
    InvestigationBodyDesignated: _investigator_designated,
    AssignmentRevoked: _unassigned,
    AssignmentObjected: _objected,
    AssignmentReceived: _acknowledged,
    HandlerDesignated: _handler_designated,
    RecusalRequired: _left,
    RecusalDeclared: _recused,
    PackageTeamAppointed: _team_appointed,
    PackageTeamReplaced: _team_replaced,
    VerificationStarted: lambda s, _: _on_assignment(s, verifying=True),
    VerificationCompleted: _verified,
    CoOpinionSubmitted: _co_opinion_given,
    ExtensionApproved: lambda s, _: replace(s, extension_notice_owed=True),
    ExtensionNotified: lambda s, _: replace(s, extension_notice_owed=False),
    ReplySubmitted: _reply_submitted,
    ReplyReturned: _reply_returned,
    ReplyContentPassed: _content_passed,
    ReplyDelivered: _delivered,
    ReceiptSigned: lambda s, _: _on_reply(s, signoff="SIGNED"),
    ReceiptRefused: lambda s, _: _on_reply(s, signoff="SIGNOFF_REFUSED"),
    ReceiptUnreachable: lambda s, _: _on_reply(s, signoff="UNREACHABLE"),
    ReplyPassed: _passed,
    SuperiorReported: lambda s, _: replace(s, reported_up=True),
    ReviewRequested: _review_requested,
    ReviewOpinionRecorded: _reviewed,
    PetitionReopened: _reopened,
    PetitionConcluded: lambda s, _: replace(s, concluded=True),
    PetitionWithdrawn: lambda s, _: replace(s, ended=True),
    PetitionMerged: lambda s, _: replace(s, ended=True),
    PetitionUnlinked: lambda s, _: replace(s, ended=False, accepted=False),
    NonacceptanceApproved: _refused,
    CaseEnded: lambda s, _: replace(s, ended=True),
    ArchiveFiled: lambda s, _: replace(s, filed=True),
}
