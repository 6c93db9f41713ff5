"""What makes a case a package case, and what is put down for accountability (art. 12, 14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from contracts.codes import (
    InstructionBy,
    InstructionLevel,
    InstructionType,
    OrganLevel,
    OutletClass,
    Trigger,
)
from contracts.envelope import Principal, UnitCode
from contracts.events.routing.assessment import RoutingEvent

AccountabilityFacts = Mapping[str, bool | int | str]
"""Codes, numbers, dates as text: never a name."""


class InstructionRecorded(
    RoutingEvent, name="instruction.recorded", clauses=("9.1.5", "12.T3", "12.T4")
):
    """A leader has written a note about the case."""

    level: InstructionLevel
    by: InstructionBy
    type: InstructionType
    on: date
    due: date | None = None
    text_ref: str = ""


class MediaExposureRecorded(
    RoutingEvent, name="media.exposure.recorded", clauses=("12.T5", "12.T6")
):
    """The media have reported about the matter."""

    outlet_class: OutletClass
    on: date
    negative: bool
    reprint: bool = False


class SuperiorVisitRecorded(
    RoutingEvent, name="superior_visit.recorded", clauses=("12.T1", "12.T2")
):
    """The petitioner went to a higher organ, or people gathered."""

    level: OrganLevel
    on: date
    persons: int
    public_place: bool
    own_bureau: bool
    direct_superior: bool = False
    """The organ is one of the bureau's direct superiors, where a visit leaps over nobody (E14)."""


class PackageCandidate(RoutingEvent, name="package.candidate", clauses=("12.T9",)):
    """It may become a package case; a person decides, and the case goes on meanwhile."""

    triggers: tuple[Trigger, ...] = ()


class PackageTriggered(
    RoutingEvent,
    name="package.triggered",
    clauses=tuple(f"12.T{number}" for number in range(1, 10)),
):
    """It is a package case."""

    triggers: tuple[Trigger, ...] = ()
    """Those that are new with this event."""
    principal: Principal | None = None
    """Who confirmed it, where a person did."""
    reason_ref: str = ""


class PackageDeclined(RoutingEvent, name="package.declined", clauses=("12.T9",)):
    """A candidate does not become a package case."""

    trigger: Trigger
    kept: bool = False
    """The trigger stays on the file, without a package for it (E52)."""
    principal: Principal
    reason_ref: str = ""


class PackageWaived(RoutingEvent, name="package.waived", clauses=("12.0",)):
    """The director does without a package for this trigger, which stays on the file."""

    trigger: Trigger
    principal: Principal
    reason_ref: str = ""


class MajorConfirmed(RoutingEvent, name="major.confirmed", clauses=("8.4",)):
    """A leader holds the matter for major."""

    principal: Principal
    measures_ref: str = ""


class AccountabilityIndicatorRaised(
    RoutingEvent, name="accountability.indicator.raised", clauses=("6.a",)
):
    """Something was counted too often: neither watch nor flag."""

    indicator: str
    unit: UnitCode | None = None
    count: int


class AccountabilityWatch(RoutingEvent, name="accountability.watch", clauses=("14.3b",)):
    """Facts a person should look at; whether there is fault is for people."""

    code: str
    unit: UnitCode | None = None
    """Who had the case in hand."""
    facts: AccountabilityFacts = Field(default_factory=dict)


class AccountabilityFlagged(
    RoutingEvent,
    name="accountability.flagged",
    clauses=("9.1.7", "14", "14.1", "14.2a", "14.2b", "14.2c", "14.3a"),
):
    """The facts of a case of art. 14 are there; once raised it stays on the file."""

    code: str
    unit: UnitCode | None = None
    """Who had the case in hand."""
    facts: AccountabilityFacts = Field(default_factory=dict)
    to_role: str = "PETITION_OFFICE_DIRECTOR"
    """Who looks into it: the director, where it is about the Petition Office itself (9.1.7)."""
