"""A petition as the log knows it: everything that is no personal data."""

from __future__ import annotations

from datetime import date

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
    ReferralType,
    ScopeBasis,
    StatutoryRoute,
)
from contracts.envelope import Tolerant, UnitCode


class ReferralFacts(Tolerant):
    """A referral without the name of the body."""

    level: OrganLevel
    type: ReferralType
    report_due: date | None = None


class InstructionFacts(Tolerant):
    """A leader's note, its text in the vault."""

    level: InstructionLevel
    by: InstructionBy
    type: InstructionType
    on: date
    due: date | None = None
    text_ref: str = ""


class MediaFacts(Tolerant):
    """A report in the media without the outlet's name."""

    outlet_class: OutletClass
    on: date
    negative: bool
    reprint: bool = False


class SuperiorVisitFacts(Tolerant):
    """A visit to a higher organ without the organ's name."""

    level: OrganLevel
    on: date
    persons: int
    public_place: bool
    own_bureau: bool
    direct_superior: bool = False
    """The organ is one of the bureau's direct superiors, where a visit leaps over nobody (E14)."""


class PartFacts(Tolerant):
    """One of several matters."""

    topics: tuple[str, ...] = ()
    scope_basis: ScopeBasis | None = None


class VisitFacts(Tolerant):
    """How a visit went."""

    read_back_confirmed: bool
    answered_on_spot: bool
    promised_due: date | None = None
    first_contact_unit: UnitCode | None = None


class EarlierFacts(Tolerant):
    """An earlier petition as far as the source knows it."""

    same_person: bool
    same_matter: bool
    state: EarlierState
    channel: Channel
    on: date


class PetitionFacts(Tolerant):
    """Every fact of a petition that is no personal data."""

    kind: Kind | None = None
    named: bool
    petitioner_type: PetitionerType = "PERSON"
    has_name: bool = False
    has_address: bool = False
    has_phone: bool = False
    has_employer: bool = False
    has_content: bool = True
    """False where neither title nor text say anything."""
    consent_public_summary: bool = False
    persons: int = 1
    representatives: int | None = None
    topics: tuple[str, ...] = ()
    district: str | None = None
    has_place: bool = False
    scope_basis: ScopeBasis | None = None
    suggested_topics: tuple[str, ...] = ()
    """Found in the text, only where no topic was given."""
    suggested_district: str | None = None
    person_keys: tuple[str, ...] = ()
    """Keyed hashes: two petitions with one in common are of the same person (E60)."""
    matter_key: str | None = None
    reported_units: tuple[UnitCode, ...] = ()
    allegation: Allegation = "NONE"
    referral: ReferralFacts | None = None
    instructions: tuple[InstructionFacts, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    superior_visits: tuple[SuperiorVisitFacts, ...] = ()
    statutory_route: StatutoryRoute = "NONE"
    competent_body: UnitCode | None = None
    parts: tuple[PartFacts, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    visit: VisitFacts | None = None
    earlier: tuple[EarlierFacts, ...] = ()
    attachments: tuple[str, ...] = ()
    """SHA-256 of each file."""
