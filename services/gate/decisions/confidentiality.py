"""Whom a petition complains of, and what R-CONF is asked about it (art. 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from contracts.events.gate import DeniedPerson
from contracts.petition import PetitionSubmitted, Reported
from contracts.ports import Fact
from services.gate.decisions.matching import Keyed, name_key

RULESET = "confidentiality"
MISCONDUCT = "STAFF_MISCONDUCT"
PETITION_OFFICE = UnitCode("XFB")
RUNGS = ("LOWER", "UPPER", "OUTSIDE")
"""What the rule set calls the bodies of the ladder, from below."""

RANKS = ("NONE", "STAFF", "UNIT_HEAD", "PETITION_OFFICE", "DISCIPLINE", "LEADING_GROUP")
"""From low to high: who is to look into a report depends on the highest (E17)."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What the bureau has chosen where art. 7 leaves a choice and no rule set holds it."""

    ladder: tuple[UnitCode, ...]
    """`conf.ladder`: the bodies that look into reports, from below (E17)."""
    person_unit_denied: bool
    """`conf.person_unit_denied`: a reported person's unit is denied like a reported one (E76)."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            ladder=tuple(UnitCode(body) for body in catalogue.words("conf.ladder")),
            person_unit_denied=catalogue.flag("conf.person_unit_denied"),
        )


def denied_units(reported: Reported, readings: Readings) -> tuple[UnitCode, ...]:
    """The units reported, and those of the persons reported (E76)."""
    if not readings.person_unit_denied:
        return tuple(dict.fromkeys(reported.units))
    of_persons = (person.unit for person in reported.persons if person.unit)
    return tuple(dict.fromkeys((*reported.units, *of_persons)))


def body_of(rung: str | None, denied: Iterable[UnitCode], catalogue: Catalogue) -> UnitCode | None:
    """The lowest body of the ladder from this rung on that is not reported itself."""
    if rung is None:
        return None
    ladder = Readings.of(catalogue).ladder
    found, kept_out = ladder[RUNGS.index(rung) :], frozenset(denied)
    return next((body for body in found if not catalogue.under(body, kept_out)), ladder[-1])


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
    petition: PetitionSubmitted,
    denied_units: Iterable[UnitCode],
    catalogue: Catalogue,
    *,
    lifted: bool = False,
) -> Mapping[str, Fact]:
    """What was declared, and only that: the words of the text restrict nothing by themselves."""
    denied = frozenset(denied_units)
    reported = petition.reported
    ladder = Readings.of(catalogue).ladder
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
        "lower_denied": catalogue.under(ladder[0], denied),
        "upper_denied": len(ladder) > 1 and catalogue.under(ladder[1], denied),
        "lifted": lifted,
    }


def _own_persons(reported: Reported) -> bool:
    return any(p.unit or p.rank or p.principal for p in reported.persons)
