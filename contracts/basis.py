"""What decisions are made by, as it is in force from a point of the log on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from contracts.catalogue import Catalogue
from contracts.commands.base import Actor
from contracts.directory import NOBODY, Directory
from contracts.ports import Calendar, Judge
from contracts.roles import roles_by_command


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the procedure the house has at hand."""

    name: str
    number: int
    doc_no: str
    effective_from: date
    sha256: str


@dataclass(frozen=True, eq=False)
class Basis:
    """One version of the procedure with the catalogues and the calendar of the moment.

    Compared by identity: what a service derives from one is derived once.
    """

    catalogue: Catalogue
    """Units, topics, limits, and the readings chosen for this version."""
    calendar: Calendar
    judge: Judge
    """Decides by the rule sets of this version."""
    version: int = 0
    """Which bureau-wide event put this version in force; 0 = the one the house came with."""
    versions: Mapping[str, Version] = field(default_factory=dict)
    """What may be put in force instead, by name."""
    directory: Directory = NOBODY
    """Who holds which role."""

    @cached_property
    def roles(self) -> Mapping[str, frozenset[str]]:
        """Who may issue which command, as the readings in force have it (E8, E80)."""
        return roles_by_command(self.catalogue.setting)

    @cached_property
    def _vouched(self) -> bool:
        return self.catalogue.setting("roles.directory") is True

    def may_issue(self, actor: Actor, command_type: str, day: date) -> bool:
        """Whether the role is one the clause allows, and, where the directory counts, is held."""
        if actor.role not in self.roles.get(command_type, ()):
            return False
        return self.is_held(actor, day)

    def is_held(self, actor: Actor, day: date) -> bool:
        """Whether the actor holds the role, where the directory counts; else the desk vouches."""
        return not self._vouched or self.directory.holds(actor, day)
