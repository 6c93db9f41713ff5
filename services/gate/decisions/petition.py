"""A document becomes a petition, and a petition the facts the log may know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from contracts.catalogue import Catalogue
from contracts.codes import Channel, Regime
from contracts.commands.base import Command
from contracts.commands.intake import SupplyInformation
from contracts.commands.routing import RecordSuperiorVisit
from contracts.petition import (
    EarlierFacts,
    InstructionFacts,
    MediaFacts,
    PartFacts,
    PetitionFacts,
    PetitionSubmitted,
    ReferralFacts,
    SuperiorVisit,
    SuperiorVisitFacts,
    VisitFacts,
)
from contracts.topics import channels_of
from contracts.zone import bureau_day
from services.gate.decisions import matching, suggest
from services.gate.decisions.form import (
    INVALID_SCHEMA,
    UNKNOWN_CHANNEL,
    Rejected,
    canonical_json,
    code_of,
)
from services.gate.decisions.matching import Keyed

FactsT = TypeVar("FactsT", bound=BaseModel)

SOURCE_MISMATCH = "SOURCE_MISMATCH"
FUTURE_RECEIVED_AT = "FUTURE_RECEIVED_AT"

"""The day the regulation of 2022 took the place of the one of 2005 (E3)."""
OTHER_NAMES: Mapping[str, str] = {
    "市政府": "市人民政府",
    "省住建厅": "省住房和城乡建设厅",
}
"""The full names of bodies that `leapfrog.direct_superiors` names in short."""


def submitted(document: Mapping[str, Any], key: str | None) -> PetitionSubmitted:
    """The petition a document holds, if it came under its own number; raises `Rejected`."""
    try:
        petition = PetitionSubmitted.model_validate(document)
    except ValidationError as error:
        raise Rejected(code_of(error)) from None
    if petition.platform_ref != key:
        raise Rejected(INVALID_SCHEMA)
    return petition


def check(petition: PetitionSubmitted, source: str, latest: datetime, catalogue: Catalogue) -> None:
    """Raise `Rejected` where a petition of good form cannot have come this way or at this time."""
    if channel_of(petition, catalogue) is None:
        raise Rejected(UNKNOWN_CHANNEL)
    if petition.channel not in channels_of(source):
        raise Rejected(SOURCE_MISMATCH)
    if petition.received_at > latest:
        raise Rejected(FUTURE_RECEIVED_AT)
    if not all(_known_codes(petition, catalogue)):
        raise Rejected(INVALID_SCHEMA)


def channel_of(petition: PetitionSubmitted, catalogue: Catalogue) -> Channel | None:
    """The channel as it was in force on the day of receipt; None where it was closed (E40)."""
    return catalogue.channels.in_force(petition.channel, bureau_day(petition.received_at))


def canonical(petition: PetitionSubmitted) -> str:
    """The same text for the same petition, whatever release of ours or of the source wrote it."""
    return canonical_json(petition.model_dump(mode="json", exclude_defaults=True))


def regime_of(received_at: datetime, catalogue: Catalogue) -> Regime:
    """Which regulation governs: the day of receipt decides, in the bureau's time zone (E3)."""
    switch = date.fromisoformat(str(catalogue.setting("legal_regime.switch_date")))
    return "2022" if bureau_day(received_at) >= switch else "2005"


def facts_of(
    petition: PetitionSubmitted, content_ref: str, catalogue: Catalogue, keyed: Keyed
) -> PetitionFacts:
    """Every fact that is no personal data; names and places only as keyed hashes."""
    matter, suggested = petition.matter, _suggestion(petition, catalogue)
    return PetitionFacts(
        **_as_submitted(petition),
        **_about_petitioner(petition),
        **suggested,
        topics=matter.topics,
        district=matter.district,
        has_place=bool((matter.place or "").strip()),
        scope_basis=matter.scope_basis,
        person_keys=_person_keys(petition, catalogue, keyed),
        matter_key=matching.matter_key(
            _topics(petition) or suggested.get("suggested_topics", ()),
            matter.district or suggested.get("suggested_district"),
            matter.place,
            keyed,
            catalogue.words("match.matter"),
        ),
        instructions=tuple(
            InstructionFacts(
                text_ref=f"{content_ref}#instructions/{number}/text" if note.text.strip() else "",
                **note.model_dump(exclude={"text"}),
            )
            for number, note in enumerate(petition.instructions)
        ),
        superior_visits=tuple(
            _superior_visit(visit, catalogue) for visit in petition.superior_visits
        ),
    )


def _as_submitted(petition: PetitionSubmitted) -> dict[str, Any]:
    """What goes over as it is; the models of the log have no field for what they must not know."""
    return {
        "kind": petition.kind,
        "consent_public_summary": petition.consent_public_summary,
        "persons": petition.persons,
        "representatives": petition.representatives,
        "reported_units": petition.reported.units,
        "allegation": petition.reported.allegation,
        "referral": _kept(ReferralFacts, petition.referral),
        "media": tuple(
            MediaFacts(
                outlet_class=item.outlet_class,
                on=item.on,
                negative=item.negative,
                reprint=bool(item.reprint_of),
            )
            for item in petition.media
        ),
        "statutory_route": petition.statutory_route,
        "competent_body": petition.competent_body,
        "parts": tuple(
            PartFacts(topics=p.topics, scope_basis=p.scope_basis) for p in petition.parts
        ),
        "hazards": petition.hazards,
        "visit": _kept(VisitFacts, petition.visit),
        "earlier": tuple(
            EarlierFacts.model_validate(e.model_dump(exclude={"case_id"})) for e in petition.earlier
        ),
        "attachments": tuple(item.sha256 for item in petition.attachments),
    }


def _about_petitioner(petition: PetitionSubmitted) -> dict[str, Any]:
    petitioner = petition.petitioner
    return {
        "named": petitioner.named,
        "petitioner_type": petitioner.type,
        "has_name": bool((petitioner.name or "").strip()),
        "has_address": bool((petitioner.address or "").strip()),
        "has_phone": bool((petitioner.phone or "").strip()),
        "has_employer": bool((petitioner.employer or "").strip()),
        "has_content": bool(f"{petition.title}{petition.text}".strip()),
    }


def _suggestion(petition: PetitionSubmitted, catalogue: Catalogue) -> dict[str, Any]:
    """Only where the source gave no topic: what it says goes before what its words may mean."""
    if petition.matter.topics or any(part.topics for part in petition.parts):
        return {}
    text = f"{petition.title}\n{petition.text}"
    suggestion: dict[str, Any] = {
        "suggested_topics": suggest.suggested_topics(text, catalogue.topics.values())
    }
    if petition.matter.district is None:
        districts = catalogue.districts.values()
        suggestion["suggested_district"] = suggest.suggested_district(text, districts)
    return suggestion


def _topics(petition: PetitionSubmitted) -> tuple[str, ...]:
    """Of the matter and of its parts: whoever parts a petition does not make another matter."""
    return (*petition.matter.topics, *(topic for part in petition.parts for topic in part.topics))


def _person_keys(
    petition: PetitionSubmitted, catalogue: Catalogue, keyed: Keyed
) -> tuple[str, ...]:
    petitioner = petition.petitioner
    if petitioner.named:
        details = catalogue.words("match.person")
        return matching.person_keys(
            petitioner.name, petitioner.phone, petitioner.address, keyed, details
        )
    if petition.kind == "REPORT":
        persons = petition.reported.persons
        return matching.reported_person_keys((p.principal or p.name for p in persons), keyed)
    return ()


def _superior_visit(visit: SuperiorVisit, catalogue: Catalogue) -> SuperiorVisitFacts:
    direct = is_direct_superior(visit.organ, catalogue)
    return SuperiorVisitFacts(direct_superior=direct, **visit.model_dump(exclude={"organ"}))


def with_what_is_seen(command: Command, catalogue: Catalogue) -> Command:
    """The command with what nobody can tell once its texts lie in the vault."""
    match command:
        case RecordSuperiorVisit(superior_visit=visit):
            direct = is_direct_superior(visit.organ, catalogue)
            seen = visit.model_copy(update={"direct_superior": direct})
            return command.model_copy(update={"superior_visit": seen})
        case SupplyInformation():
            return command.model_copy(update=_suggested_later(command, catalogue))
        case _:
            return command


def _suggested_later(command: SupplyInformation, catalogue: Catalogue) -> dict[str, Any]:
    """As of a petition: what is said goes before what its words may mean."""
    matter, text = command.matter, command.text or ""
    topics: tuple[str, ...] = ()
    if not (matter and matter.topics):
        topics = suggest.suggested_topics(text, catalogue.topics.values())
    district = None
    if not (matter and matter.district):
        district = suggest.suggested_district(text, catalogue.districts.values())
    return {"suggested_topics": topics, "suggested_district": district}


def is_direct_superior(organ: str, catalogue: Catalogue) -> bool:
    """Whether a visit there leaps over nobody (E14); only the gate sees the organ's name."""
    names = catalogue.words("leapfrog.direct_superiors")
    return any(name in organ or OTHER_NAMES.get(name, name) in organ for name in names)


def _kept(facts: type[FactsT], submitted_part: BaseModel | None) -> FactsT | None:
    """The same without what the model of the log has no field for."""
    return facts.model_validate(submitted_part.model_dump()) if submitted_part is not None else None


def _known_codes(petition: PetitionSubmitted, catalogue: Catalogue) -> Iterator[bool]:
    """Whether each code that was sent stands in a catalogue."""
    matter, visit = petition.matter, petition.visit
    yield from (topic in catalogue.topics for topic in _topics(petition))
    yield matter.district is None or matter.district in catalogue.districts
    reported = petition.reported
    units = (*reported.units, *(person.unit for person in reported.persons))
    first_contact = visit.first_contact_unit if visit is not None else None
    yield from (unit is None or unit in catalogue.units for unit in (*units, first_contact))
    body = petition.competent_body
    yield body is None or body in catalogue.external_bodies or body in catalogue.units
