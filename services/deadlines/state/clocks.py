"""What runs on a case, and what ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.codes import DeadlineKey
from contracts.envelope import UnitCode
from contracts.events.deadlines import ExtensionApproved
from contracts.events.handling import (
    PetitionConcluded,
    ReplyDelivered,
    ReplyPassed,
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
from contracts.zone import bureau_moment

OUTSIDE_BODY = "investigation.body.outside"
"""Made of `investigation.body.designated` where the body is not the bureau's own."""

_ANSWERED = (ReplyDelivered.name, VisitAnsweredOnSpot.name, ReplyPassed.name)
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

_OVER = (*_REFUSED, PetitionConcluded.name)
STATUTORY = frozenset({"conclude", "extended"})
"""The date of conclusion; one of them is in force."""


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


@dataclass(frozen=True, slots=True)
class Order:
    """A date set by a superior or a leader."""

    due_on: date
    from_above: bool
    """By a body or leader above the bureau, whom the bureau owes a report (E77)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A due date that is watched."""

    key: DeadlineKey
    due_on: date | None
    armed_by: str
    missed: bool = False
    told: bool = False
    """Met or cancelled has been announced."""
    reopened: bool = False
    """What had ended it was taken back; the announcement of that is still to come."""
    remind_at: datetime | None = None
    reminded_on: date | None = None
    """The first reminder after the date."""
    reminded_by: str = ""
    grace_ends_on: date | None = None
    """The last day to answer that reminder."""
    grace_spent: bool = False

    @property
    def missed_at(self) -> datetime | None:
        """A date is missed when its day is over."""
        return _end_of(self.due_on)

    @property
    def grace_ends_at(self) -> datetime | None:
        """When the last day to answer is over."""
        return _end_of(self.grace_ends_on)

    def is_past(self, day: date) -> bool:
        """Whether the date had gone by on `day`."""
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All that deadlines remembers of a case."""

    anonymous: bool = False
    is_target: bool = False
    """The date of conclusion is the bureau's own target, not the law's."""
    accepted_on: date | None = None
    to_unit: UnitCode | None = None
    """Who has the case in hand."""
    clocks: tuple[Clock, ...] = ()
    happened: tuple[Happened, ...] = ()
    orders: tuple[Order, ...] = ()
    reply_since: datetime | None = None
    """When the reply that stands came in."""
    reminders: int = 0
    extension_days_asked: int | None = None
    extensions: int = 0
    past_horizon: tuple[DeadlineKey, ...] = ()
    """Keys whose dates were announced to reach past the calendar."""

    def clock(self, key: str) -> Clock | None:
        """The clock of that key, running or not."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    def ending(self, key: str) -> Ending | None:
        """What ended the clock first; None while it runs."""
        kept_by, let_go_by = KEPT_BY[key], LET_GO_BY[key]
        if key == "superior" and self.order_is_internal:
            kept_by = (*kept_by, PetitionConcluded.name)
        for happened in self.happened:
            if happened.name in kept_by:
                return Ending(happened.name, happened.on, kept=True)
            if happened.name in let_go_by:
                return Ending(happened.name, happened.on, kept=False)
        return None

    @property
    def running(self) -> tuple[Clock, ...]:
        """The clocks nothing has ended yet."""
        return tuple(clock for clock in self.clocks if self.ending(clock.key) is None)

    @property
    def order(self) -> Order | None:
        """The order in force: the earliest date, of one day the one from above."""
        return min(
            self.orders, key=lambda order: (order.due_on, not order.from_above), default=None
        )

    @property
    def order_is_internal(self) -> bool:
        """The director's own date is kept by the conclusion too."""
        return self.order is not None and not self.order.from_above

    @property
    def is_over(self) -> bool:
        """Nobody is left to be pressed."""
        return any(happened.name in _OVER for happened in self.happened)

    def awaits_first_reminder(self, clock: Clock, day: date) -> bool:
        """Whether a reminder on `day` is the first one after a date of the law or a superior."""
        pressed = clock.key == "superior" or (clock.key in STATUTORY and not self.is_target)
        return pressed and clock.is_past(day) and clock.grace_ends_on is None

    def reply_stood_at(self, moment: datetime) -> bool:
        """Whether a reply was there by `moment` that has not come back."""
        return self.reply_since is not None and self.reply_since < moment

    def with_clocks(self, change: Callable[[Clock], Clock]) -> CaseClocks:
        """Every clock as `change` leaves it."""
        return replace(self, clocks=tuple(map(change, self.clocks)))

    def with_clock(self, key: str, **fields: Any) -> CaseClocks:
        """The clock of that key changed."""
        return self.with_clocks(lambda c: replace(c, **fields) if c.key == key else c)

    def after(self, name: str, on: date) -> CaseClocks:
        """With something that may end clocks; what happens again counts from the first time."""
        if any(happened.name == name for happened in self.happened):
            return self
        return replace(self, happened=(*self.happened, Happened(name, on)))

    def without(self, *names: str) -> CaseClocks:
        """With something taken back: clocks it had ended run again."""
        kept = tuple(happened for happened in self.happened if happened.name not in names)
        left = replace(self, happened=kept)

        def run_again(clock: Clock) -> Clock:
            was_ended = self.ending(clock.key) is not None
            if was_ended and left.ending(clock.key) is None:
                return replace(clock, told=False, reopened=True)
            return clock

        return left.with_clocks(run_again)


def _end_of(day: date | None) -> datetime | None:
    return bureau_moment(day + timedelta(days=1)) if day is not None else None
