"""What intake remembers of a case: whom to tell what, and how far a visit has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.envelope import UnitCode
from contracts.events import gate, handling, intake, routing


@dataclass(frozen=True, slots=True)
class IntakeState:
    """One case, as intake sees it."""

    source: str = ""
    platform_ref: str = ""
    restricted: bool = False
    visit: bool = False
    """It came by a visit (art. 11)."""
    promised_on: date | None = None
    """What the record of the visit says was promised."""
    answered_at_once: bool = False
    """The record of the visit says so, or a person has said so since."""
    named: bool = False
    has_name: bool = False
    has_address: bool = False

    registered_on: date | None = None
    read_back: bool = False
    accepted_on: date | None = None
    with_units: bool = False
    """Dispatched, or given to an investigating body."""
    ground: str = ""
    competent_bodies: tuple[UnitCode, ...] = ()
    ended: bool = False

    @property
    def registered(self) -> bool:
        """Whether it stands in the register."""
        return self.registered_on is not None

    @property
    def open(self) -> bool:
        """Whether there is still something to add to it."""
        return self.registered and not self.ended

    @property
    def reachable(self) -> bool:
        """Whether a written notice can reach the petitioner (E62)."""
        return self.named and self.has_name and self.has_address


def _received(state: IntakeState, event: gate.PetitionReceived) -> IntakeState:
    petition, visit = event.petition, event.petition.visit
    restricted = event.confidentiality == "RESTRICTED"
    return replace(
        state,
        source=event.source,
        platform_ref=event.platform_ref,
        restricted=restricted,
        visit=event.channel == "VISIT",
        promised_on=visit.promised_due if visit else None,
        answered_at_once=visit is not None and visit.answered_on_spot and not restricted,
        named=petition.named,
        has_name=petition.has_name,
        has_address=petition.has_address,
    )


def _supplemented(state: IntakeState, event: intake.PetitionSupplemented) -> IntakeState:
    return replace(
        state,
        named=_newer(event.named, state.named),
        has_name=_newer(event.has_name, state.has_name),
        has_address=_newer(event.has_address, state.has_address),
    )


def _newer(supplied: bool | None, known: bool) -> bool:
    return known if supplied is None else supplied


def _refused(state: IntakeState, event: routing.NonacceptanceApproved) -> IntakeState:
    return replace(state, ended=state.ended or not event.parts)


def _ended(state: IntakeState, _event: Any) -> IntakeState:
    return replace(state, ended=True)


def _with_units(state: IntakeState, _event: Any) -> IntakeState:
    return replace(state, with_units=True)


EVOLVE: Mapping[type[Any], Any] = {
    gate.PetitionReceived: _received,
    gate.CaseEnded: _ended,
    intake.PetitionRegistered: lambda state, event: replace(state, registered_on=event.day),
    intake.PetitionSupplemented: _supplemented,
    intake.PetitionWithdrawn: _ended,
    intake.VisitReadBackConfirmed: lambda state, _: replace(state, read_back=True),
    intake.VisitAnsweredOnSpot: lambda state, _: replace(state, answered_at_once=True),
    routing.PetitionAccepted: lambda state, e: replace(state, accepted_on=e.accepted_on),
    routing.NonacceptanceApproved: _refused,
    routing.AssignmentDispatched: _with_units,
    routing.InvestigationBodyDesignated: _with_units,
    handling.PetitionConcluded: _ended,
}
