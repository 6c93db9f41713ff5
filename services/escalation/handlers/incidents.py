"""Major and abnormal events: before a leader at once, and upwards (art. 8(四))."""

from __future__ import annotations

from contracts.commands.escalation import ReportIncident
from contracts.envelope import Receipt
from contracts.events.archive import BreachSuspected
from contracts.events.escalation import IncidentEscalated, IncidentReported
from contracts.events.gate import PetitionReceived
from contracts.events.intake import OrderIncidentLogged
from contracts.events.routing import SuperiorVisitRecorded
from contracts.ports import Announcements, Issued
from contracts.verdict import allow
from services.escalation.decisions import incidents
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState


def escalate_what_came_in(
    state: EscalationState, event: PetitionReceived, known: Known
) -> Announcements:
    """Danger does not wait for anybody's acceptance."""
    petition = event.petition
    if incidents.may_be_grave(petition):
        found = incidents.judged(known, hazards=petition.hazards, persons=petition.persons)
        yield from _escalated(state, found, known)


def escalate_disorder(
    state: EscalationState, _: OrderIncidentLogged, known: Known
) -> Announcements:
    """What disturbed the house is more than a note of the reception."""
    yield from _escalated(state, incidents.judged(known, order_disturbed=True), known)


def escalate_gathering(
    state: EscalationState, event: SuperiorVisitRecorded, known: Known
) -> Announcements:
    """Many people before a higher body, or in the street."""
    yield from _escalated(state, incidents.judged(known, persons=event.persons), known)


def escalate_breach(state: EscalationState, _: BreachSuspected, __: Known) -> Announcements:
    """Papers lost or shown are before a leader at once, of a report before the discipline side."""
    to_role = "DISCIPLINE_OFFICER" if state.access.restricted else "PETITION_VICE_LEADER"
    yield IncidentEscalated(cause="BREACH", to_role=to_role)


def report_incident(
    state: EscalationState, issued: Issued[ReportIncident], _: Known
) -> Announcements:
    """Something grave goes up; what it was stands in the report itself."""
    allow(not state.ended, issued.command.clause)
    yield IncidentReported(to=issued.command.to, at=issued.occurred_at)


def _escalated(state: EscalationState, found: Receipt, known: Known) -> Announcements:
    """Each cause once; a leader knows of it from then on."""
    to_role = incidents.to_role(state, known)
    for cause in found.outcome["causes"]:
        if cause not in state.escalated:
            yield IncidentEscalated(cause=cause, to_role=to_role, receipt=found)
