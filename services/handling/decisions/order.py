"""What must come before what: whether a case has come far enough for a command."""

from __future__ import annotations

from datetime import date

from contracts.envelope import UnitCode
from contracts.ports import Calendar, CalendarHorizon
from services.handling.state import HandlingState, Standing


def is_under_way(state: HandlingState) -> bool:
    """Neither concluded nor ended in another way."""
    return not (state.concluded or state.ended or state.filed)


def is_dispatched(state: HandlingState) -> bool:
    """An assignment is in force; one that was objected to is not."""
    return is_under_way(state) and state.assignment is not None


def awaits_receipt(state: HandlingState, unit: UnitCode | None) -> bool:
    """The unit has not acknowledged the assignment in force."""
    return (
        is_dispatched(state)
        and state.assignment is not None
        and unit not in state.assignment.received_by
    )


def is_open(state: HandlingState) -> bool:
    """Notes can still be added: concluded or not, it is neither filed nor ended otherwise."""
    return not (state.ended or state.filed)


def has_handler(state: HandlingState) -> bool:
    """Somebody is named who does the work; not asked for a case that is filed or ended."""
    at_work = state.assignment is not None and bool(state.assignment.handlers)
    return at_work and is_open(state)


def is_received_by_lead(state: HandlingState) -> bool:
    """The unit that answers for the reply has the assignment in its hands."""
    now = state.assignment
    return is_dispatched(state) and now is not None and now.lead_unit in now.received_by


def may_object(state: HandlingState, day: date, working_days: int, calendar: Calendar) -> bool:
    """In time, and before anybody has begun."""
    now = state.assignment
    if not is_dispatched(state) or now is None or now.handlers:
        return False
    try:
        return day <= calendar.plus_working_days(now.dispatched_on, working_days)
    except CalendarHorizon:
        # A day that cannot be counted yet must not cost the unit its objection.
        return True


def may_submit_reply(state: HandlingState) -> bool:
    """Verified, and no reply is past the first gate: that one would have to be returned first."""
    now = state.assignment
    past_gate = state.reply is not None and state.reply.standing in (
        Standing.CONTENT_PASSED,
        Standing.DELIVERED,
        Standing.PASSED,
    )
    return is_dispatched(state) and now is not None and now.verified and not past_gate


def reply_stands(state: HandlingState, *at: Standing) -> bool:
    """The last reply is at one of these places, in a case under way."""
    return is_under_way(state) and state.reply is not None and state.reply.standing in at


def delivered_on(state: HandlingState) -> date | None:
    """The day the petitioner got the reply that stands; stays known after it was passed."""
    reply = state.reply
    if reply is None or reply.standing not in (Standing.DELIVERED, Standing.PASSED):
        return None
    return reply.delivered_on


def is_deliverable(state: HandlingState, first_gate: bool) -> bool:
    """Through the first gate, or before it where nobody looks at the content first (E26)."""
    return reply_stands(state, *_after_first_gate(first_gate))


def awaits_signature(state: HandlingState) -> bool:
    """Delivered, and not yet through the second gate."""
    return reply_stands(state, Standing.DELIVERED)


def is_ready_to_pass(state: HandlingState, first_gate: bool) -> bool:
    """Delivered, or ready to be where there is nobody to deliver it to."""
    if state.named:
        return reply_stands(state, Standing.DELIVERED)
    return reply_stands(state, Standing.DELIVERED, *_after_first_gate(first_gate))


def may_report_up(state: HandlingState) -> bool:
    """Passed, and not reported before."""
    passed = state.reply is not None and state.reply.standing is Standing.PASSED
    return passed and is_open(state) and not state.reported_up


def _after_first_gate(first_gate: bool) -> tuple[Standing, ...]:
    passed = Standing.CONTENT_PASSED
    return (passed,) if first_gate else (Standing.SUBMITTED, passed)
