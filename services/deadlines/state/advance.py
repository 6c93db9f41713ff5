"""How each event changes what is waited for inside the bureau, and where the case stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.codes import Status, StepKey
from contracts.envelope import CaseEvent
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
    PetitionConcluded,
    PetitionReopened,
    ReplyDelivered,
    ReplyReturned,
    ReplySubmitted,
    UnitHeadReported,
    VerificationStarted,
)
from contracts.events.intake import (
    InformationRequested,
    PetitionMerged,
    PetitionSupplemented,
    PetitionUnlinked,
    PetitionWithdrawn,
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
    NonacceptanceApproved,
    PetitionAccepted,
)
from services.deadlines.state.clocks import CaseClocks
from services.deadlines.state.steps import OF_THE_OFFICE, OF_THE_UNIT, Progress

Advance = Callable[[Progress, Any, CaseClocks], Progress]
"""`(how far it was, event, the state after it) → how far it is`."""
BEFORE_THE_REPLY = OF_THE_UNIT - {"co_opinion"}
REPORTS: frozenset[StepKey] = frozenset({"package_report", "package_report_again"})
OF_THE_PACKAGE: frozenset[StepKey] = frozenset({"package_team", *REPORTS})


def _accepted(was: Progress, event: PetitionAccepted, state: CaseClocks) -> Progress:
    if state.to_unit is not None:
        return was
    drafts = event.routing == "NORMAL_TRANSFER" and not event.on_spot
    return was.at("ACCEPTED").waits(event, "draft") if drafts else was.at("ACCEPTED")


def _dispatched(was: Progress, event: AssignmentDispatched, _state: CaseClocks) -> Progress:
    now = was.at("ASSIGNED").done(OF_THE_OFFICE | OF_THE_UNIT)
    for unit in event.co_units:
        now = now.waits(event, "co_opinion", unit=unit)
    now = now.waits(event, "unit_receipt", "reply_before_due", unit=event.lead_unit)
    return now.waits(event, "urgent_approval") if event.urgent else now


def _received(was: Progress, event: AssignmentReceived, state: CaseClocks) -> Progress:
    if event.unit != state.to_unit:
        return was
    return was.done({"unit_receipt"}).waits(event, "head_report", unit=event.unit)


def _sent_back(
    was: Progress, event: AssignmentObjected | AssignmentRevoked, _state: CaseClocks
) -> Progress:
    return was.at("ACCEPTED").done(OF_THE_OFFICE | OF_THE_UNIT).waits(event, "draft")


def _head_knows(was: Progress, event: UnitHeadReported, _state: CaseClocks) -> Progress:
    now = was.done({"unit_receipt", "head_report"})
    handled = was.status == "HANDLING"
    return now if handled else now.waits(event, "designate_handler", unit=event.unit)


def _handler(was: Progress, event: HandlerDesignated, _state: CaseClocks) -> Progress:
    now = was.at("HANDLING").done({"unit_receipt", "head_report", "designate_handler"})
    # Said once an assignment: whoever takes over from another handler finds it begun.
    begun = was.status == "HANDLING" and all(s.key != "verification_start" for s in was.steps)
    return now if begun else now.waits(event, "verification_start", unit=event.unit)


def _team(was: Progress, event: PackageTeamAppointed, state: CaseClocks) -> Progress:
    unit = event.responsible.unit or state.to_unit
    return was.done({"package_team"}).waits(event, "package_report", unit=unit)


def _package_reported(was: Progress, event: PackageReportSubmitted, state: CaseClocks) -> Progress:
    unit = next((step.unit for step in was.steps if step.key in REPORTS), state.to_unit)
    return was.done(REPORTS).waits(event, "package_report_again", unit=unit)


def _over(status: Status) -> Advance:
    def over(was: Progress, _event: CaseEvent, state: CaseClocks) -> Progress:
        return was.at(status).done(OF_THE_OFFICE | OF_THE_UNIT) if state.is_over else was

    return over


ADVANCE: Mapping[type[CaseEvent], Advance] = {
    InformationRequested: lambda was, _, __: was.at("NEED_INFO"),
    PetitionSupplemented: lambda was, _, __: was.at("REGISTERED"),
    PetitionUnlinked: lambda was, _, __: was.at("REGISTERED"),
    VisitReceptionAssigned: lambda was, e, _: was.waits(e, "reception_arrival", unit=e.unit),
    ReceptionStarted: lambda was, e, _: was.done({"reception_arrival"}, e.unit),
    PetitionAccepted: _accepted,
    AssignmentDrafted: lambda was, e, _: was.done({"draft"}).waits(e, "approval"),
    AssignmentApproved: lambda was, *_: was.done(OF_THE_OFFICE),
    AssignmentRefused: lambda was, e, _: was.done(OF_THE_OFFICE).waits(e, "draft"),
    AssignmentDispatched: _dispatched,
    AssignmentRevoked: _sent_back,
    InvestigationBodyDesignated: lambda was, *_: was.at("ASSIGNED").done(OF_THE_OFFICE),
    MajorConfirmed: lambda was, e, _: was.waits(e, "urgent_report"),
    IncidentReported: lambda was, *_: was.done({"urgent_report"}),
    AssignmentReceived: _received,
    AssignmentObjected: _sent_back,
    UnitHeadReported: _head_knows,
    HandlerDesignated: _handler,
    ContactLogged: lambda was, *_: was,
    MethodApplied: lambda was, *_: was,
    HandlingLogged: lambda was, *_: was,
    VerificationStarted: lambda was, *_: was.done({"verification_start"}),
    CoOpinionSubmitted: lambda was, e, _: was.done({"co_opinion"}, e.unit),
    ReplySubmitted: lambda was, *_: was.done(BEFORE_THE_REPLY),
    ReplyReturned: lambda was, *_: was.at("HANDLING"),
    ReplyDelivered: lambda was, *_: was.at("REPLIED").done(OF_THE_UNIT),
    PetitionReopened: lambda was, *_: was.at("HANDLING"),
    PackageOpened: lambda was, e, _: was.waits(e, "package_team"),
    PackageTeamAppointed: _team,
    PackageReportSubmitted: _package_reported,
    PackageClosed: lambda was, *_: was.done(OF_THE_PACKAGE),
    PetitionMerged: _over("MERGED"),
    PetitionWithdrawn: _over("WITHDRAWN"),
    NonacceptanceApproved: _over("NOT_ACCEPTED"),
    PetitionConcluded: _over("CONCLUDED"),
}
"""What of the log moves a case on, or shows that it moves."""
