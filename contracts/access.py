"""Who may not touch a case, and which units work on it (art. 7): kept where it is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.gate import PetitionReceived
from contracts.events.handling import RecusalDeclared
from contracts.events.routing import AssignmentDispatched, InvestigationBodyDesignated


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
                persons = event.denied_persons
                return replace(
                    self,
                    restricted=event.confidentiality == "RESTRICTED",
                    denied_units=event.denied_units,
                    denied_principals=tuple(p.principal for p in persons if p.principal),
                    denied_keys=tuple(p.key for p in persons if p.key and not p.principal),
                )
            case AssignmentDispatched():
                return replace(self, lead_unit=event.lead_unit, co_units=event.co_units)
            case InvestigationBodyDesignated():
                return replace(self, lead_unit=event.body, co_units=())
            case RecusalDeclared():
                return replace(self, recused=(*self.recused, event.principal))
            case _:
                return self

    @property
    def units(self) -> tuple[UnitCode, ...]:
        """Lead and co-units of the assignment in force; empty before there is one."""
        return (self.lead_unit, *self.co_units) if self.lead_unit else ()


ACCESS_EVENTS: tuple[type[CaseEvent], ...] = (
    PetitionReceived,
    AssignmentDispatched,
    InvestigationBodyDesignated,
    RecusalDeclared,
)
