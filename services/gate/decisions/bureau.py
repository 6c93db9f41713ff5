"""What a command about the whole bureau puts in force, and what speaks against it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.basis import Basis
from contracts.commands.base import Command
from contracts.commands.gate import (
    ActivateProcedure,
    AssignLiaison,
    AssignRole,
    ChangeUnit,
    EndRole,
    PublishCalendar,
)
from contracts.events.gate import (
    CalendarPublished,
    GateBureauEvent,
    LiaisonAssigned,
    ProcedureVersionActivated,
    RoleAssigned,
    RoleEnded,
    UnitCatalogueChanged,
)
from contracts.ports import Calendar, CalendarHorizon, Refused
from contracts.refusals import INVALID
from contracts.roles import COMMANDS_BY_ROLE
from services.gate.decisions.form import canonical_json

UNIT_UNKNOWN = "UNIT_UNKNOWN"

Decision = Callable[[Any, Basis, date, int], GateBureauEvent]


def calendar_published(
    command: PublishCalendar, basis: Basis, _: date, number: int
) -> CalendarPublished:
    """The next year, or one that is known already, as it was changed; no year is left out."""
    days = command.as_dates()
    if any(day.year != command.year for day in days) or not _adjoins(basis.calendar, command.year):
        raise Refused(INVALID, command.clause)
    canonical = canonical_json({day.isoformat(): kind for day, kind in days.items()})
    return CalendarPublished(
        year=command.year,
        version=number,
        days=days,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def procedure_activated(
    command: ActivateProcedure, basis: Basis, today: date, _: int
) -> ProcedureVersionActivated:
    """A version the house has; open cases move only to one that is in force by now."""
    version = basis.versions.get(command.ruleset)
    if version is None:
        raise Refused(INVALID, command.clause)
    effective_from = command.effective_from or version.effective_from
    open_cases = command.open_cases or _policy(basis)
    if open_cases == "MOVE" and effective_from > today:
        raise Refused(INVALID, command.clause)
    return ProcedureVersionActivated(
        doc_no=version.doc_no,
        version=version.number,
        ruleset=version.name,
        sha256=version.sha256,
        effective_from=effective_from,
        open_cases="MOVE" if open_cases == "MOVE" else "KEEP",
    )


def unit_changed(
    command: ChangeUnit, basis: Basis, today: date, number: int
) -> UnitCatalogueChanged:
    """Recorded when it has happened; who ends a unit says who takes over its work (N.2)."""
    catalogue, change = basis.catalogue, command.change
    created, ends = change == "CREATED", change in {"MERGED", "ABOLISHED"}
    taken_over = command.successor is not None and command.successor != command.unit
    if ends != taken_over or created != bool(command.kind) or command.valid_from > today:
        raise Refused(INVALID, command.clause)
    if created and (not command.zh or command.unit in catalogue.units):
        raise Refused(INVALID, command.clause)
    named = command.parent if created else command.unit
    if named is not None and named not in catalogue.units:
        raise Refused(UNIT_UNKNOWN, command.clause)
    if command.successor is not None and not catalogue.is_assignable(command.successor):
        raise Refused(UNIT_UNKNOWN, command.clause)
    return UnitCatalogueChanged(
        version=number, **command.model_dump(exclude={"type"}, exclude_none=True)
    )


def role_assigned(command: AssignRole, basis: Basis, _: date, __: int) -> RoleAssigned:
    """Somebody holds a role of the table; a unit that is named must exist."""
    _check_role(command.role, command.unit, basis, command.clause)
    return RoleAssigned(**command.model_dump())


def role_ended(command: EndRole, basis: Basis, _: date, __: int) -> RoleEnded:
    """Somebody held a role of the table until a day."""
    _check_role(command.role, command.unit, basis, command.clause)
    return RoleEnded(**command.model_dump())


def liaison_assigned(command: AssignLiaison, basis: Basis, _: date, __: int) -> LiaisonAssigned:
    """A unit that can be given work has a contact."""
    if not basis.catalogue.is_assignable(command.unit):
        raise Refused(UNIT_UNKNOWN, command.clause)
    return LiaisonAssigned(**command.model_dump())


DECISIONS: Mapping[type[Command], Decision] = {
    PublishCalendar: calendar_published,
    ActivateProcedure: procedure_activated,
    ChangeUnit: unit_changed,
    AssignRole: role_assigned,
    EndRole: role_ended,
    AssignLiaison: liaison_assigned,
}


def _adjoins(calendar: Calendar, year: int) -> bool:
    return _is_known(calendar, date(year, 1, 1)) or _is_known(calendar, date(year - 1, 12, 31))


def _is_known(calendar: Calendar, day: date) -> bool:
    try:
        calendar.is_working_day(day)
    except CalendarHorizon:
        return False
    return True


def _policy(basis: Basis) -> str:
    return str(basis.catalogue.setting("legal_regime.open_cases"))


def _check_role(role: str, unit: str | None, basis: Basis, clause: str) -> None:
    if role not in COMMANDS_BY_ROLE:
        raise Refused(INVALID, clause)
    if unit is not None and unit not in basis.catalogue.units:
        raise Refused(UNIT_UNKNOWN, clause)
