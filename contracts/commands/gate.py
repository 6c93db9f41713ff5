"""What the gate itself decides: what is in force in the whole bureau."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from contracts.commands.base import Command, NamedPrincipal, NamedUnit, PlainText
from contracts.days import YEAR_MAX, YEAR_MIN, Day, Yes
from contracts.envelope import Owner

CALENDAR_DAYS_MAX = 366

BundleName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
RoleName = Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{0,63}$")]


class GateCommand(Command):
    """Decided by the gate; it names no case."""

    owner = Owner.GATE


class PublishCalendar(GateCommand, type="publish_calendar", clause="10.5e"):
    """The days of rest and of make-up work of a year are known."""

    year: Annotated[int, Field(strict=True, ge=YEAR_MIN, le=YEAR_MAX)]
    days: Annotated[Mapping[Day, Literal["REST", "WORK"]], Field(max_length=CALENDAR_DAYS_MAX)]

    def as_dates(self) -> dict[date, Literal["REST", "WORK"]]:
        """The days that differ from the ordinary week, in order."""
        return dict(sorted(self.days.items()))


class ActivateProcedure(GateCommand, type="activate_procedure", clause="N.1"):
    """From here on petitions are judged by another version of the procedure."""

    ruleset: BundleName
    """A version this release comes with."""
    effective_from: Day | None = None
    """Petitions of earlier days keep the version before; by default the version's own day."""
    open_cases: Literal["KEEP", "MOVE"] | None = None
    """By default as `legal_regime.open_cases` has it (E3)."""


class ChangeUnit(GateCommand, type="change_unit", clause="N.2"):
    """A unit is made, renamed, merged or abolished; open cases go to the successor."""

    unit: NamedUnit
    change: Literal["CREATED", "RENAMED", "MERGED", "ABOLISHED"]
    valid_from: Day
    successor: NamedUnit | None = None
    zh: PlainText = ""
    en: PlainText = ""
    kind: Annotated[str, Field(pattern=r"^[A-Z_]{0,32}$")] = ""
    parent: NamedUnit | None = None


class AssignRole(GateCommand, type="assign_role", clause="8"):
    """Somebody holds a role from a day on."""

    principal: NamedPrincipal
    role: RoleName
    unit: NamedUnit | None = None
    valid_from: Day


class EndRole(GateCommand, type="end_role", clause="8"):
    """Somebody holds a role until a day."""

    principal: NamedPrincipal
    role: RoleName
    unit: NamedUnit | None = None
    valid_to: Day


class AssignLiaison(GateCommand, type="assign_liaison", clause="9"):
    """A unit has a contact with the Petition Office from a day on."""

    principal: NamedPrincipal
    unit: NamedUnit
    valid_from: Day
    deputy: Yes = False
