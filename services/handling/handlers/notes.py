"""What leaders and units note down beside the work itself (art. 4(五), 5(二), 9(二)3, 10(三))."""

from __future__ import annotations

from contracts import verdict
from contracts.commands.handling import (
    LogHandling,
    LogPersuasion,
    RecordLeaderNote,
    ScheduleLeaderVisit,
)
from contracts.events.handling import (
    HandlingLogged,
    LeaderAnnotated,
    LeaderBriefed,
    LeaderReceptionLogged,
    LeaderVisitScheduled,
    PersuasionLogged,
)
from contracts.ports import Announcements, Issued
from contracts.zone import bureau_day
from services.handling.decisions import order
from services.handling.decisions.known import Known
from services.handling.state import HandlingState


def log_handling(state: HandlingState, issued: Issued[LogHandling], _: Known) -> Announcements:
    """How a unit is getting on, in its own words."""
    verdict.allow(order.is_dispatched(state), issued.command.clause)
    assert state.assignment is not None
    unit = issued.actor.unit or state.assignment.lead_unit
    yield HandlingLogged(unit=unit, note_ref=issued.command.note)


def log_persuasion(state: HandlingState, issued: Issued[LogPersuasion], _: Known) -> Announcements:
    """At the counter or later: patience is asked for at every step."""
    verdict.allow(order.is_open(state), issued.command.clause)
    yield PersuasionLogged(note_ref=issued.command.note)


def record_leader_note(
    state: HandlingState, issued: Issued[RecordLeaderNote], _: Known
) -> Announcements:
    """Put on record who, what and when; a note that orders something is an instruction (E11)."""
    command, principal = issued.command, issued.actor.principal
    verdict.allow(order.is_open(state), command.clause)
    verdict.not_ahead(command.on, issued)
    match command.activity:
        case "ANNOTATED":
            yield LeaderAnnotated(principal=principal, on=command.on, note_ref=command.note)
        case "RECEIVED":
            yield LeaderReceptionLogged(principal=principal, on=command.on, note_ref=command.note)
        case "BRIEFED":
            yield LeaderBriefed(principal=principal, on=command.on, note_ref=command.note)


def schedule_leader_visit(
    state: HandlingState, issued: Issued[ScheduleLeaderVisit], _: Known
) -> Announcements:
    """H15: the leader's own choice, suggested where a matter is major."""
    command = issued.command
    verdict.allow(order.is_under_way(state), command.clause)
    verdict.demand(command.on >= bureau_day(issued.occurred_at), "INVALID", command.clause)
    yield LeaderVisitScheduled(principal=issued.actor.principal, on=command.on)
