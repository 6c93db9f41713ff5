"""Whom a petition complains of, and what R-CONF is asked about it (art. 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from contracts.events.gate import DeniedPerson
from contracts.petition import PetitionSubmitted, Reported
from contracts.ports import Fact
from services.gate.decisions.matching import Keyed, name_key

RULESET = "confidentiality"
MISCONDUCT = "STAFF_MISCONDUCT"
PETITION_OFFICE, DISCIPLINE, SUPERVISION_TEAM = UnitCode("XFB"), UnitCode("DSC"), UnitCode("PDI")

RANKS = ("NONE", "STAFF", "UNIT_HEAD", "PETITION_OFFICE", "DISCIPLINE", "LEADING_GROUP")
"""From low to high: who is to look into a report depends on the highest (E17)."""


def denied_units(reported: Reported) -> tuple[UnitCode, ...]:
    """The units reported, and those of the persons reported, which are denied alike (E76)."""
    of_persons = (person.unit for person in reported.persons if person.unit)
    return tuple(dict.fromkeys((*reported.units, *of_persons)))


def denied_persons(reported: Reported, keyed: Keyed) -> tuple[DeniedPerson, ...]:
    """The persons reported, without their names."""
    return tuple(
        DeniedPerson(
            principal=person.principal,
            key=name_key(person.name, keyed),
            unit=person.unit,
            rank=person.rank,
        )
        for person in reported.persons
    )


def declared_facts(
    petition: PetitionSubmitted, denied_units: Iterable[UnitCode], catalogue: Catalogue
) -> Mapping[str, Fact]:
    """What was declared, and only that: the words of the text restrict nothing by themselves."""
    denied = frozenset(denied_units)
    reported = petition.reported
    ranks = [person.rank or "NONE" for person in reported.persons]
    declared_topics = {
        *petition.matter.topics,
        *(t for part in petition.parts for t in part.topics),
    }
    return {
        "kind": petition.kind or "NONE",
        "allegation": reported.allegation,
        "reported_own": bool(reported.units) or _own_persons(reported),
        "misconduct_topic": MISCONDUCT in declared_topics,
        "highest_rank": max(ranks, key=RANKS.index, default="NONE"),
        "xfb_denied": catalogue.under(PETITION_OFFICE, denied),
        "dsc_denied": catalogue.under(DISCIPLINE, denied),
        "pdi_denied": catalogue.under(SUPERVISION_TEAM, denied),
    }


def _own_persons(reported: Reported) -> bool:
    return any(p.unit or p.rank or p.principal for p in reported.persons)
