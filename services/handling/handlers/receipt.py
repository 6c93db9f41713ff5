"""A unit takes an assignment, gives it back, and names who does the work."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import (
    AcknowledgeAssignment,
    DeclareRecusal,
    DesignateHandler,
    ObjectToAssignment,
    RefuseToHandle,
    ReportToHead,
)
from contracts.envelope import CaseEvent, UnitCode
from contracts.events.handling import (
    AssignmentObjected,
    AssignmentReceived,
    HandlerDesignated,
    HandlingRefused,
    RecusalDeclared,
    RecusalRequired,
    UnitHeadReported,
)
from contracts.ports import Announcements, Issued
from contracts.zone import bureau_day
from services.handling.decisions import order, persons
from services.handling.decisions.known import Known
from services.handling.state import HandlingState


def _unit_of(state: HandlingState, unit: UnitCode | None) -> UnitCode:
    """An actor without a unit speaks for the lead unit."""
    assert state.assignment is not None
    return unit or state.assignment.lead_unit


def acknowledge_assignment(
    state: HandlingState, issued: Issued[AcknowledgeAssignment], _: Known
) -> Announcements:
    """Each unit once per assignment; the liaison's first duty (art. 9(二)1)."""
    actor = issued.actor
    verdict.allow(order.awaits_receipt(state, actor.unit), issued.command.clause)
    yield AssignmentReceived(unit=_unit_of(state, actor.unit), principal=actor.principal)


def object_to_assignment(
    state: HandlingState, issued: Issued[ObjectToAssignment], known: Known
) -> Announcements:
    """The assignment rests from here until the Petition Office has sent another (E28)."""
    days = known.settings.objection_working_days
    day = bureau_day(issued.occurred_at)
    verdict.allow(order.may_object(state, day, days, known.calendar), issued.command.clause)
    verdict.demand(bool(issued.command.reason), "INVALID", issued.command.clause)
    yield AssignmentObjected(
        unit=_unit_of(state, issued.actor.unit),
        count=state.objections + 1,
        reason_ref=issued.command.reason,
    )


def refuse_to_handle(
    state: HandlingState, issued: Issued[RefuseToHandle], _: Known
) -> Announcements:
    """Only put on record: the duty stays where it is (art. 14(一))."""
    verdict.allow(order.is_dispatched(state), issued.command.clause)
    unit = _unit_of(state, issued.actor.unit)
    yield HandlingRefused(unit=unit, reason_ref=issued.command.reason)


def report_to_head(state: HandlingState, issued: Issued[ReportToHead], _: Known) -> Announcements:
    """The liaison tells the head at once (art. 10(三))."""
    verdict.allow(order.is_received_by_lead(state), issued.command.clause)
    actor = issued.actor
    yield UnitHeadReported(unit=_unit_of(state, actor.unit), principal=actor.principal)


def designate_handler(
    state: HandlingState, issued: Issued[DesignateHandler], known: Known
) -> Announcements:
    """One named person per unit, with no interest in the matter; a later one takes his place."""
    command = issued.command
    verdict.allow(order.is_received_by_lead(state), command.clause)
    unit = command.handler.unit or _unit_of(state, issued.actor.unit)
    kept_out = persons.is_kept_out(command.handler, unit, state.access, known.catalogue)
    verdict.demand(not kept_out, "HANDLER_DENIED", "7.d")
    interested = command.recusal_declared and known.settings.recusal_enabled
    verdict.demand(not interested, "HANDLER_DENIED", "6.b")
    yield HandlerDesignated(unit=unit, handler=command.handler.principal)


def declare_recusal(
    state: HandlingState, issued: Issued[DeclareRecusal], known: Known
) -> Announcements:
    """Whoever has an interest steps back; for each seat he holds somebody else must be named."""
    may = known.settings.recusal_enabled and order.is_dispatched(state)
    verdict.allow(may, issued.command.clause)
    principal = issued.command.person.principal
    for seat in persons.seats_of(state, principal):
        yield RecusalRequired(principal=principal, seat=seat)
    yield RecusalDeclared(principal=principal, reason_ref=issued.command.reason)


def leave_denied_seats(state: HandlingState, _: CaseEvent, __: Known) -> Announcements:
    """Whoever is reported only now, or found to be, does not stay on the team of a package."""
    for holder in state.team:
        if state.access.keeps_out(holder.principal, holder.key):
            yield RecusalRequired(principal=holder.principal, seat=holder.seat)
