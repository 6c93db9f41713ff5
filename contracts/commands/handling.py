"""The unit's work, the gates of the reply, sign-off and review."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.codes import (
    ContactType,
    DeliveryWay,
    EvidenceType,
    LeaderActivity,
    Method,
    MissingElement,
    ReplyElement,
    ReviewResult,
)
from contracts.commands.base import Command, Line, NamedPrincipal, Person, Text
from contracts.days import Code, Day, Moment, Sha256, Yes
from contracts.envelope import Owner, Strict
from contracts.petition import ITEMS_MAX, Unit

Elements = Annotated[tuple[ReplyElement, ...], Field(max_length=ITEMS_MAX)]
Persons = Annotated[tuple[Person, ...], Field(max_length=ITEMS_MAX)]


class Witness(Strict):
    """A third person, and which side he stands on."""

    name: Line
    side: Code
    """COMMUNITY, DISCIPLINE, REPORTER_CHOICE or the code of a unit."""


class HandlingCommand(Command):
    """Decided by handling."""

    owner = Owner.HANDLING


class AcknowledgeAssignment(HandlingCommand, type="acknowledge_assignment", clause="9.2.1"):
    """The unit has taken note."""


class ObjectToAssignment(HandlingCommand, type="object_to_assignment", clause="10.2d"):
    """The unit says it is not its business."""

    reason: Text = ""


class RefuseToHandle(HandlingCommand, type="refuse_to_handle", clause="14.1"):
    """The unit will not handle it."""

    reason: Text = ""


class ReportToHead(HandlingCommand, type="report_to_head", clause="10.3a"):
    """The liaison has told the head of the unit."""


class DesignateHandler(HandlingCommand, type="designate_handler", clause="10.3b"):
    """H5: one named person does the work."""

    handler: Person
    recusal_declared: Yes = False
    """The person has declared an interest."""


class DeclareRecusal(HandlingCommand, type="declare_recusal", clause="6.b"):
    """A person steps back because of an interest."""

    person: Person
    reason: Text = ""


class LogContact(HandlingCommand, type="log_contact", clause="10.3c"):
    """The petitioner was heard."""

    contact_type: ContactType
    summary: Text = ""


class LogMethod(HandlingCommand, type="log_method", clause="10.3d"):
    """A way of settling was tried."""

    method: Method
    outcome: Text = ""
    agreed: Yes = False
    """It ended in an agreement; the outcome says which."""


class LogHandling(HandlingCommand, type="log_handling", clause="9.2.3"):
    """A note on the unit's work."""

    note: Text = ""


class LogPersuasion(HandlingCommand, type="log_persuasion", clause="4.e"):
    """The law and the limits were explained to the petitioner."""

    note: Text = ""


class RecordLeaderNote(HandlingCommand, type="record_leader_note", clause="5.b"):
    """A leader has read the file, received the petitioner, or heard a report."""

    activity: LeaderActivity
    on: Day
    note: Text = ""


class ScheduleLeaderVisit(HandlingCommand, type="schedule_leader_visit", clause="10.3e"):
    """H15: a leader will go and see for himself."""

    on: Day


class AttachEvidence(HandlingCommand, type="attach_evidence", clause="10.4b"):
    """A piece of evidence."""

    evidence_type: EvidenceType
    sha256: Sha256
    taken_by: NamedPrincipal
    taken_at: Moment
    place: Text = ""


class CompleteVerification(HandlingCommand, type="complete_verification", clause="10.4a"):
    """The facts are established, by these people."""

    verifiers: Annotated[Persons, Field(min_length=1)]
    facts: Text = ""


class SubmitCoOpinion(HandlingCommand, type="submit_co_opinion", clause="10.2c"):
    """A co-unit's opinion."""

    unit: Unit
    text: Text = ""


class SubmitReply(HandlingCommand, type="submit_reply", clause="9.2.4"):
    """The unit's written reply, with the elements it has."""

    elements: Elements = ()


class PassContent(HandlingCommand, type="pass_content", clause="10.5b"):
    """H7, first gate: the content holds."""


class ReturnReply(HandlingCommand, type="return_reply", clause="10.5b"):
    """H7: the reply goes back."""

    missing: Annotated[tuple[MissingElement, ...], Field(max_length=ITEMS_MAX)] = ()
    reason: Text = ""


class DeliverReply(HandlingCommand, type="deliver_reply", clause="10.5c"):
    """The petitioner has the reply."""

    by: DeliveryWay
    on: Day


class RecordSignoff(HandlingCommand, type="record_signoff", clause="10.5c"):
    """The petitioner has signed, before a witness."""

    on: Day
    witness: Witness | None = None
    witness_waived: Yes = False
    """A reporter may do without one, so that nobody learns of him (E16)."""


class RecordSignoffRefusal(HandlingCommand, type="record_signoff_refusal", clause="10.5d"):
    """The petitioner does not sign; the reason stands on the file."""

    reason: Text = ""
    witness: Witness | None = None


class RecordUnreachable(HandlingCommand, type="record_unreachable", clause="10.5d"):
    """The petitioner could not be found on these days (E15)."""

    attempts: Annotated[tuple[Day, ...], Field(max_length=ITEMS_MAX)] = ()
    witness: Witness | None = None
    registered_post: Yes = False


class PassReply(HandlingCommand, type="pass_reply", clause="10.5b"):
    """H7, second gate: everything is there."""


class ReportToSuperior(HandlingCommand, type="report_to_superior", clause="10.5g"):
    """Who ordered the case has the result."""

    on: Day


class RecordSettlement(HandlingCommand, type="record_settlement", clause="12.2"):
    """Whether the petitioner is content."""

    settled: Yes


class RequestReview(HandlingCommand, type="request_review", clause="10.5h"):
    """The petitioner asks for a review."""

    on: Day


class RecordReviewOpinion(HandlingCommand, type="record_review_opinion", clause="10.5h"):
    """The higher body has answered."""

    result: ReviewResult
    on: Day
