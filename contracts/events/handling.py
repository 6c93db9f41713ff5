"""The unit's work, from receipt of the assignment to the conclusion (art. 10(三)-(五))."""

from __future__ import annotations

from datetime import date, datetime

from contracts.codes import (
    ContactType,
    DeliveryWay,
    EvidenceType,
    Method,
    MissingElement,
    OutcomeCode,
    ReplyElement,
    ReviewResult,
    ReviewStep,
)
from contracts.commands.base import Person
from contracts.envelope import CaseEvent, Owner, Principal, UnitCode


class HandlingEvent(CaseEvent):
    """A case event only handling announces."""

    owner = Owner.HANDLING


class AssignmentReceived(HandlingEvent, name="assignment.received", clauses=("9.2.1",)):
    """A unit has taken note of its assignment."""

    unit: UnitCode
    principal: Principal


class AssignmentObjected(HandlingEvent, name="assignment.objected", clauses=("10.2d",)):
    """A unit says it is not its business."""

    unit: UnitCode
    count: int
    """How many objections there were, this one included."""
    reason_ref: str = ""


class HandlingRefused(HandlingEvent, name="handling.refused", clauses=("14.1",)):
    """A unit refuses to handle what is assigned to it."""

    unit: UnitCode
    reason_ref: str = ""


class UnitHeadReported(HandlingEvent, name="unit_head.reported", clauses=("10.3a",)):
    """The liaison has told the head of the unit."""

    unit: UnitCode
    principal: Principal


class HandlerDesignated(HandlingEvent, name="handler.designated", clauses=("10.3b",)):
    """One named person does the work."""

    unit: UnitCode
    handler: Principal


class RecusalRequired(HandlingEvent, name="recusal.required", clauses=("6.b",)):
    """A person with an interest must not hold this seat."""

    principal: Principal
    seat: str


class RecusalDeclared(HandlingEvent, name="recusal.declared", clauses=("6.b",)):
    """A person steps back because of an interest."""

    principal: Principal
    reason_ref: str = ""


class LeaderAnnotated(HandlingEvent, name="leader.annotated", clauses=("5.b",)):
    """A leader has written a note on the file."""

    principal: Principal
    note_ref: str = ""
    on: date | None = None


class LeaderReceptionLogged(HandlingEvent, name="leader.reception.logged", clauses=("5.b",)):
    """A leader has received the petitioner."""

    principal: Principal
    on: date
    note_ref: str = ""


class LeaderBriefed(HandlingEvent, name="leader.briefed", clauses=("5.b",)):
    """A leader has heard a report on the case."""

    principal: Principal
    on: date
    note_ref: str = ""


class LeaderVisitScheduled(HandlingEvent, name="leader.visit.scheduled", clauses=("10.3e",)):
    """A leader is to go and see."""

    principal: Principal
    on: date


class ContactLogged(HandlingEvent, name="contact.logged", clauses=("10.3c",)):
    """The handler has heard the petitioner."""

    contact_type: ContactType
    handler: Principal
    summary_ref: str = ""


class HandlingLogged(HandlingEvent, name="handling.logged", clauses=("9.2.3",)):
    """A note on the unit's work."""

    unit: UnitCode
    note_ref: str = ""


class MethodApplied(HandlingEvent, name="method.applied", clauses=("10.3d",)):
    """A way of settling was tried."""

    method: Method
    outcome: str = ""
    """Reference to what came of it."""


class MediationAgreed(HandlingEvent, name="mediation.agreed", clauses=("10.3d",)):
    """Mediation ended in an agreement."""

    agreement_ref: str = ""


class PersuasionLogged(HandlingEvent, name="persuasion.logged", clauses=("4.e", "11.4c")):
    """The law and the limits were explained to the petitioner."""

    note_ref: str = ""


class VerificationStarted(HandlingEvent, name="verification.started", clauses=("10.4a",)):
    """The facts are being looked into."""

    handler: Principal


class VerificationCompleted(HandlingEvent, name="verification.completed", clauses=("10.4a",)):
    """The facts are established."""

    verifiers: tuple[Person, ...] = ()
    facts_ref: str = ""


class EvidenceAttached(HandlingEvent, name="evidence.attached", clauses=("10.4b",)):
    """A piece of evidence is on the file."""

    evidence_type: EvidenceType
    sha256: str
    taken_by: Principal | None = None
    taken_at: datetime


class CoOpinionSubmitted(HandlingEvent, name="co_opinion.submitted", clauses=("10.2c",)):
    """A co-unit has given its opinion."""

    unit: UnitCode
    text_ref: str = ""


class ReplySubmitted(HandlingEvent, name="reply.submitted", clauses=("9.2.4", "10.5a")):
    """The lead unit hands its reply to the Petition Office."""

    version: int
    elements: tuple[ReplyElement, ...] = ()


class ReplyReturned(HandlingEvent, name="reply.returned", clauses=("10.5b",)):
    """The reply goes back to be done again; the clock runs on."""

    version: int
    missing: tuple[MissingElement, ...] = ()
    by_rule: bool
    count: int
    """How many returns there were, this one included."""
    reason_ref: str = ""


class ReplyContentPassed(HandlingEvent, name="reply.content_passed", clauses=("10.5b",)):
    """The content holds; the reply may be delivered."""

    version: int
    principal: Principal


class ReplyDelivered(HandlingEvent, name="reply.delivered", clauses=("10.5c",)):
    """The petitioner has the reply since this day."""

    version: int
    by: DeliveryWay
    on: date


class ReceiptSigned(HandlingEvent, name="receipt.signed", clauses=("10.5c",)):
    """The petitioner has signed for the reply."""

    on: date


class ReceiptRefused(HandlingEvent, name="receipt.refused", clauses=("10.5d",)):
    """The petitioner does not sign, and why."""

    reason_ref: str = ""


class ReceiptUnreachable(HandlingEvent, name="receipt.unreachable", clauses=("10.5d",)):
    """The petitioner could not be found on any of these days."""

    attempts: tuple[date, ...] = ()
    registered_post: bool


class WitnessSigned(HandlingEvent, name="witness.signed", clauses=("10.5c", "10.5d")):
    """A third person attests the delivery or the refusal."""

    side: str
    """COMMUNITY, DISCIPLINE, REPORTER_CHOICE or a unit."""
    witness_ref: str = ""


class ReplyPassed(HandlingEvent, name="reply.passed", clauses=("10.5b",)):
    """The reply is complete, signature included."""

    version: int
    principal: Principal


class SuperiorReported(HandlingEvent, name="superior.reported", clauses=("10.5g",)):
    """The body that ordered the case has the result."""

    on: date


class PetitionConcluded(HandlingEvent, name="petition.concluded", clauses=("10.5h",)):
    """Nothing is left to do but to file."""

    concluded_on: date
    outcome_code: OutcomeCode


class PetitionSettled(HandlingEvent, name="petition.settled", clauses=("12.2",)):
    """Whether the petitioner is content: an outcome, never a condition."""

    settled: bool


class PetitionReopened(HandlingEvent, name="petition.reopened", clauses=("10.5h",)):
    """A case is taken up again, the reply it had set aside."""

    cause: str


class ReviewRequested(HandlingEvent, name="review.requested", clauses=("10.5h",)):
    """The petitioner asks the higher body to review."""

    on: date
    late: bool = False
    step: ReviewStep = "REVIEW"


class ReviewOpinionRecorded(HandlingEvent, name="review.opinion.recorded", clauses=("10.5h",)):
    """The higher body has answered."""

    result: ReviewResult
    on: date
    step: ReviewStep = "REVIEW"
