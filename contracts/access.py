"""Who may not touch a case, and which units work on it (art. 7): kept where it is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.codes import Confidentiality
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.gate import DeniedPerson, PetitionReceived
from contracts.events.handling import RecusalDeclared
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
)
from contracts.events.routing import (
    AssignmentDispatched,
    AssignmentRevoked,
    InvestigationBodyDesignated,
)

CLASSES: tuple[Confidentiality, ...] = ("NORMAL", "CAUTION", "RESTRICTED")
"""From low to high: anybody may raise the class, only the discipline officer lower it."""


def is_lower(found: Confidentiality, held: Confidentiality) -> bool:
    """Whether secrecy would be less than it is."""
    return CLASSES.index(found) < CLASSES.index(held)


@dataclass(frozen=True, slots=True)
class Access:
    """The deny set of a case and the units its assignment in force names."""

    restricted: bool = False
    denied_units: tuple[UnitCode, ...] = ()
    """As reported; everything below them is denied too."""
    denied_principals: tuple[Principal, ...] = ()
    denied_keys: tuple[str, ...] = ()
    """Keyed hashes of reported names; compared with the keyed hash of an actor's principal."""
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    recused: tuple[Principal, ...] = ()

    def after(self, event: CaseEvent) -> Access:
        """What is known once `event` has happened."""
        match event:
            case PetitionReceived():
                return self.denying(event.confidentiality, event.denied_units, event.denied_persons)
            case ConfidentialityRestricted() | ConfidentialityCautioned() | ConfidentialityLifted():
                return self.denying(event.level, event.denied_units, event.denied_persons)
            case RecusalDeclared():
                return replace(self, recused=(*self.recused, event.principal))
            case _:
                return self._assigned(event)

    def _assigned(self, event: CaseEvent) -> Access:
        match event:
            case AssignmentDispatched():
                return replace(self, lead_unit=event.lead_unit, co_units=event.co_units)
            case AssignmentRevoked():
                return replace(self, lead_unit=None, co_units=())
            case InvestigationBodyDesignated():
                return replace(self, lead_unit=event.body, co_units=())
            case _:
                return self

    def denying(
        self,
        level: Confidentiality,
        units: tuple[UnitCode, ...],
        persons: tuple[DeniedPerson, ...],
    ) -> Access:
        """The same units at work under another class and deny set."""
        return replace(
            self,
            restricted=level == "RESTRICTED",
            denied_units=units,
            denied_principals=tuple(p.principal for p in persons if p.principal),
            denied_keys=tuple(p.key for p in persons if p.key and not p.principal),
        )

    def keeps_out(self, principal: Principal, key: str | None) -> bool:
        """Whether this person is reported, by principal or by name, or has stepped back."""
        if principal in (*self.denied_principals, *self.recused):
            return True
        return key is not None and key in self.denied_keys

    @property
    def units(self) -> tuple[UnitCode, ...]:
        """Lead and co-units of the assignment in force; empty before there is one."""
        return (self.lead_unit, *self.co_units) if self.lead_unit else ()


ACCESS_EVENTS: tuple[type[CaseEvent], ...] = (
    PetitionReceived,
    ConfidentialityRestricted,
    ConfidentialityCautioned,
    ConfidentialityLifted,
    AssignmentDispatched,
    AssignmentRevoked,
    InvestigationBodyDesignated,
    RecusalDeclared,
)
