"""A petition as it arrives; what the log knows of it is in `contracts.facts`, offered here too."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.codes import (
    Allegation,
    Channel,
    EarlierState,
    Hazard,
    InstructionBy,
    InstructionLevel,
    InstructionType,
    Kind,
    OrganLevel,
    OutletClass,
    PetitionerType,
    Rank,
    ReferralType,
    ScopeBasis,
    StatutoryRoute,
)
from contracts.days import Code, Count, Day, Heads, Moment, Sha256, Yes
from contracts.envelope import Principal, Strict, UnitCode
from contracts.facts import (
    EarlierFacts,
    InstructionFacts,
    MediaFacts,
    PartFacts,
    PetitionFacts,
    ReferralFacts,
    SuperiorVisitFacts,
    VisitFacts,
)
from contracts.text import LINE_CHARS_MAX, Line, Names, PlainText, Text, normalised

__all__ = [
    "FORBIDDEN_FIELDS",
    "ITEMS_MAX",
    "PLATFORM_REF_CHARS_MAX",
    "Attachment",
    "Body",
    "Earlier",
    "EarlierFacts",
    "Instruction",
    "InstructionFacts",
    "Matter",
    "Media",
    "MediaFacts",
    "Part",
    "PartFacts",
    "PetitionFacts",
    "PetitionSubmitted",
    "Petitioner",
    "PlatformRef",
    "Referral",
    "ReferralFacts",
    "Reported",
    "ReportedPerson",
    "SuperiorVisit",
    "SuperiorVisitFacts",
    "Unit",
    "Visit",
    "VisitFacts",
]

PLATFORM_REF_CHARS_MAX = 64
ITEMS_MAX = 50
"""Of every list in a petition."""
FORBIDDEN_FIELDS = frozenset({"id_number"})
"""Refused with a code of their own: an identity number is never collected (art. 7)."""

Unit = Annotated[UnitCode, Field(pattern=r"^[A-Z][A-Z0-9-]{0,31}$")]
Body = Unit
PlatformRef = Annotated[
    str, Field(min_length=1, max_length=PLATFORM_REF_CHARS_MAX), AfterValidator(normalised)
]
Many = Field(default=(), max_length=ITEMS_MAX)


class Petitioner(Strict):
    """Who petitions; everything but `named` and `type` is personal data."""

    named: Yes
    type: PetitionerType = "PERSON"
    name: Names | None = None
    """Several names are separated by 、."""
    employer: Line | None = None
    address: Line | None = None
    phone: Line | None = None


class Matter(Strict):
    """What it is about, as far as the source knows."""

    topics: tuple[Code, ...] = Many
    district: Code | None = None
    place: Line | None = None
    scope_basis: ScopeBasis | None = None


class ReportedPerson(Strict):
    """A person complained of; an actor is this person by principal, else by name."""

    name: Line
    unit: Unit | None = None
    rank: Rank | None = None
    principal: Principal | None = Field(default=None, min_length=1, max_length=LINE_CHARS_MAX)


class Reported(Strict):
    """Whom the petition complains of, and of what (art. 7)."""

    units: tuple[Unit, ...] = Many
    persons: tuple[ReportedPerson, ...] = Many
    allegation: Allegation = "NONE"


class Referral(Strict):
    """A superior or a petition department has sent the petition down."""

    body: Line
    level: OrganLevel
    type: ReferralType
    report_due: Day | None = None


class Instruction(Strict):
    """A leader's written note."""

    level: InstructionLevel
    by: InstructionBy
    type: InstructionType
    text: Text = ""
    on: Day
    due: Day | None = None


class Media(Strict):
    """A report in the media."""

    outlet: Line
    outlet_class: OutletClass
    on: Day
    negative: Yes
    reprint_of: Line | None = None
    url: Text | None = None


class SuperiorVisit(Strict):
    """A visit to a higher organ, or a gathering."""

    organ: Line
    level: OrganLevel
    on: Day
    persons: Heads
    public_place: Yes
    own_bureau: Yes


class Part(Strict):
    """One of several matters of a petition, accepted or not by itself."""

    topics: tuple[Code, ...] = Many
    scope_basis: ScopeBasis | None = None
    note: Text = ""


class Visit(Strict):
    """How a visit went (art. 11)."""

    read_back_confirmed: Yes
    answered_on_spot: Yes
    promised_due: Day | None = None
    first_contact_unit: Unit | None = None


class Earlier(Strict):
    """An earlier petition as far as the source knows it."""

    same_person: Yes
    same_matter: Yes
    case_id: PlainText | None = None
    state: EarlierState
    channel: Channel
    on: Day


class Attachment(Strict):
    """A file kept elsewhere; its bytes are never on the bus."""

    name: Line
    media_type: PlainText
    sha256: Sha256
    uri: Text


class PetitionSubmitted(Strict):
    """A petition arrives: what a source may say, and nothing else."""

    platform_ref: PlatformRef
    channel: Channel
    received_at: Moment
    kind: Kind | None = None
    title: Line
    text: Text
    petitioner: Petitioner
    consent_public_summary: Yes = False
    persons: Heads
    representatives: Count | None = None
    matter: Matter
    reported: Reported = Reported()
    referral: Referral | None = None
    instructions: tuple[Instruction, ...] = Many
    media: tuple[Media, ...] = Many
    superior_visits: tuple[SuperiorVisit, ...] = Many
    statutory_route: StatutoryRoute = "NONE"
    competent_body: Body | None = None
    parts: tuple[Part, ...] = Many
    hazards: tuple[Hazard, ...] = Many
    visit: Visit | None = None
    earlier: tuple[Earlier, ...] = Many
    attachments: tuple[Attachment, ...] = Many

    @model_validator(mode="after")
    def visit_only_where_one_visited(self) -> Self:
        """The record of a visit belongs to the channel VISIT."""
        if self.visit is not None and self.channel != "VISIT":
            raise PydanticCustomError(
                "visit_without_visit", "only a VISIT has the record of a visit"
            )
        return self
