"""Registration, duplicates, secrecy, notices and publication."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from contracts.codes import (
    Acceptance,
    Allegation,
    CaseStanding,
    Confidentiality,
    Kind,
    Likeness,
    NoticeWay,
    OutcomeCode,
    PetitionerType,
    Publish,
    ScopeBasis,
    Status,
)
from contracts.envelope import CaseEvent, CaseId, Owner, Tolerant, UnitCode
from contracts.events.gate import DeniedPerson


class IntakeEvent(CaseEvent):
    """A case event only intake announces."""

    owner = Owner.INTAKE


class FoundCase(Tolerant):
    """Another case of the same lane, as it stood when a petition was registered."""

    case_id: CaseId
    standing: CaseStanding
    same_person: bool
    matter: Likeness
    """SAME by its key; ALIKE where only the place is another, or none was given (E60)."""
    same_secrecy: bool
    """The same people must not know of both."""
    received_on: date
    answered_on: date | None = None
    """The day of the reply or the refusal."""


class PetitionRegistered(IntakeEvent, name="petition.registered", clauses=("10.1c",)):
    """The petition is in the register; what was found about repeats stands in it."""

    reg_no: str
    registered_at: datetime
    kind: Kind
    confidentiality: Confidentiality
    source: str
    publish: Publish
    duplicate_of: CaseId | None = None
    repeat_no: int = 0
    """How many times the matter was raised again after a reply or refusal."""
    repeat_by_visit: bool = False
    repeat_of: CaseId | None = None
    found: tuple[FoundCase, ...] = ()
    """What the decision about duplicates and repeats saw of other cases."""
    suggested: bool = False
    """Topics come from the text and wait for a person."""
    group_visit: bool = False
    max_representatives: int | None = None
    assessable: bool = True
    """False for a visit that was not read back yet."""
    answered_on_spot: bool = False
    unknown: tuple[str, ...] = ()
    """Fields of the register nobody can fill: it is registered all the same (E33)."""
    registry: str = ""
    """The unit that keeps it in a register of its own; empty = the bureau's (E19)."""


class PetitionClassified(IntakeEvent, name="petition.classified", clauses=("2.c",)):
    """The kind was chosen, or corrected."""

    kind: Kind
    previous_kind: Kind | None = None
    allegation: Allegation = "NONE"
    reason_ref: str = ""


class SupplementedMatter(Tolerant):
    """The matter as it was supplied later; the place is in the vault."""

    topics: tuple[str, ...] = ()
    district: str | None = None
    has_place: bool = False
    scope_basis: ScopeBasis | None = None


class PetitionSupplemented(IntakeEvent, name="petition.supplemented", clauses=("10.1c",)):
    """What was missing has come."""

    matter: SupplementedMatter | None = None
    named: bool | None = None
    petitioner_type: PetitionerType | None = None
    has_name: bool | None = None
    has_address: bool | None = None
    petitioner_ref: str = ""
    text_ref: str = ""
    suggested_topics: tuple[str, ...] = ()
    """What the supplied text suggests, only where no topic was supplied (E56)."""
    suggested_district: str | None = None


class InformationRequested(IntakeEvent, name="information.requested", clauses=("2.b",)):
    """What the petition is about cannot be told: it waits for more."""

    missing: tuple[str, ...] = ()


class PetitionMerged(IntakeEvent, name="petition.merged", clauses=("12.T8",)):
    """The petition goes on inside an earlier open case."""

    into: CaseId
    by_rule: bool = True
    reason_ref: str = ""


class PetitionUnlinked(IntakeEvent, name="petition.unlinked", clauses=("12.T8",)):
    """The merging was taken back."""

    from_: CaseId = Field(alias="from")
    reason_ref: str = ""


class DuplicateSuggested(IntakeEvent, name="duplicate.suggested", clauses=("12.T8",)):
    """An earlier case is similar; a person decides."""

    of: CaseId
    same_person: bool
    same_matter: bool


class RepeatDetected(IntakeEvent, name="repeat.detected", clauses=("12.T8",)):
    """The same person raises the same matter again after a reply or refusal."""

    earlier: tuple[CaseId, ...] = ()
    """Own cases; those only the source knows of are counted, not named."""
    count: int
    by_visit: bool


class PetitionWithdrawn(IntakeEvent, name="petition.withdrawn", clauses=("11.4c",)):
    """The petitioner takes the petition back."""

    reason_ref: str = ""


class ConfidentialityRestricted(IntakeEvent, name="confidentiality.restricted", clauses=("7.c",)):
    """The case is one of art. 7: those reported must not learn of it."""

    level: Confidentiality = "RESTRICTED"
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[DeniedPerson, ...] = ()
    body: UnitCode | None = None


class ConfidentialityCautioned(IntakeEvent, name="confidentiality.cautioned", clauses=("7.d",)):
    """The unit complained of may not lead, identities are masked."""

    level: Confidentiality = "CAUTION"
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[DeniedPerson, ...] = ()


class ConfidentialityLifted(IntakeEvent, name="confidentiality.lifted", clauses=("7.c",)):
    """The discipline officer found no reason for secrecy."""

    level: Confidentiality = "NORMAL"
    denied_units: tuple[UnitCode, ...] = ()
    """Who must still not touch it: it may remain a matter of caution."""
    denied_persons: tuple[DeniedPerson, ...] = ()
    reason_ref: str = ""


class AcceptanceNoticeSent(IntakeEvent, name="acceptance.notice.sent", clauses=("10.1d",)):
    """The petitioner is told in writing that the matter was accepted."""

    document: str = "ACCEPTANCE_NOTICE"
    way: NoticeWay
    on: date


class NonacceptanceNoticeSent(IntakeEvent, name="nonacceptance.notice.sent", clauses=("10.1b",)):
    """The petitioner is told why not, and where to go."""

    document: str = "NON_ACCEPTANCE_NOTICE"
    way: NoticeWay = "POST"
    ground: str
    competent_bodies: tuple[UnitCode, ...] = ()
    on: date
    in_part: bool = False
    """Only a part is refused; the rest was accepted."""


class PetitionReturnedToSource(IntakeEvent, name="petition.returned_to_source", clauses=("10.1b",)):
    """The petition goes back by the way it came."""

    source: str
    ground: str
    competent_bodies: tuple[UnitCode, ...] = ()
    on: date


class ProgressPublished(IntakeEvent, name="progress.published", clauses=("9.1.3",)):
    """How far the matter is can be looked up."""

    status: Status
    audience: Publish


class ResultPublished(IntakeEvent, name="result.published", clauses=("9.1.3",)):
    """What came out can be looked up."""

    outcome_code: OutcomeCode | Acceptance
    audience: Publish


class PublicationRetracted(IntakeEvent, name="publication.retracted", clauses=("9.1.3",)):
    """What was published is taken back."""

    reason_ref: str = ""
