"""What handling remembers of a case: the assignment in force, the reply, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.access import Access
from contracts.codes import DeliveryWay, OutcomeCode, Seat
from contracts.envelope import Principal, UnitCode

OPEN_TO_ALL = Access()


class Standing(StrEnum):
    """Where the last reply is between the unit, the Petition Office and the petitioner."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    CONTENT_PASSED = "CONTENT_PASSED"
    DELIVERED = "DELIVERED"
    PASSED = "PASSED"


@dataclass(frozen=True, slots=True)
class Handler:
    """A named person of one unit."""

    unit: UnitCode
    principal: Principal


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Somebody on the team of a package case."""

    seat: Seat
    principal: Principal
    key: str | None = None
    """Keyed hash of the principal, to be compared with reported names."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The assignment in force, and how far its units have come."""

    dispatched_on: date
    lead_unit: UnitCode
    received_by: tuple[UnitCode, ...] = ()
    handlers: tuple[Handler, ...] = ()
    """One per unit."""
    verifying: bool = False
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The last reply; what was signed for an earlier one does not count for it."""

    version: int
    standing: Standing = Standing.SUBMITTED
    delivered_on: date | None = None
    delivered_by: DeliveryWay | None = None
    signoff: OutcomeCode | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What the petitioner asked of higher bodies about the reply that stands."""

    asked: bool = False
    """A request waits for its opinion."""
    opinions: int = 0
    last_opinion_on: date | None = None


@dataclass(frozen=True, slots=True)
class HandlingState:
    """A case as the units and the two gates of the Petition Office see it."""

    access: Access = OPEN_TO_ALL
    named: bool = True
    asked_from_above: tuple[str, ...] = ()
    """How the case was sent down or ordered; some of it asks for a report (E49)."""
    self_handled: bool = False
    """The command centre handles its own call and passes both gates."""
    accepted: bool = False
    answered_on_spot: bool = False
    signoff_required: bool = False
    assignment: Assignment | None = None
    team: tuple[SeatHolder, ...] = ()
    objections: int = 0
    co_opinions: tuple[UnitCode, ...] = ()
    extension_notice_owed: bool = False
    reply: Reply | None = None
    replies: int = 0
    returns: int = 0
    reported_up: bool = False
    review: Review = Review()
    concluded: bool = False
    ended: bool = False
    """Otherwise than by conclusion."""
    filed: bool = False
