"""What deadlines announces, event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from contracts.commands.base import Command
from contracts.commands.deadlines import (
    ApproveExtension,
    ExcludeTime,
    IssueReminder,
    NotifyExtension,
    RefuseExtension,
    RequestExtension,
)
from contracts.envelope import CaseEvent
from contracts.events.deadlines import (
    DeadlineRederived,
    DeadlineSet,
    ExtensionApproved,
    ExtensionNotified,
    ExtensionRefused,
    ExtensionRequested,
    ReviewWindowOpened,
    TimeExcluded,
)
from contracts.events.gate import PetitionReceived
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReviewOpinionRecorded,
    ReviewRequested,
    SuperiorReported,
)
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionMerged,
    PetitionReturnedToSource,
    PetitionUnlinked,
    PetitionWithdrawn,
    PromiseMade,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssignmentDispatched,
    InstructionRecorded,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
)
from contracts.ports import Announcements, Issued, Refused, Timer
from contracts.zone import bureau_day
from services.deadlines.decisions import dates, ends, extension, idle, reminders, silence, steps
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.timers import Rank
from services.deadlines.state import EVOLVE, CaseClocks


def _say(state: CaseClocks, said: Iterable[CaseEvent], at: datetime, known: Known) -> Announcements:
    """Announce, and what follows of itself: the horizon, dates already past, ends."""
    started: list[str] = []
    for announced in said:
        for event in (announced, *ends.past_horizon(state, announced, known)):
            yield event
            state = _evolved(state, event, at)
        if isinstance(announced, DeadlineSet | DeadlineRederived):
            started.append(announced.key)
    for event in ends.already_past(state, started, bureau_day(at), known):
        yield event
        state = _evolved(state, event, at)
    yield from ends.ended(state, known)


def _evolved(state: CaseClocks, event: CaseEvent, at: datetime) -> CaseClocks:
    evolve = EVOLVE.get(type(event))
    return evolve(state, event.stamped(occurred_at=at)) if evolve is not None else state


def on_petition_received(state: CaseClocks, event: PetitionReceived, known: Known) -> Announcements:
    """Most clocks start with the receipt, however long the registration takes."""
    yield from _say(state, dates.from_receipt(event, state, known), event.occurred_at, known)


def on_petition_accepted(state: CaseClocks, event: PetitionAccepted, known: Known) -> Announcements:
    """The sixty days start with the acceptance (E41)."""
    yield from _say(state, dates.from_acceptance(event, state, known), event.occurred_at, known)


def on_instruction_recorded(
    state: CaseClocks, event: InstructionRecorded, known: Known
) -> Announcements:
    """A leader's date counts where it is earlier than what was ordered so far."""
    order, clock, now = state.order, state.clock("superior"), event.occurred_at
    if order is None or (clock is not None and clock.due_on == order.due_on):
        return
    yield from _say(state, [dates.by_superior(state, now, known)], now, known)


def on_promise_made(state: CaseClocks, event: PromiseMade, known: Known) -> Announcements:
    """A promised day is a clock of its own."""
    clock, now = state.clock("promise"), event.occurred_at
    if clock is None or clock.due_on != event.due_on:
        yield from _say(state, [dates.promised(event.due_on, now, known)], now, known)


def on_reply_delivered(state: CaseClocks, event: ReplyDelivered, known: Known) -> Announcements:
    """The petitioner's own time starts when that of the bureau ends."""
    said: list[CaseEvent] = list(ends.ended(state, known))
    if known.settings.review:
        window = dates.of_review("review_request", event.on, event.occurred_at, known)
        said.append(window)
        if window.due_on is not None:
            said.append(ReviewWindowOpened(until=window.due_on))
    yield from _say(state, said, event.occurred_at, known)


def on_review_requested(state: CaseClocks, event: ReviewRequested, known: Known) -> Announcements:
    """The higher body has its time too, and so has the one above it."""
    key: dates.ReviewKey = "reexam_opinion" if state.review.reexam_on else "review_opinion"
    opinion = dates.of_review(key, event.on, event.occurred_at, known)
    yield from _say(state, [opinion], event.occurred_at, known)


def on_review_opinion_recorded(
    state: CaseClocks, event: ReviewOpinionRecorded, known: Known
) -> Announcements:
    """The petitioner can ask the body above; what that one says is final."""
    if not state.review.final:
        window = dates.of_review("reexam_request", event.on, event.occurred_at, known)
        yield from _say(state, [window], event.occurred_at, known)


def on_taken_back(
    state: CaseClocks, event: ReplyReturned | PetitionUnlinked | PetitionReopened, known: Known
) -> Announcements:
    """What was answered is open again."""
    again = ends.running_again(state, event.name, event.occurred_at, known)
    yield from _say(state, again, event.occurred_at, known)


def on_end(state: CaseClocks, _event: CaseEvent, known: Known) -> Announcements:
    """Something came that a clock may have waited for, or that makes waiting pointless."""
    yield from ends.ended(state, known)


def on_request_extension(
    state: CaseClocks, issued: Issued[RequestExtension], known: Known
) -> Announcements:
    """A unit may ask once, in time, where no superior's date binds it."""
    if not extension.can_be_asked(state):
        raise Refused("STATE_DOES_NOT_ALLOW", "10.5f")
    command = issued.command
    code = extension.why_not(state, command.days, bureau_day(issued.occurred_at), known)
    if code is not None:
        raise Refused(code, "10.5f")
    yield ExtensionRequested(days=command.days, reason_ref=command.reason)


def on_approve_extension(
    state: CaseClocks, issued: Issued[ApproveExtension], known: Known
) -> Announcements:
    """The date moves, even where it went by while the request waited (E65)."""
    days, accepted_on, now = state.extension.days_asked, state.accepted_on, issued.occurred_at
    if days is None or accepted_on is None or extension.conclusion(state) is None:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.5f")
    if extension.is_too_late(state, bureau_day(now), known):
        raise Refused("EXTENSION_AFTER_DUE", "10.5f")
    in_all = state.extension.days_granted + days
    moved = dates.extended("extended", accepted_on, in_all, now, known)
    approved = ExtensionApproved(
        days=days,
        due_on=moved.due_on,
        principal=issued.actor.principal,
        role=issued.actor.role,
    )
    yield from _say(state, [approved, moved], now, known)


def on_refuse_extension(
    state: CaseClocks, issued: Issued[RefuseExtension], _known: Known
) -> Announcements:
    """The date stays."""
    if state.extension.days_asked is None:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.5f")
    yield ExtensionRefused(principal=issued.actor.principal, reason_ref=issued.command.reason)


def on_notify_extension(
    state: CaseClocks, issued: Issued[NotifyExtension], _known: Known
) -> Announcements:
    """Only a reason together with the approved date is a notice."""
    command = issued.command
    if not state.extension.granted:
        raise Refused("STATE_DOES_NOT_ALLOW", "12.5c")
    if command.new_due is None or not extension.is_complete(command, state):
        raise Refused("NOTICE_INCOMPLETE", "12.5c")
    yield ExtensionNotified(new_due=command.new_due, on=command.on, reason_ref=command.reason)


def on_issue_reminder(
    state: CaseClocks, issued: Issued[IssueReminder], known: Known
) -> Announcements:
    """The Petition Office urges on its own account; it counts like a planned one (E44)."""
    if state.is_over:
        raise Refused("STATE_DOES_NOT_ALLOW", "9.1.2")
    today = bureau_day(issued.occurred_at)
    yield reminders.reminder_by_hand(state, today, issued.command.note, known)


def on_exclude_time(state: CaseClocks, issued: Issued[ExcludeTime], known: Known) -> Announcements:
    """Only the re-examination stops for a hearing (B-11): no clock of the bureau does."""
    review, command, now = state.review, issued.command, issued.occurred_at
    if review.reexam_on is None or review.final:
        raise Refused("STATE_DOES_NOT_ALLOW", "B-11")
    before = dates.without_hearings(review, known)
    excluded = TimeExcluded.model_validate(
        {"from": command.from_, "to": command.to, "clause": command.clause_id}
    )
    yield excluded
    after = dates.without_hearings(_evolved(state, excluded, now).review, known)
    if after.due_on != before.due_on:
        yield after.model_copy(update={"previous_due_on": before.due_on})


def fire(state: CaseClocks, timer: Timer, known: Known) -> Announcements:
    """What happens when a clock strikes."""
    match timer.rank:
        case Rank.MISSED:
            clock = state.clock(timer.key)
            assert clock is not None
            yield from ends.missed(clock, state, known)
        case Rank.UNANSWERED:
            yield silence.unanswered(state, timer.due_at, known)
        case Rank.STEP:
            yield steps.late(state, timer.key, known)
        case Rank.STALLED:
            yield idle.stalled(state, known)
        case Rank.REMINDER:
            said = reminders.planned_reminder(state, timer.due_at, known)
            yield from _say(state, said, timer.due_at, known)


Handler = Callable[[CaseClocks, Any, Known], Announcements]

ON_EVENT: Mapping[type[CaseEvent], Handler] = {
    PetitionReceived: on_petition_received,
    PetitionAccepted: on_petition_accepted,
    InstructionRecorded: on_instruction_recorded,
    PromiseMade: on_promise_made,
    ReplyDelivered: on_reply_delivered,
    ReviewRequested: on_review_requested,
    ReviewOpinionRecorded: on_review_opinion_recorded,
    ReplyReturned: on_taken_back,
    PetitionReopened: on_taken_back,
    PetitionUnlinked: on_taken_back,
    AcceptanceNoticeSent: on_end,
    NonacceptanceNoticeSent: on_end,
    PetitionReturnedToSource: on_end,
    NonacceptanceApproved: on_end,
    PetitionMerged: on_end,
    PetitionWithdrawn: on_end,
    VisitAnsweredOnSpot: on_end,
    AssignmentDispatched: on_end,
    InvestigationBodyDesignated: on_end,
    ReplyPassed: on_end,
    SuperiorReported: on_end,
    PetitionConcluded: on_end,
}

ON_COMMAND: Mapping[type[Command], Handler] = {
    RequestExtension: on_request_extension,
    ApproveExtension: on_approve_extension,
    RefuseExtension: on_refuse_extension,
    NotifyExtension: on_notify_extension,
    IssueReminder: on_issue_reminder,
    ExcludeTime: on_exclude_time,
}
