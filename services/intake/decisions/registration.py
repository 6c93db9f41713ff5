"""What the register says of a petition (R-KIND, R-PUB, R-GRP, R-REPEAT; art. 2, 10(一), 11(五))."""

from __future__ import annotations

from contracts.codes import Confidentiality, Kind
from contracts.envelope import Receipt
from contracts.events.gate import PetitionReceived
from contracts.petition import PetitionFacts
from contracts.topics import unit_of
from services.intake.decisions.known import Known
from services.intake.settings import IntakeSettings

DEPUTY, DISCIPLINE_OFFICER = "DEPUTY_DIRECTOR", "DISCIPLINE_OFFICER"


def registration_number(event: PetitionReceived, registry: str) -> str:
    """Year, partition, place on the log: unique without a counter that cases would share."""
    number = f"{event.day.year}-{event.partition}-{event.offset}"
    return f"{registry}-{number}" if registry else number


def registry(event: PetitionReceived, kind: Kind, settings: IntakeSettings) -> str:
    """The unit whose own register it stands in; a report or a secret is never kept there (16)."""
    ordinary = event.confidentiality == "NORMAL" and kind != "REPORT"
    if not settings.units_register_apart or not ordinary:
        return ""
    return unit_of(event.source) or ""


def told_of_group(event: PetitionReceived, settings: IntakeSettings) -> str:
    """Which leader hears of a group (11(五)): nobody who may be among those complained of (7.d)."""
    if event.confidentiality == "RESTRICTED":
        return DISCIPLINE_OFFICER
    implicated = any(person.rank == "LEADING_GROUP" for person in event.denied_persons)
    return DEPUTY if implicated else settings.leader_in_charge


def unknown_fields(petition: PetitionFacts, settings: IntakeSettings) -> tuple[str, ...]:
    """What the register asks for and nobody can fill; the moment is always known (R-REG)."""
    filled = {
        "NAME": petition.has_name,
        "EMPLOYER_OR_ADDRESS": petition.has_employer or petition.has_address,
        "PHONE": petition.has_phone,
        "TIME": True,
        "CONTENT": petition.has_content,
    }
    return tuple(field for field in settings.register_fields if not filled.get(field, False))


def kind_of(event: PetitionReceived, known: Known) -> Receipt:
    """R-KIND, where nobody chose a kind."""
    facts = {
        "allegation": event.petition.allegation,
        "suggestion_channel": event.channel == "SUGGEST_JJ",
    }
    return known.judge("kind", facts)


def group(event: PetitionReceived, known: Known) -> Receipt:
    """R-GRP and R-REP: whether it is a group, and how many may speak for it."""
    facts = {
        "channel": event.channel,
        "persons": event.petition.persons,
        "representatives": event.petition.representatives or 0,
    }
    return known.judge("group", facts)


def publication(
    consent_public_summary: bool, kind: Kind, confidentiality: Confidentiality, known: Known
) -> Receipt:
    """R-PUB: to whom progress and result may be shown."""
    facts = {
        "kind": kind,
        "confidentiality": confidentiality,
        "consent_public_summary": consent_public_summary,
    }
    return known.judge("publication", facts)


def is_suggested(petition: PetitionFacts) -> bool:
    """Nobody declared a topic, the text suggests one: a person has to confirm it (E56)."""
    declared = petition.topics or any(part.topics for part in petition.parts)
    return bool(petition.suggested_topics) and not declared
