"""Who receives a visitor, and who was asked first (R-UNIT, R-FIRST; art. 11(一)-(二))."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.catalogue import Catalogue
from contracts.commands.base import Actor
from contracts.envelope import Receipt, UnitCode
from contracts.ports import Facts, Refused
from services.intake.decisions.known import Known
from services.intake.state import IntakeState, Reception

PETITION_OFFICE = UnitCode("XFB")
FIRST_CONTACT = "FIRST_CONTACT"


def owners(visit: Reception, catalogue: Catalogue) -> tuple[UnitCode, ...]:
    """The units whose business the topics are, that of the gravest first."""
    known = (catalogue.topics.get(code) for code in visit.topics)
    ours = sorted((t for t in known if t and t.owner), key=lambda topic: -topic.severity)
    found = (catalogue.resolve(topic.owner, visit.district) for topic in ours if topic.owner)
    return tuple(dict.fromkeys(unit for unit in found if unit and catalogue.is_assignable(unit)))


def first_contact(state: IntakeState, catalogue: Catalogue) -> Facts:
    """What the rule set `first_contact` asks for."""
    visit = state.reception
    found = owners(visit, catalogue)
    asked = visit.first_contact
    return {
        "answered": state.answered_at_once,
        "topic_ours": bool(found),
        "owns": asked is not None and catalogue.under(asked, found),
    }


def check_first_contact(state: IntakeState, actor: Actor, clause: str) -> UnitCode:
    """The unit that was asked first; raises `Refused` where there was none, or for another's."""
    asked = state.reception.first_contact
    if actor.role == FIRST_CONTACT and actor.unit != asked:
        raise Refused("ROLE_NOT_ALLOWED", "11.1b")
    if asked is None:
        raise Refused("STATE_DOES_NOT_ALLOW", clause)
    return asked


def proposed(state: IntakeState, catalogue: Catalogue) -> tuple[UnitCode, ...]:
    """The topics' owners, nobody complained about; where nobody is left, the Petition Office.

    A report about the bureau's own is heard by whoever is to look into it (art. 7).
    """
    visit = state.reception
    if state.restricted:
        return (visit.body,) if visit.body else ()
    allowed = tuple(unit for unit in owners(visit, catalogue) if _may(unit, visit, catalogue))
    if allowed or not _may(PETITION_OFFICE, visit, catalogue):
        return allowed
    return (PETITION_OFFICE,)


def check_units(state: IntakeState, units: Iterable[UnitCode], catalogue: Catalogue) -> None:
    """Raise `Refused` for a unit that does not exist, or one that must not hear of it."""
    named = tuple(units)
    visit = state.reception
    if not all(catalogue.is_assignable(unit) for unit in named):
        raise Refused("UNIT_UNKNOWN", "N.2")
    if not all(_may(unit, visit, catalogue) for unit in named):
        raise Refused("UNIT_DENIED", "7.d")
    if state.restricted and not {*named} <= {visit.body, PETITION_OFFICE}:
        raise Refused("UNIT_DENIED", "7.d")


def leader_asked(visit: Reception, units: tuple[UnitCode, ...], known: Known) -> Receipt:
    """Whether a leader has to say who leads (11.2b)."""
    facts: Facts = {
        "units": len(units),
        "persons": visit.persons,
        "hazards": visit.hazards,
        "major_confirmed": visit.major_confirmed,
    }
    return known.judge("reception", facts)


def competent_bodies(visit: Reception, catalogue: Catalogue) -> tuple[UnitCode, ...]:
    """Whose business it is, where it is not the bureau's: the clerk's word, else the topics'."""
    if visit.competent_body:
        return (visit.competent_body,)
    known = (catalogue.topics.get(code) for code in visit.topics)
    named = (topic.competent_body for topic in known if topic)
    return tuple(dict.fromkeys(UnitCode(body) for body in named if body))


def _may(unit: UnitCode, visit: Reception, catalogue: Catalogue) -> bool:
    return not catalogue.under(unit, visit.denied_units)
