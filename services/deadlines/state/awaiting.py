"""How each event changes what is waited for inside the bureau, and where the case stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from contracts.codes import Status, StepKey
from contracts.envelope import CaseEvent, UnitCode
from contracts.events.escalation import (
    IncidentReported,
    PackageClosed,
    PackageOpened,
    PackageReportSubmitted,
    PackageTeamAppointed,
)
from contracts.events.handling import (
    AssignmentObjected,
    AssignmentReceived,
    ContactLogged,
    CoOpinionSubmitted,
    HandlerDesignated,
    HandlingLogged,
    MethodApplied,
    PetitionReopened,
    ReplyDelivered,
    ReplyReturned,
    ReplySubmitted,
    UnitHeadReported,
    VerificationCompleted,
    VerificationStarted,
)
from contracts.events.intake import (
    InformationRequested,
    PetitionSupplemented,
    ReceptionStarted,
    VisitReceptionAssigned,
)
from contracts.events.routing import (
    AssignmentApproved,
    AssignmentDispatched,
    AssignmentDrafted,
    AssignmentRefused,
    AssignmentRevoked,
    InvestigationBodyDesignated,
    MajorConfirmed,
    PetitionAccepted,
)
from services.deadlines.state.clocks import CaseClocks
from services.deadlines.state.steps import OF_THE_OFFICE, OF_THE_UNIT, Step

Evolver = Callable[[CaseClocks, Any], CaseClocks]
BEFORE_THE_REPLY = OF_THE_UNIT - {"co_opinion"}
REPORTS: frozenset[StepKey] = frozenset({"package_report", "package_report_again"})
OF_THE_PACKAGE: frozenset[StepKey] = frozenset({"package_team", *REPORTS})


def waits(
    state: CaseClocks, event: CaseEvent, *keys: StepKey, unit: UnitCode | None = None
) -> CaseClocks:
    """From this event on the unit's step is waited for, unless it is already."""
    waiting = {(step.key, step.unit) for step in state.steps}
    new = tuple(
        Step(key, event.occurred_at, event.id, unit) for key in keys if (key, unit) not in waiting
    )
    return replace(state, steps=(*state.steps, *new)) if new else state


def done(state: CaseClocks, keys: Collection[StepKey], unit: UnitCode | None = None) -> CaseClocks:
    """Nobody waits for these steps any more; of one unit only, where it is named."""
    kept = tuple(
        step for step in state.steps if step.key not in keys or unit not in (None, step.unit)
    )
    return replace(state, steps=kept) if len(kept) != len(state.steps) else state


def in_status(state: CaseClocks, status: Status) -> CaseClocks:
    """Where the case stands."""
    return replace(state, status=status)


def _accepted(state: CaseClocks, event: PetitionAccepted) -> CaseClocks:
    state = in_status(state, "ACCEPTED") if state.to_unit is None else state
    drafts = event.routing == "NORMAL_TRANSFER" and not event.on_spot and state.to_unit is None
    return waits(state, event, "draft") if drafts else state


def _drafted(state: CaseClocks, event: AssignmentDrafted) -> CaseClocks:
    return waits(done(state, {"draft"}), event, "approval")


def _drafted_in_vain(state: CaseClocks, event: AssignmentRefused) -> CaseClocks:
    return waits(done(state, OF_THE_OFFICE), event, "draft")


def _dispatched(state: CaseClocks, event: AssignmentDispatched) -> CaseClocks:
    state = done(in_status(state, "ASSIGNED"), OF_THE_OFFICE | OF_THE_UNIT)
    for unit in event.co_units:
        state = waits(state, event, "co_opinion", unit=unit)
    state = waits(state, event, "unit_receipt", "reply_before_due", unit=event.lead_unit)
    return waits(state, event, "urgent_approval") if event.urgent else state


def _received(state: CaseClocks, event: AssignmentReceived) -> CaseClocks:
    if event.unit != state.to_unit:
        return state
    return waits(done(state, {"unit_receipt"}), event, "head_report", unit=event.unit)


def _sent_back(state: CaseClocks, event: AssignmentObjected | AssignmentRevoked) -> CaseClocks:
    state = done(in_status(state, "ACCEPTED"), OF_THE_OFFICE | OF_THE_UNIT)
    return waits(state, event, "draft")


def _head_knows(state: CaseClocks, event: UnitHeadReported) -> CaseClocks:
    state = done(state, {"unit_receipt", "head_report"})
    handled = state.status == "HANDLING"
    return state if handled else waits(state, event, "designate_handler", unit=event.unit)


def _handler(state: CaseClocks, event: HandlerDesignated) -> CaseClocks:
    state = done(state, {"unit_receipt", "head_report", "designate_handler"})
    return waits(in_status(state, "HANDLING"), event, "verification_start", unit=event.unit)


def _verifying(
    state: CaseClocks, _event: VerificationStarted | VerificationCompleted
) -> CaseClocks:
    return done(state, {"verification_start"})


def _team(state: CaseClocks, event: PackageTeamAppointed) -> CaseClocks:
    unit = event.responsible.unit or state.to_unit
    return waits(done(state, {"package_team"}), event, "package_report", unit=unit)


def _package_reported(state: CaseClocks, event: PackageReportSubmitted) -> CaseClocks:
    unit = next((step.unit for step in state.steps if step.key in REPORTS), state.to_unit)
    return waits(done(state, REPORTS), event, "package_report_again", unit=unit)


def _arrived(state: CaseClocks, event: ReceptionStarted) -> CaseClocks:
    return done(state, {"reception_arrival"}, event.unit)


AWAITING: Mapping[type[CaseEvent], Evolver] = {
    InformationRequested: lambda s, _: in_status(s, "NEED_INFO"),
    PetitionSupplemented: lambda s, _: in_status(s, "REGISTERED"),
    VisitReceptionAssigned: lambda s, e: waits(s, e, "reception_arrival", unit=e.unit),
    ReceptionStarted: _arrived,
    PetitionAccepted: _accepted,
    AssignmentDrafted: _drafted,
    AssignmentApproved: lambda s, _: done(s, OF_THE_OFFICE),
    AssignmentRefused: _drafted_in_vain,
    AssignmentDispatched: _dispatched,
    AssignmentRevoked: _sent_back,
    InvestigationBodyDesignated: lambda s, _: done(in_status(s, "ASSIGNED"), OF_THE_OFFICE),
    MajorConfirmed: lambda s, e: waits(s, e, "urgent_report"),
    IncidentReported: lambda s, _: done(s, {"urgent_report"}),
    AssignmentReceived: _received,
    AssignmentObjected: _sent_back,
    UnitHeadReported: _head_knows,
    HandlerDesignated: _handler,
    ContactLogged: lambda s, _: s,
    MethodApplied: lambda s, _: s,
    HandlingLogged: lambda s, _: s,
    VerificationStarted: _verifying,
    VerificationCompleted: _verifying,
    CoOpinionSubmitted: lambda s, e: done(s, {"co_opinion"}, e.unit),
    ReplySubmitted: lambda s, _: done(s, BEFORE_THE_REPLY),
    ReplyReturned: lambda s, _: in_status(s, "HANDLING"),
    ReplyDelivered: lambda s, _: done(in_status(s, "REPLIED"), OF_THE_UNIT),
    PetitionReopened: lambda s, _: in_status(s, "HANDLING"),
    PackageOpened: lambda s, e: waits(s, e, "package_team"),
    PackageTeamAppointed: _team,
    PackageReportSubmitted: _package_reported,
    PackageClosed: lambda s, _: done(s, OF_THE_PACKAGE),
}
"""Besides what EVOLVE has for the same events; the last word on a step is its own event."""
