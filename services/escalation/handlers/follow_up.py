"""Who follows a case up, and what the Petition Office finds when it looks (art. 8(二), 9(一))."""

from __future__ import annotations

from contracts.commands.escalation import LogInspection
from contracts.envelope import CaseEvent
from contracts.events.escalation import InspectionLogged, SupervisionOpened, SupervisionReported
from contracts.events.handling import PetitionConcluded, SuperiorReported
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand
from services.escalation.decisions import follow_up as decisions
from services.escalation.decisions.known import Known
from services.escalation.decisions.package import is_over
from services.escalation.state import EscalationState


def open_supervision(state: EscalationState, _: CaseEvent, __: Known) -> Announcements:
    """Each referral and each order is followed up from the acceptance on (art. 8(二), 9(一)4-5)."""
    for order in decisions.unsupervised(state):
        yield SupervisionOpened(by=order.by, level=order.level, type=order.type, due=order.due)


def report_supervision(state: EscalationState, event: SuperiorReported, _: Known) -> Announcements:
    """Whoever followed the case up has the result."""
    if state.supervised and not state.reported_up:
        yield SupervisionReported(on=event.on)


def end_own_supervision(
    state: EscalationState, event: PetitionConcluded, _: Known
) -> Announcements:
    """The bureau's own leaders need no report beside the conclusion."""
    if decisions.ends_with_conclusion(state):
        yield SupervisionReported(on=event.concluded_on)


def log_inspection(
    state: EscalationState, issued: Issued[LogInspection], known: Known
) -> Announcements:
    """Only units that have the case are looked at: the look itself would tell others of it."""
    command = issued.command
    allow(bool(state.access.units) and not is_over(state), command.clause)
    demand(known.catalogue.is_assignable(command.unit), "UNIT_UNKNOWN", command.clause)
    denied = known.catalogue.under(command.unit, state.access.denied_units)
    demand(not denied, "UNIT_DENIED", "7.d")
    allow(command.unit in state.access.units, command.clause)
    yield InspectionLogged(unit=command.unit, note_ref=command.note)
