"""Supervision, incidents, findings, and the way to a decision on accountability."""

from __future__ import annotations

from contracts.commands.escalation import (
    DecideAccountability,
    ProposeAccountability,
    RecordFinding,
    ReportIncident,
)
from contracts.envelope import CaseEvent
from contracts.events.archive import BreachSuspected
from contracts.events.escalation import (
    AccountabilityDecided,
    AccountabilityProposed,
    FindingRecorded,
    IncidentEscalated,
    IncidentReported,
    SupervisionOpened,
    SupervisionReported,
)
from contracts.events.handling import SuperiorReported
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand
from services.escalation.decisions import follow_up as decisions
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState


def open_supervision(state: EscalationState, _: CaseEvent, __: Known) -> Announcements:
    """Each referral and each order is followed up from the acceptance on (art. 8(二), 9(一)4-5)."""
    for order in decisions.unsupervised(state):
        yield SupervisionOpened(by=order.by, level=order.level, type=order.type, due=order.due)


def report_supervision(state: EscalationState, event: SuperiorReported, _: Known) -> Announcements:
    """Whoever followed the case up has the result."""
    if state.supervised and not state.reported_up:
        yield SupervisionReported(on=event.on)


def escalate_breach(state: EscalationState, _: BreachSuspected, __: Known) -> Announcements:
    """Papers lost or shown are before a leader at once, of a report before the discipline side."""
    to_role = "DISCIPLINE_OFFICER" if state.access.restricted else "PETITION_VICE_LEADER"
    yield IncidentEscalated(cause="BREACH", to_role=to_role)


def report_incident(
    state: EscalationState, issued: Issued[ReportIncident], _: Known
) -> Announcements:
    """Something grave goes up; what it was stands in the report itself (art. 8(四))."""
    allow(not state.ended, issued.command.clause)
    yield IncidentReported(to=issued.command.to, at=issued.occurred_at)


def record_finding(
    state: EscalationState, issued: Issued[RecordFinding], _: Known
) -> Announcements:
    """H16: fault, impact and just cause are found by people, also after filing."""
    allow(not state.ended, issued.command.clause)
    yield FindingRecorded(
        kind=issued.command.kind,
        principal=issued.actor.principal,
        note_ref=issued.command.note,
    )


def propose_accountability(
    state: EscalationState, issued: Issued[ProposeAccountability], known: Known
) -> Announcements:
    """H13: only what is on the file can be put before the Leading Group."""
    command, actor = issued.command, issued.actor
    may = decisions.may_propose(actor, state, known.settings.petition_office)
    demand(may, "ROLE_NOT_ALLOWED", command.clause)
    allow(decisions.is_on_file(state, command.clause_id), command.clause)
    yield AccountabilityProposed(
        clause=command.clause_id, principal=actor.principal, facts_ref=command.facts
    )


def decide_accountability(
    state: EscalationState, issued: Issued[DecideAccountability], _: Known
) -> Announcements:
    """H14: the oldest proposal that waits; the outcome is theirs, in their words."""
    command = issued.command
    allow(bool(state.undecided), command.clause)
    yield AccountabilityDecided(
        clause=state.undecided[0],
        principal=issued.actor.principal,
        outcome_ref=command.outcome,
        reason_ref=command.reason,
    )
