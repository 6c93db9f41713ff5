"""What handling does on each event and each command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.commands import handling as commands
from contracts.commands.base import Command
from contracts.envelope import CaseEvent
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityRestricted,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import PetitionAccepted
from services.handling.handlers import closing, notes, receipt, reply, review, signoff, work

ON_EVENT: Mapping[type[CaseEvent], Any] = {
    PetitionAccepted: closing.conclude_what_was_answered,
    ConfidentialityRestricted: receipt.leave_denied_seats,
    ConfidentialityCautioned: receipt.leave_denied_seats,
    VisitAnsweredOnSpot: closing.conclude_what_was_answered,
}

ON_COMMAND: Mapping[type[Command], Any] = {
    commands.AcknowledgeAssignment: receipt.acknowledge_assignment,
    commands.ObjectToAssignment: receipt.object_to_assignment,
    commands.RefuseToHandle: receipt.refuse_to_handle,
    commands.ReportToHead: receipt.report_to_head,
    commands.DesignateHandler: receipt.designate_handler,
    commands.DeclareRecusal: receipt.declare_recusal,
    commands.LogContact: work.log_contact,
    commands.LogMethod: work.log_method,
    commands.LogHandling: notes.log_handling,
    commands.LogPersuasion: notes.log_persuasion,
    commands.RecordLeaderNote: notes.record_leader_note,
    commands.ScheduleLeaderVisit: notes.schedule_leader_visit,
    commands.AttachEvidence: work.attach_evidence,
    commands.CompleteVerification: work.complete_verification,
    commands.SubmitCoOpinion: work.submit_co_opinion,
    commands.SubmitReply: reply.submit_reply,
    commands.PassContent: reply.pass_content,
    commands.ReturnReply: reply.return_reply,
    commands.DeliverReply: reply.deliver_reply,
    commands.RecordSignoff: signoff.record_signoff,
    commands.RecordSignoffRefusal: signoff.record_signoff_refusal,
    commands.RecordUnreachable: signoff.record_unreachable,
    commands.PassReply: reply.pass_reply,
    commands.ReportToSuperior: closing.report_to_superior,
    commands.RecordSettlement: closing.record_settlement,
    commands.RequestReview: review.request_review,
    commands.RecordReviewOpinion: review.record_review_opinion,
}
