"""What handling remembers of a case: the assignment in force, the reply, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from contracts.access import Access
from contracts.codes import OutcomeCode
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.deadlines import ExtensionApproved, ExtensionNotified
from contracts.events.gate import CaseEnded, PetitionReceived
from contracts.events.handling import (
    AssignmentObjected,
    AssignmentReceived,
    CoOpinionSubmitted,
    HandlerDesignated,
    PetitionConcluded,
    ReceiptRefused,
    ReceiptSigned,
    ReceiptUnreachable,
    RecusalDeclared,
    ReplyContentPassed,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
    ReviewRequested,
    SuperiorReported,
    VerificationCompleted,
)
from contracts.events.intake import PetitionMerged, PetitionWithdrawn, VisitAnsweredOnSpot
from contracts.events.routing import (
    AssignmentDispatched,
    AssignmentRevoked,
    CaseHandedOver,
    InstructionRecorded,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
)

LEVELS_REPORTED_TO = ("CITY", "PROVINCE", "NATIONAL")
"""Whoever orders from here gets a report (E49); the bureau's own leaders need none."""
OUTSIDE_BODY_PREFIX = "EXT-"
OPEN_TO_ALL = Access()


class Standing(StrEnum):
    """Where the last reply is between the unit, the Petition Office and the petitioner."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    CONTENT_PASSED = "CONTENT_PASSED"
    DELIVERED = "DELIVERED"
    PASSED = "PASSED"


@dataclass(frozen=True, slots=True)
class Handler:
    """A named person of one unit."""

    unit: UnitCode
    principal: Principal


@dataclass(frozen=True, slots=True)
class Assignment:
    """The assignment in force, and how far its units have come."""

    dispatched_on: date
    lead_unit: UnitCode
    received_by: tuple[UnitCode, ...] = ()
    handlers: tuple[Handler, ...] = ()
    """One per unit."""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The last reply; what was signed for an earlier one does not count for it."""

    version: int
    standing: Standing = Standing.SUBMITTED
    delivered_on: date | None = None
    signoff: OutcomeCode | None = None


@dataclass(frozen=True, slots=True)
class HandlingState:
    """A case as the units and the two gates of the Petition Office see it."""

    access: Access = OPEN_TO_ALL
    named: bool = True
    report_up: bool = False
    """Concluded only once a body above the bureau has its report."""
    self_handled: bool = False
    """The command centre handles its own call and passes both gates."""
    accepted: bool = False
    answered_on_spot: bool = False
    signoff_required: bool = False
    assignment: Assignment | None = None
    objections: int = 0
    co_opinions: tuple[UnitCode, ...] = ()
    extension_notice_owed: bool = False
    reply: Reply | None = None
    replies: int = 0
    returns: int = 0
    reported_up: bool = False
    review_requested: bool = False
    concluded: bool = False
    ended: bool = False
    """Otherwise than by conclusion."""
    filed: bool = False


State = HandlingState


def _ordered_from_above(instructions: Iterable[Any]) -> bool:
    return any(i.type == "INSTRUCT" and i.level in LEVELS_REPORTED_TO for i in instructions)


def _received(state: State, event: PetitionReceived) -> State:
    petition = event.petition
    return replace(
        state,
        access=state.access.after(event),
        named=petition.named,
        report_up=petition.referral is not None or _ordered_from_above(petition.instructions),
    )


def _instructed(state: State, event: InstructionRecorded) -> State:
    return replace(state, report_up=state.report_up or _ordered_from_above([event]))


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


def _unassigned(state: State, _: AssignmentRevoked) -> State:
    return replace(state, assignment=None)


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
    return _on_reply(state, standing=Standing.DELIVERED, delivered_on=event.on)


def _passed(state: State, _: ReplyPassed) -> State:
    return _on_reply(state, standing=Standing.PASSED)


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
    CaseHandedOver: lambda s, _: replace(s, self_handled=False),
    AssignmentDispatched: _dispatched,
    InvestigationBodyDesignated: _investigator_designated,
    AssignmentRevoked: _unassigned,
    AssignmentObjected: _objected,
    AssignmentReceived: _acknowledged,
    HandlerDesignated: _handler_designated,
    RecusalDeclared: _recused,
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
    ReviewRequested: lambda s, _: replace(s, review_requested=True),
    PetitionConcluded: lambda s, _: replace(s, concluded=True),
    PetitionWithdrawn: lambda s, _: replace(s, ended=True),
    PetitionMerged: lambda s, _: replace(s, ended=True),
    NonacceptanceApproved: _refused,
    CaseEnded: lambda s, _: replace(s, ended=True),
    ArchiveFiled: lambda s, _: replace(s, filed=True),
}
