"""What people ask for and record: extensions, reminders, hearings."""

from __future__ import annotations

from contracts.commands.deadlines import (
    ApproveExtension,
    ExcludeTime,
    IssueReminder,
    NotifyExtension,
    RefuseExtension,
    RequestExtension,
)
from contracts.events.deadlines import (
    ExtensionApproved,
    ExtensionNotified,
    ExtensionRefused,
    ExtensionRequested,
    TimeExcluded,
)
from contracts.ports import Announcements, Issued, Refused
from contracts.zone import bureau_day
from services.deadlines.decisions import (
    dates,
    extension,
    reminders,
)
from services.deadlines.decisions.known import Known
from services.deadlines.handlers.saying import evolved, say
from services.deadlines.state import CaseClocks


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
    yield from say(state, [approved, moved], now, known)


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
    after = dates.without_hearings(evolved(state, excluded, now).review, known)
    if after.due_on != before.due_on:
        yield after.model_copy(update={"previous_due_on": before.due_on})
