"""What the archive does about each event and command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.commands import archive as commands
from contracts.commands.base import Command
from contracts.envelope import CaseEvent, Owner
from contracts.events import escalation, gate, handling, intake, routing
from contracts.ports import Announcements, Issued
from services.archive.decisions import Known
from services.archive.handlers import filing, keeping, register
from services.archive.handlers.telling import (
    on_any_change,
    on_case_ended,
    on_late_event,
    on_petition_concluded,
)
from services.archive.state import VIEW_STEPS, CaseFile

__all__ = ["LATE_EVENTS", "ON_COMMAND", "ON_EVENT", "Known"]

LATE_EVENTS: tuple[type[CaseEvent], ...] = (
    intake.MaterialsForwarded,
    intake.PublicationRetracted,
    routing.AccountabilityWatch,
    routing.AccountabilityFlagged,
    handling.PetitionSettled,
    handling.ReviewRequested,
    handling.ReviewOpinionRecorded,
    handling.PetitionReopened,
    escalation.FindingRecorded,
    escalation.AccountabilityProposed,
    escalation.AccountabilityDecided,
)
"""What can still happen to a case that is filed."""

ON_EVENT: Mapping[type[CaseEvent], Callable[[CaseFile, Any, Known], Announcements]] = {
    **{kind: on_any_change for kind in VIEW_STEPS if kind.owner != Owner.ARCHIVE},
    **dict.fromkeys(LATE_EVENTS, on_late_event),
    handling.PetitionConcluded: on_petition_concluded,
    gate.CaseEnded: on_case_ended,
}

ON_COMMAND: Mapping[type[Command], Callable[[CaseFile, Issued[Any], Known], Announcements]] = {
    commands.ReturnMaterials: filing.return_materials,
    commands.NoteMissingItem: filing.note_missing_item,
    commands.FileDossier: filing.file_dossier,
    commands.SealDossier: filing.seal_dossier,
    commands.RegisterCopy: keeping.register_copy,
    commands.MoveCustody: keeping.move_custody,
    commands.ReportBreach: keeping.report_breach,
    commands.DestroyExpired: keeping.destroy_expired,
    commands.DraftAnnualReport: register.draft_annual_report,
    commands.SubmitAnnualReport: register.submit_annual_report,
    commands.PublishReport: register.publish_report,
    commands.SubmitUnitAnalysis: register.submit_unit_analysis,
    commands.RegisterDocument: register.register_document,
}
