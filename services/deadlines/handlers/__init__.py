"""What deadlines announces, event by event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.commands.base import Command
from contracts.commands.deadlines import (
    ApproveExtension,
    ExcludeTime,
    IssueReminder,
    NotifyExtension,
    RefuseExtension,
    RequestExtension,
)
from contracts.envelope import BureauEvent, CaseEvent
from contracts.events.gate import CalendarPublished, PetitionReceived, ProcedureVersionActivated
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReviewOpinionRecorded,
    ReviewRequested,
    SuperiorReported,
)
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionMerged,
    PetitionReturnedToSource,
    PetitionUnlinked,
    PetitionWithdrawn,
    PromiseMade,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssignmentDispatched,
    InstructionRecorded,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
)
from contracts.ports import Announcements
from services.deadlines.decisions.known import Known
from services.deadlines.handlers import asking, running
from services.deadlines.handlers.running import fire
from services.deadlines.state import CaseClocks

__all__ = ["ON_BUREAU", "ON_COMMAND", "ON_EVENT", "fire"]

Handler = Callable[[CaseClocks, Any, Known], Announcements]

ON_EVENT: Mapping[type[CaseEvent], Handler] = {
    PetitionReceived: running.on_petition_received,
    PetitionAccepted: running.on_petition_accepted,
    InstructionRecorded: running.on_instruction_recorded,
    PromiseMade: running.on_promise_made,
    ReplyDelivered: running.on_reply_delivered,
    ReviewRequested: running.on_review_requested,
    ReviewOpinionRecorded: running.on_review_opinion_recorded,
    ReplyReturned: running.on_taken_back,
    PetitionReopened: running.on_taken_back,
    PetitionUnlinked: running.on_taken_back,
    AcceptanceNoticeSent: running.on_end,
    NonacceptanceNoticeSent: running.on_end,
    PetitionReturnedToSource: running.on_end,
    NonacceptanceApproved: running.on_end,
    PetitionMerged: running.on_end,
    PetitionWithdrawn: running.on_end,
    VisitAnsweredOnSpot: running.on_end,
    AssignmentDispatched: running.on_end,
    InvestigationBodyDesignated: running.on_end,
    ReplyPassed: running.on_end,
    SuperiorReported: running.on_end,
    PetitionConcluded: running.on_end,
}

ON_BUREAU: Mapping[type[BureauEvent], Handler] = {
    CalendarPublished: running.on_counted_otherwise,
    ProcedureVersionActivated: running.on_counted_otherwise,
}

ON_COMMAND: Mapping[type[Command], Handler] = {
    RequestExtension: asking.on_request_extension,
    ApproveExtension: asking.on_approve_extension,
    RefuseExtension: asking.on_refuse_extension,
    NotifyExtension: asking.on_notify_extension,
    IssueReminder: asking.on_issue_reminder,
    ExcludeTime: asking.on_exclude_time,
}
