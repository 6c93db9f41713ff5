"""What the archive remembers of a case, and how each event changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from contracts.envelope import CaseEvent
from contracts.events import EVENTS, archive, deadlines, escalation, gate, handling, intake, routing
from services.archive.state import arrival, filing, package, work
from services.archive.state.filing import (
    CaseFile,
    Paper,
    Volume,
    canonical,
    covering,
    linked,
    supplemented,
    version_of,
    with_paper,
)
from services.archive.state.view import CaseView, Clock, Custody, Entry, NotedItem, entered

__all__ = [
    "EVOLVE",
    "CaseFile",
    "CaseView",
    "Clock",
    "Custody",
    "Entry",
    "NotedItem",
    "Paper",
    "Volume",
    "canonical",
    "covering",
    "supplemented",
    "version_of",
]

VIEW_STEPS: Mapping[type[CaseEvent], Callable[[CaseView, Any], CaseView]] = {
    gate.PetitionReceived: arrival.received,
    gate.CaseEnded: arrival.ended,
    intake.PetitionRegistered: arrival.registered,
    intake.PetitionClassified: arrival.classified,
    intake.GroupVisitDetected: arrival.group_detected,
    intake.ConfidentialityRestricted: arrival.made_secret,
    intake.ConfidentialityCautioned: arrival.made_secret,
    intake.ConfidentialityLifted: arrival.secrecy_lifted,
    intake.PublicationRetracted: arrival.publication_retracted,
    intake.ProgressPublished: arrival.progress_published,
    intake.ResultPublished: arrival.result_published,
    intake.InformationRequested: arrival.information_requested,
    intake.PetitionMerged: arrival.merged,
    intake.PetitionUnlinked: arrival.unlinked,
    intake.PetitionWithdrawn: arrival.withdrawn,
    intake.VisitAnsweredOnSpot: arrival.answered_on_spot,
    intake.ReceptionLeadProposed: work.reception_proposed,
    intake.ReceptionLeadApproved: work.reception_approved,
    routing.PetitionScopeAssessed: arrival.assessed,
    routing.PetitionAccepted: arrival.accepted,
    routing.NonacceptanceProposed: arrival.refusal_proposed,
    routing.NonacceptanceApproved: arrival.refusal_approved,
    routing.NonacceptanceRefused: arrival.refusal_refused,
    routing.UnitProposed: work.proposed,
    routing.LeadCoDesignated: work.units_named,
    routing.AssignmentDrafted: work.drafted,
    routing.AssignmentApproved: work.approved,
    routing.AssignmentRefused: work.draft_refused,
    routing.AssignmentDispatched: work.dispatched,
    routing.AssignmentRevoked: work.revoked,
    routing.AssignmentBlocked: work.blocked,
    routing.InvestigationBodyDesignated: work.body_designated,
    routing.CaseHandedOver: work.handed_over,
    routing.PackageCandidate: package.candidate,
    routing.PackageTriggered: package.triggered,
    routing.PackageDeclined: package.declined,
    routing.PackageWaived: package.waived,
    routing.MajorConfirmed: package.major_confirmed,
    routing.AccountabilityWatch: package.watched,
    routing.AccountabilityFlagged: package.flagged,
    handling.AssignmentObjected: work.objected,
    handling.UnitHeadReported: work.head_reported,
    handling.HandlerDesignated: work.handler_designated,
    handling.ReplySubmitted: work.reply_at_gate,
    handling.ReplyReturned: work.reply_returned,
    handling.ReplyContentPassed: work.reply_through_gate,
    handling.ReplyDelivered: work.reply_delivered,
    handling.ReceiptSigned: work.reply_at_gate,
    handling.ReceiptRefused: work.reply_at_gate,
    handling.ReceiptUnreachable: work.reply_at_gate,
    handling.ReplyPassed: work.reply_through_gate,
    handling.PetitionConcluded: work.concluded,
    handling.PetitionReopened: work.reopened,
    handling.RecusalRequired: work.seat_to_be_left,
    deadlines.DeadlineSet: work.clock_set,
    deadlines.DeadlineRederived: work.clock_recounted,
    deadlines.DeadlineMet: work.clock_ended,
    deadlines.DeadlineCancelled: work.clock_ended,
    deadlines.DeadlineMissed: work.clock_missed,
    deadlines.ExtensionRequested: work.extension_requested,
    deadlines.ExtensionApproved: work.extension_decided,
    deadlines.ExtensionRefused: work.extension_decided,
    escalation.PackageOpened: package.opened,
    escalation.PackageTeamAppointed: package.team_appointed,
    escalation.PackageTeamReplaced: package.team_appointed,
    escalation.PackageOverdueReportedToLeader: package.delay_reported,
    escalation.PackageOverdueReportedToDirector: package.director_told,
    escalation.PackageClosed: package.closed,
    escalation.AccountabilityProposed: package.accountability_proposed,
    escalation.AccountabilityDecided: package.accountability_decided,
    escalation.IncidentEscalated: package.incident_escalated,
    escalation.LeaderVisited: package.leader_goes,
    handling.LeaderVisitScheduled: package.leader_goes,
    archive.MaterialsReturned: filing.materials_returned,
    archive.ArchiveItemNoted: filing.item_noted,
    archive.CustodyChanged: filing.moved,
    archive.BreachSuspected: filing.breach_suspected,
}
"""What an event changes of the view; all others only lengthen the chain."""

FILE_STEPS: Mapping[type[CaseEvent], Callable[[CaseFile, Any], CaseFile]] = {
    archive.ArchiveFiled: filing.filed,
    archive.ArchiveSealed: filing.sealed,
    archive.ArchiveDestroyed: filing.destroyed,
    archive.AnnualReportDrafted: lambda s, e: with_paper(s, "ANNUAL", str(e.year), e.sha256),
    archive.PolicyPublished: lambda s, e: with_paper(s, "POLICY", e.document, e.sha256),
    archive.GuidancePublished: lambda s, e: with_paper(s, "GUIDANCE", e.document, e.sha256),
}

CONTENTS: frozenset[type[CaseEvent]] = frozenset(
    {
        intake.PetitionRegistered,
        intake.PetitionMerged,
        intake.PetitionWithdrawn,
        intake.AcceptanceNoticeSent,
        intake.NonacceptanceNoticeSent,
        intake.PetitionReturnedToSource,
        intake.VisitAnsweredOnSpot,
        routing.PetitionAccepted,
        routing.NonacceptanceApproved,
        routing.NonacceptanceRefused,
        routing.AssignmentApproved,
        routing.AssignmentDispatched,
        routing.InvestigationBodyDesignated,
        routing.PackageTriggered,
        routing.PackageWaived,
        routing.AccountabilityFlagged,
        handling.HandlerDesignated,
        handling.VerificationCompleted,
        handling.ReplyReturned,
        handling.ReplyDelivered,
        handling.ReceiptSigned,
        handling.ReceiptRefused,
        handling.ReceiptUnreachable,
        handling.ReplyPassed,
        handling.SuperiorReported,
        handling.PetitionConcluded,
        handling.PetitionSettled,
        handling.ReviewRequested,
        handling.ReviewOpinionRecorded,
        handling.PetitionReopened,
        deadlines.DeadlineMissed,
        deadlines.ExtensionApproved,
        escalation.PackageTeamAppointed,
        escalation.PackageClosed,
        escalation.AccountabilityDecided,
        archive.MaterialsReturned,
        archive.ArchiveItemNoted,
        archive.BreachSuspected,
    }
)
"""What stands in the dossier's table of contents."""


def _tell_the_same(view: CaseView, before: CaseView) -> bool:
    """Whether subscribers would read the same; the clocks are looked into last, they cost most."""
    return (
        view.status_since == before.status_since
        and view.status == before.status
        and view.lead_unit == before.lead_unit
        and view.co_units == before.co_units
        and view.package_case == before.package_case
        and view.confidentiality == before.confidentiality
        and (
            view.clocks is before.clocks
            or (view.due_on == before.due_on and view.overdue == before.overdue)
        )
    )


def _evolver(kind: type[CaseEvent]) -> Callable[[CaseFile, CaseEvent], CaseFile]:
    """How a file changes by this kind of event: its own step first, then the chain."""
    view_step, file_step, listed = VIEW_STEPS.get(kind), FILE_STEPS.get(kind), kind in CONTENTS

    def evolve(case: CaseFile, event: CaseEvent) -> CaseFile:
        stepped = file_step(case, event) if file_step else case
        shown = not stepped.view.ended
        view = view_step(stepped.view, event) if view_step and shown else stepped.view
        if listed and shown:
            view = entered(view, event)
        return replace(
            stepped,
            view=view,
            head=linked(case.head, event),
            events=case.events + 1,
            outcome_changed=view is not case.view and not _tell_the_same(view, case.view),
            status_changed=view.status != case.view.status,
        )

    return evolve


EVOLVE = {
    kind: _evolver(kind) for kind in EVENTS.values() if not issubclass(kind, gate.GateBureauEvent)
}
"""Reports of the whole bureau too: its register is kept like a case. What is in force is not."""
