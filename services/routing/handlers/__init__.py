"""What routing does about each event and each command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.commands import routing as commands
from contracts.events.common import CommandRefused
from contracts.events.deadlines import (
    DeadlineMissed,
    PetitionStalled,
    ReminderIssued,
    ReminderUnanswered,
)
from contracts.events.escalation import FindingRecorded
from contracts.events.gate import AccessDenied, CaseEnded, UnitCatalogueChanged
from contracts.events.handling import (
    AssignmentObjected,
    HandlingRefused,
    ReplyReturned,
    ReplySubmitted,
)
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    PetitionClassified,
    PetitionMerged,
    PetitionRegistered,
    PetitionSupplemented,
    PetitionUnlinked,
    VisitorRedirected,
    VisitReadBackConfirmed,
)
from services.routing.handlers import (
    accountability,
    assessing,
    assignment,
    consent,
    package,
    recording,
    secrecy,
    succession,
)

ON_EVENT: Mapping[type[Any], Any] = {
    PetitionRegistered: assessing.on_petition_registered,
    VisitReadBackConfirmed: assessing.on_read_back_confirmed,
    PetitionSupplemented: assessing.on_petition_supplemented,
    PetitionMerged: assignment.on_petition_merged,
    PetitionUnlinked: assessing.on_petition_unlinked,
    VisitorRedirected: consent.on_visitor_redirected,
    PetitionClassified: secrecy.on_petition_classified,
    ConfidentialityRestricted: secrecy.on_kept_from,
    ConfidentialityCautioned: secrecy.on_kept_from,
    ConfidentialityLifted: secrecy.on_lifted,
    CaseEnded: secrecy.on_case_ended,
    AccessDenied: secrecy.on_access_denied,
    AssignmentObjected: assignment.on_assignment_objected,
    ReminderIssued: accountability.on_reminder_issued,
    ReminderUnanswered: accountability.on_reminder_unanswered,
    HandlingRefused: accountability.on_handling_refused,
    DeadlineMissed: accountability.on_deadline_missed,
    ReplySubmitted: accountability.on_reply_submitted,
    ReplyReturned: accountability.on_reply_returned,
    CommandRefused: accountability.on_command_refused,
    PetitionStalled: accountability.on_petition_stalled,
    FindingRecorded: accountability.on_finding_recorded,
}

ON_BUREAU: Mapping[type[Any], Any] = {UnitCatalogueChanged: succession.on_unit_changed}

ON_COMMAND: Mapping[type[Any], Any] = {
    commands.ConsentNonAcceptance: consent.on_consent_non_acceptance,
    commands.RefuseNonAcceptance: consent.on_refuse_non_acceptance,
    commands.AmendAssignment: assignment.on_amend_assignment,
    commands.ApproveAssignment: assignment.on_approve_assignment,
    commands.RefuseAssignment: assignment.on_refuse_assignment,
    commands.ConfirmPackage: package.on_confirm_package,
    commands.DeclinePackage: package.on_decline_package,
    commands.WaivePackage: package.on_waive_package,
    commands.RecordInstruction: recording.on_record_instruction,
    commands.RecordMediaExposure: recording.on_record_media_exposure,
    commands.RecordSuperiorVisit: recording.on_record_superior_visit,
    commands.ConfirmMajor: package.on_confirm_major,
    commands.DesignateInvestigator: consent.on_designate_investigator,
    commands.ClassifyRegime: recording.on_classify_regime,
}
