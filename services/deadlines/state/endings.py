"""What ends which clock (E61)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.events.deadlines import ExtensionApproved
from contracts.events.handling import (
    PetitionConcluded,
    ReplyDelivered,
    SuperiorReported,
)
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionMerged,
    PetitionReturnedToSource,
    PetitionWithdrawn,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssignmentDispatched,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    PetitionAccepted,
)

OUTSIDE_BODY = "investigation.body.outside"
"""Made of `investigation.body.designated` where the body is not the bureau's own."""

_ANSWERED = (ReplyDelivered.name, VisitAnsweredOnSpot.name)
_GONE = (PetitionWithdrawn.name, PetitionMerged.name)
_REFUSED = (*_GONE, NonacceptanceApproved.name)

KEPT_BY: Mapping[str, tuple[str, ...]] = {
    "acceptance_notice": (
        AcceptanceNoticeSent.name,
        NonacceptanceNoticeSent.name,
        PetitionReturnedToSource.name,
    ),
    "objection_to_referral": (PetitionAccepted.name, PetitionReturnedToSource.name),
    "forwarding": (AssignmentDispatched.name, InvestigationBodyDesignated.name),
    "conclude": _ANSWERED,
    "extended": _ANSWERED,
    "channel": _ANSWERED,
    "promise": _ANSWERED,
    "superior": (SuperiorReported.name,),
}
"""What each clock waits for (E61); a key that is not here is a date, not a clock."""

LET_GO_BY: Mapping[str, tuple[str, ...]] = {
    "acceptance_notice": _GONE,
    "objection_to_referral": _GONE,
    "forwarding": (*_REFUSED, PetitionConcluded.name),
    "conclude": (*_GONE, ExtensionApproved.name, OUTSIDE_BODY),
    "extended": (*_GONE, OUTSIDE_BODY),
    "channel": (*_REFUSED, OUTSIDE_BODY),
    "promise": _REFUSED,
    "superior": _REFUSED,
}
"""What makes waiting pointless."""

OVER = (*_REFUSED, PetitionConcluded.name)
STATUTORY = frozenset({"conclude", "extended"})
"""The date of conclusion; one of them is in force."""
TOWARDS_THE_PETITIONER = frozenset({*STATUTORY, "channel", "promise"})
"""Kept by an answer, which an anonymous petitioner has when it is passed (E61)."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that can end a clock, and the day it counts for."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a clock runs no longer."""

    cause: str
    on: date
    kept: bool
    """What it waited for came; otherwise it was let go."""
