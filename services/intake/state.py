"""What intake remembers of a case: whom to tell what, and how far a visit has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.codes import Allegation, Confidentiality, Hazard, Kind, Publish
from contracts.envelope import CaseId, UnitCode
from contracts.events import archive, gate, handling, intake, routing
from contracts.petition import PetitionFacts
from contracts.zone import bureau_day


@dataclass(frozen=True, slots=True)
class Reception:
    """A visit: what decides who receives it, and how far that has come (art. 11)."""

    topics: tuple[str, ...] = ()
    """Declared, or else suggested by the text."""
    district: str | None = None
    persons: int = 1
    hazards: tuple[Hazard, ...] = ()
    denied_units: tuple[UnitCode, ...] = ()
    body: UnitCode | None = None
    """Who has to look into a report about the bureau's own."""
    competent_body: UnitCode | None = None
    major_confirmed: bool = False
    first_contact: UnitCode | None = None
    """The unit that was asked first."""
    deferred: bool = False
    guided: bool = False
    proposed: tuple[UnitCode, ...] = ()
    """Wait for a leader's word, the lead first."""
    major: bool = False
    called: tuple[UnitCode, ...] = ()
    arrived: tuple[UnitCode, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeState:
    """One case, as intake sees it."""

    source: str = ""
    platform_ref: str = ""
    confidentiality: Confidentiality = "NORMAL"
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[gate.DeniedPerson, ...] = ()
    kind: Kind | None = None
    allegation: Allegation = "NONE"
    consent_public_summary: bool = False
    visit: bool = False
    """It came by a visit (art. 11)."""
    promised_on: date | None = None
    """What the record of the visit says was promised."""
    answered_at_once: bool = False
    """The record of the visit says so, or a person has said so since."""
    named: bool = False
    has_name: bool = False
    has_address: bool = False

    registered_on: date | None = None
    read_back: bool = False
    accepted_on: date | None = None
    acceptance_told: bool = False
    publish: Publish = "NONE"
    """Who may look up progress and result."""
    with_units: bool = False
    """Dispatched, or given to an investigating body."""
    ground: str = ""
    competent_bodies: tuple[UnitCode, ...] = ()
    ended: bool = False
    filed: bool = False
    reception: Reception = Reception()

    received_on: date | None = None
    person_keys: tuple[str, ...] = ()
    matter_key: str | None = None
    topics: tuple[str, ...] = ()
    """Declared, or else suggested; in the order of their codes."""
    district: str | None = None
    kept_from: tuple[str, ...] = ()
    """The class, and who must not know of it."""
    answered_on: date | None = None
    """The day of the reply, of the answer on the spot or of the refusal."""
    merged_into: CaseId | None = None

    @property
    def restricted(self) -> bool:
        """Art. 7: a report about the bureau's own."""
        return self.confidentiality == "RESTRICTED"

    @property
    def registered(self) -> bool:
        """Whether it stands in the register."""
        return self.registered_on is not None

    @property
    def open(self) -> bool:
        """Whether there is still something to add to it."""
        return self.registered and not self.ended

    @property
    def reachable(self) -> bool:
        """Whether a written notice can reach the petitioner (E62)."""
        return self.named and self.has_name and self.has_address


def _received(state: IntakeState, event: gate.PetitionReceived) -> IntakeState:
    petition, visit = event.petition, event.petition.visit
    restricted = event.confidentiality == "RESTRICTED"
    return replace(
        state,
        received_on=bureau_day(event.received_at),
        person_keys=petition.person_keys,
        matter_key=petition.matter_key,
        topics=tuple(sorted(_topics(petition))),
        district=petition.district or petition.suggested_district,
        kept_from=_kept_from(event.confidentiality, event.denied_units, event.denied_persons),
        source=event.source,
        platform_ref=event.platform_ref,
        confidentiality=event.confidentiality,
        denied_units=event.denied_units,
        denied_persons=event.denied_persons,
        kind=petition.kind,
        allegation=petition.allegation,
        consent_public_summary=petition.consent_public_summary,
        visit=event.channel == "VISIT",
        promised_on=visit.promised_due if visit else None,
        answered_at_once=visit is not None and visit.answered_on_spot and not restricted,
        named=petition.named,
        has_name=petition.has_name,
        has_address=petition.has_address,
        reception=_reception(event) if event.channel == "VISIT" else state.reception,
    )


def _topics(petition: PetitionFacts) -> tuple[str, ...]:
    """Declared, or else suggested by the text."""
    of_parts = (topic for part in petition.parts for topic in part.topics)
    return tuple(dict.fromkeys((*petition.topics, *of_parts))) or petition.suggested_topics


def _kept_from(
    level: Confidentiality, units: Iterable[UnitCode], persons: Iterable[gate.DeniedPerson]
) -> tuple[str, ...]:
    if level == "NORMAL":
        return ()
    names = {str(person.principal or person.key) for person in persons}
    return (level, *sorted({*units, *names}))


def _reception(event: gate.PetitionReceived) -> Reception:
    petition, visit = event.petition, event.petition.visit
    return Reception(
        topics=_topics(petition),
        district=petition.district or petition.suggested_district,
        persons=petition.persons,
        hazards=petition.hazards,
        denied_units=event.denied_units,
        body=event.body,
        competent_body=petition.competent_body,
        first_contact=visit.first_contact_unit if visit else None,
    )


def _registered(state: IntakeState, event: intake.PetitionRegistered) -> IntakeState:
    return replace(state, registered_on=event.day, kind=event.kind, publish=event.publish)


def _classified(state: IntakeState, event: intake.PetitionClassified) -> IntakeState:
    return replace(state, kind=event.kind, allegation=event.allegation)


def _secrecy_changed(
    state: IntakeState,
    event: intake.ConfidentialityRestricted
    | intake.ConfidentialityCautioned
    | intake.ConfidentialityLifted,
) -> IntakeState:
    if state.visit:
        state = _hosted(state, denied_units=event.denied_units)
    return replace(
        state,
        confidentiality=event.level,
        denied_units=event.denied_units,
        denied_persons=event.denied_persons,
        kept_from=_kept_from(event.level, event.denied_units, event.denied_persons),
    )


def _supplemented(state: IntakeState, event: intake.PetitionSupplemented) -> IntakeState:
    matter, visit = event.matter or intake.SupplementedMatter(), state.reception
    if state.visit:
        suggested = event.suggested_topics if not visit.topics else ()
        state = _hosted(
            state,
            topics=matter.topics or suggested or visit.topics,
            district=matter.district or visit.district or event.suggested_district,
        )
    return replace(
        state,
        named=_newer(event.named, state.named),
        has_name=_newer(event.has_name, state.has_name),
        has_address=_newer(event.has_address, state.has_address),
    )


def _hosted(state: IntakeState, **changes: Any) -> IntakeState:
    return replace(state, reception=replace(state.reception, **changes))


def _lead_proposed(state: IntakeState, event: intake.ReceptionLeadProposed) -> IntakeState:
    return _hosted(state, proposed=event.units, major=event.major)


def _called(state: IntakeState, event: intake.VisitReceptionAssigned) -> IntakeState:
    """The one that leads is called first, and with it a new round begins."""
    before = () if event.lead else state.reception.called
    return _hosted(state, called=(*before, event.unit), proposed=())


def _arrived(state: IntakeState, event: intake.ReceptionStarted) -> IntakeState:
    return _hosted(state, arrived=(*state.reception.arrived, event.unit))


def _newer(supplied: bool | None, known: bool) -> bool:
    return known if supplied is None else supplied


def _refused(state: IntakeState, event: routing.NonacceptanceApproved) -> IntakeState:
    """Of a mere part nothing ends, and the rest is not answered yet."""
    return state if event.parts else replace(state, ended=True, answered_on=event.day)


def _merged(state: IntakeState, event: intake.PetitionMerged) -> IntakeState:
    return replace(state, ended=True, merged_into=event.into)


def _unlinked(state: IntakeState, _event: intake.PetitionUnlinked) -> IntakeState:
    """As if it were new: what was said of it before does not stand any more."""
    return replace(state, ended=False, merged_into=None, accepted_on=None, with_units=False)


def _concluded(state: IntakeState, event: handling.PetitionConcluded) -> IntakeState:
    """Nobody can be given a reply where nobody gave a name: the conclusion counts then."""
    return replace(state, ended=True, answered_on=state.answered_on or event.concluded_on)


def _open_again(state: IntakeState, _event: Any) -> IntakeState:
    return replace(state, ended=False, answered_on=None)


def _ended(state: IntakeState, _event: Any) -> IntakeState:
    return replace(state, ended=True)


def _with_units(state: IntakeState, _event: Any) -> IntakeState:
    return replace(state, with_units=True)


EVOLVE: Mapping[type[Any], Any] = {
    gate.PetitionReceived: _received,
    gate.CaseEnded: _ended,
    intake.PetitionRegistered: _registered,
    intake.PetitionClassified: _classified,
    intake.ConfidentialityRestricted: _secrecy_changed,
    intake.ConfidentialityCautioned: _secrecy_changed,
    intake.ConfidentialityLifted: _secrecy_changed,
    intake.PublicationRetracted: lambda state, _: replace(state, publish="NONE"),
    intake.PetitionSupplemented: _supplemented,
    intake.AcceptanceNoticeSent: lambda state, _: replace(state, acceptance_told=True),
    intake.PetitionWithdrawn: _ended,
    intake.PetitionMerged: _merged,
    intake.PetitionUnlinked: _unlinked,
    intake.VisitReadBackConfirmed: lambda state, _: replace(state, read_back=True),
    intake.VisitAnsweredOnSpot: lambda state, event: replace(
        state, answered_at_once=True, answered_on=event.day if event.concludes else None
    ),
    intake.VisitDeferred: lambda state, _: _hosted(state, deferred=True),
    intake.VisitGuided: lambda state, _: _hosted(state, guided=True),
    intake.ReceptionLeadProposed: _lead_proposed,
    intake.VisitReceptionAssigned: _called,
    intake.ReceptionStarted: _arrived,
    routing.MajorConfirmed: lambda state, _: _hosted(state, major_confirmed=True),
    routing.PetitionAccepted: lambda state, e: replace(state, accepted_on=e.accepted_on),
    routing.NonacceptanceApproved: _refused,
    routing.AssignmentDispatched: _with_units,
    routing.InvestigationBodyDesignated: _with_units,
    handling.ReplyDelivered: lambda state, event: replace(state, answered_on=event.on),
    handling.ReplyReturned: lambda state, _: replace(state, answered_on=None),
    handling.PetitionConcluded: _concluded,
    handling.PetitionReopened: _open_again,
    archive.ArchiveFiled: lambda state, _: replace(state, filed=True),
}
