"""When a package case opens, who may sit on its team, and when it may be closed (art. 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from contracts.access import Access
from contracts.catalogue import Catalogue
from contracts.codes import Guarantee, PackageCloseGround, Seat
from contracts.commands.base import Person
from contracts.envelope import UnitCode
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState, Package, Team

GUARANTEES: tuple[Guarantee, ...] = get_args(Guarantee)
SECTION = "SECTION"
OPINIONS_UNTIL_FINAL = 2
"""Review, then re-examination: what is upheld there is final (E35)."""


def must_open(state: EscalationState) -> bool:
    """Triggered, and not opened before: a further trigger joins the package that is there."""
    alive = not (is_over(state) or state.ended_otherwise)
    return state.package is None and bool(state.standing_triggers) and alive


def is_over(state: EscalationState) -> bool:
    """The file is closed, or goes on elsewhere."""
    return state.ended or state.filed


def open_package(state: EscalationState) -> Package | None:
    """The package that is being carried, if there is one."""
    package = state.package
    return package if package is not None and package.open and not is_over(state) else None


def supervisor_unit(state: EscalationState, known: Known) -> UnitCode | None:
    """A section does not supervise itself; for any other lead the director names one (E34)."""
    lead = known.catalogue.units.get(state.lead_unit) if state.lead_unit else None
    if lead is None or lead.kind != SECTION:
        return None
    named = known.settings.fallback_supervisor
    return None if known.catalogue.under(named, state.access.denied_units) else named


def are_distinct(persons: Sequence[Person]) -> bool:
    """Three seats, three people (E34)."""
    return len({person.principal for person in persons}) == len(persons)


def may_sit(person: Person, access: Access, catalogue: Catalogue) -> bool:
    """Neither reported, nor from a reported unit, nor recused."""
    if access.keeps_out(person.principal, person.key):
        return False
    return person.unit is None or not catalogue.under(person.unit, access.denied_units)


def with_seat(team: Team, seat: Seat, person: Person) -> Team:
    """The team with somebody else on one seat."""
    changed: dict[str, Any] = {seat.lower(): person}
    return replace(team, **changed)


def closing_ground(state: EscalationState, day: date, quiet_days: int) -> PackageCloseGround | None:
    """Concluded, and why nothing more is to be expected; None while something is (E35)."""
    if state.ended_otherwise:
        return "ENDED"
    if state.concluded_on is None:
        return None
    if state.settled:
        return "SETTLED"
    if state.review_opinions >= OPINIONS_UNTIL_FINAL and state.upheld:
        return "FINAL"
    quiet = day >= state.concluded_on + timedelta(days=quiet_days)
    return "QUIET" if quiet else None


def are_all_addressed(package: Package) -> bool:
    """Each of the five guarantees is done, or does not apply."""
    return frozenset(GUARANTEES) <= frozenset(package.addressed)
