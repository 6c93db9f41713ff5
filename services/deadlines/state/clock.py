"""A due date that is watched, and what is remembered beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from contracts.codes import DeadlineKey
from contracts.zone import bureau_moment

MOMENTS_KEPT_MAX = 4_096
"""Ends of days remembered: most clocks end on the same few."""
URGES_KEPT_MAX = 20
"""Reminders remembered of a date that went by; what follows from silence is decided long before."""
REPLIES_KEPT_MAX = 20
"""Replies remembered; of more only the last ones matter."""


@lru_cache(MOMENTS_KEPT_MAX)
def end_of(day: date) -> datetime:
    """When a day is over."""
    return bureau_moment(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Order:
    """A date set by a superior or a leader."""

    due_on: date
    from_above: bool
    """By a body or leader above the bureau, whom the bureau owes a report (E77)."""


@dataclass(frozen=True, slots=True)
class Urge:
    """A reminder after the date."""

    at: datetime
    by: str
    """Id of the reminder."""
    planned: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a reply stood: until it was returned."""

    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether it stood at `moment`."""
        return self.since < moment and (self.until is None or moment <= self.until)


@dataclass(frozen=True, slots=True)
class Review:
    """How far the petitioner's way to the higher bodies has come (B-8 to B-11)."""

    answered: bool = False
    """The first of them has given its opinion."""
    reexam_on: date | None = None
    """When the second was asked."""
    final: bool = False
    """The second has answered."""
    excluded: tuple[date, ...] = ()
    """Days of hearings, which do not count for the second."""


@dataclass(frozen=True, slots=True)
class Extension:
    """How far asking for more time has come."""

    days_asked: int | None = None
    days_granted: int = 0
    """In sum."""
    granted: int = 0
    """How often."""


NO_REVIEW = Review()
NOT_EXTENDED = Extension()


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
    urged: tuple[Urge, ...] = ()
    """The reminders after the date, the first ones."""
    silence_told: bool = False
    """That they stayed without an answer has been announced."""
    ends_on: tuple[str, ...] = ()
    """What keeps it, where the bureau reads the text otherwise than usual."""

    @property
    def missed_at(self) -> datetime | None:
        """A date is missed when its day is over."""
        return end_of(self.due_on) if self.due_on is not None else None

    def is_past(self, day: date) -> bool:
        """Whether the date had gone by on `day`."""
        return self.due_on is not None and self.due_on < day
