"""What comes from outside: petitions, commands, the clock, what is in force in the bureau."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from contracts.codes import Channel, Confidentiality, Rank, Regime
from contracts.commands.base import Actor
from contracts.envelope import BureauEvent, CaseEvent, CaseId, Owner, Principal, Tolerant, UnitCode
from contracts.petition import PetitionFacts


class GateEvent(CaseEvent):
    """A case event only the gate announces."""

    owner = Owner.GATE


class GateBureauEvent(BureauEvent):
    """A bureau-wide event only the gate announces.

    But for the tick, `seq` is its place among all of them: the same in each partition and lane.
    """

    owner = Owner.GATE


class DeniedPerson(Tolerant):
    """A reported person: known by principal, or by the keyed hash of the name."""

    principal: Principal | None = None
    key: str | None = None
    unit: UnitCode | None = None
    rank: Rank | None = None


class Secrecy(Tolerant):
    """What art. 7 asks for, as it was found on what is declared now."""

    confidentiality: Confidentiality
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[DeniedPerson, ...] = ()
    body: UnitCode | None = None


class PetitionReceived(GateEvent, name="petition.received", clauses=("2.a", "3.a", "15", "16")):
    """A petition got its place in the order: every fact of it that is no personal data."""

    source: str
    platform_ref: str
    channel: Channel
    received_at: datetime
    regime: Regime
    confidentiality: Confidentiality
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[DeniedPerson, ...] = ()
    body: UnitCode | None = None
    """Which body is to look into a RESTRICTED case (E17)."""
    petition: PetitionFacts
    content_ref: str = ""
    query_key: str = ""
    """What its query code is found by; none for a RESTRICTED case."""
    history_of: CaseId | None = None
    """The open case it goes on, where a case became RESTRICTED later."""


class CommandReceived(GateEvent, name="command.received"):
    """A person decides or records something; whether it holds is for the command's owner."""

    command_id: str
    type: str
    actor: Actor
    fields: Mapping[str, Any] = Field(default_factory=dict)
    """The command's own fields, texts and names replaced by references into the vault."""
    secrecy: Secrecy | None = None
    """Where the command changes what is declared: what R-CONF says of it now."""
    denied: bool = False
    """The actor is in the deny set, as the gate knows it at this point of the log already."""


class CaseEnded(GateEvent, name="case.ended", clauses=("7.d",)):
    """Nothing more comes about this case on this log."""


class PersonalDataAccessed(GateEvent, name="personal_data.accessed", clauses=("7.b",)):
    """Somebody was shown personal data."""

    principal: Principal
    role: str
    purpose: str
    field_classes: tuple[str, ...] = ()


class AccessDenied(GateEvent, name="access.denied", clauses=("7.b",)):
    """Somebody who may not see a case tried to."""

    principal: Principal
    role: str
    code: str
    unit: UnitCode | None = None


class ClockTicked(GateBureauEvent, name="clock.ticked"):
    """It is `at`; nothing else tells the time."""

    at: datetime
    drained: bool = True
    """False where the tick did not wait for everything that came before it."""


class ProcedureVersionActivated(
    GateBureauEvent, name="procedure.version.activated", clauses=("N.1",)
):
    """From here on petitions are judged by this version of the procedure."""

    doc_no: str
    version: int
    ruleset: str
    sha256: str
    effective_from: date
    open_cases: Literal["KEEP", "MOVE"] = "KEEP"


class UnitCatalogueChanged(GateBureauEvent, name="unit.catalogue.changed", clauses=("N.2",)):
    """A unit was made, changed or abolished."""

    version: int
    unit: UnitCode
    change: Literal["CREATED", "RENAMED", "MERGED", "ABOLISHED"]
    valid_from: date
    successor: UnitCode | None = None
    """Who takes over its work, topics and open cases."""
    zh: str = ""
    en: str = ""
    kind: str = ""
    parent: UnitCode | None = None


class CalendarPublished(GateBureauEvent, name="calendar.published"):
    """The days of rest and of make-up work of a year are known."""

    year: int
    version: int
    days: Mapping[date, Literal["REST", "WORK"]] = Field(default_factory=dict)
    sha256: str = ""


class RoleAssigned(GateBureauEvent, name="role.assigned", clauses=("4.a", "8")):
    """A principal holds a role from this day on."""

    principal: Principal
    role: str
    unit: UnitCode | None = None
    valid_from: date


class RoleEnded(GateBureauEvent, name="role.ended", clauses=("8",)):
    """A principal holds a role until this day."""

    principal: Principal
    role: str
    unit: UnitCode | None = None
    valid_to: date


class LiaisonAssigned(GateBureauEvent, name="liaison.assigned", clauses=("9",)):
    """A unit has a contact with the Petition Office."""

    principal: Principal
    unit: UnitCode
    valid_from: date
    deputy: bool = False


IN_FORCE: tuple[type[GateBureauEvent], ...] = (
    ProcedureVersionActivated,
    UnitCatalogueChanged,
    CalendarPublished,
    RoleAssigned,
    RoleEnded,
    LiaisonAssigned,
)
"""What changes the basis of decisions, from its partition's copy on."""
