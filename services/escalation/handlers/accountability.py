"""From findings and flags to a decision, each step by people (art. 9(一)7, 14)."""

from __future__ import annotations

from contracts.commands.escalation import (
    DecideAccountability,
    ProposeAccountability,
    RecordFinding,
    RecordOutsideDecision,
)
from contracts.events.escalation import (
    AccountabilityDecided,
    AccountabilityProposed,
    FindingRecorded,
)
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand
from services.escalation.decisions import accountability as decisions
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState


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
    office = known.settings.petition_office
    may = decisions.may_propose(actor, state, command.clause_id, office)
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
    demand(not state.leader_concerned, "ROLE_NOT_ALLOWED", command.clause)
    allow(bool(state.undecided), command.clause)
    yield AccountabilityDecided(
        clause=state.undecided[0],
        principal=issued.actor.principal,
        outcome_ref=command.outcome,
        reason_ref=command.reason,
    )


def record_outside_decision(
    state: EscalationState, issued: Issued[RecordOutsideDecision], known: Known
) -> Announcements:
    """H14, where a leader of the bureau is concerned: nobody decides about himself."""
    command = issued.command
    demand(state.leader_concerned, "ROLE_NOT_ALLOWED", command.clause)
    allow(bool(state.undecided), command.clause)
    demand(decisions.is_outside(command.body, known.catalogue), "UNIT_UNKNOWN", command.clause)
    yield AccountabilityDecided(
        clause=state.undecided[0],
        principal=issued.actor.principal,
        outcome_ref=command.outcome,
        reason_ref=command.reason,
        body=command.body,
    )
