"""What a decision is handed and hands back: the types between pure code and the chassis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from contracts.commands.base import Actor, Command
from contracts.derivation import DayUnit, Derivation
from contracts.envelope import CaseEvent, CaseId, Receipt
from contracts.events.gate import Secrecy
from contracts.outcomes import Outward

__all__ = [
    "Announcement",
    "Announcements",
    "Calendar",
    "CalendarHorizon",
    "CommandT_co",
    "Derivation",
    "Fact",
    "Facts",
    "Issued",
    "Judge",
    "Message",
    "Refused",
    "Sought",
    "Timer",
    "Unit",
]

Fact = bool | int | str | Sequence[str]
Facts = Mapping[str, Fact]
CommandT_co = TypeVar("CommandT_co", bound=Command, covariant=True)


class Judge(Protocol):
    """Decides flat facts by a named rule set and says why."""

    def __call__(self, ruleset: str, facts: Facts) -> Receipt:
        """The receipt of the decision; raises `KeyError` for a rule set that is not loaded."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """Said outside the case log, once the broker has the events it follows from."""

    topic: str
    key: str
    body: Outward


Announcement = CaseEvent | Message
Announcements = Iterator[Announcement]


@dataclass(frozen=True, slots=True)
class Issued(Generic[CommandT_co]):
    """A command as it stands on the log: texts and names are references into the vault."""

    command_id: str
    case_id: CaseId
    actor: Actor
    occurred_at: datetime
    command: CommandT_co
    secrecy: Secrecy | None = None
    """What R-CONF says of what the command declares, where it declares anything."""
    receipt: Receipt | None = None
    """Why."""
    denied: bool = False
    """The gate knows the actor for one of the deny set."""


class Refused(Exception):
    """The command is refused: nothing changes, the code and the clause are announced."""

    def __init__(self, code: str, clause: str) -> None:
        super().__init__(code)
        self.code = code
        self.clause = clause


class Timer(NamedTuple):
    """To be done when the clock passes `due_at`; of one moment, by rank, then by key."""

    due_at: datetime
    rank: int
    key: str
    armed_by: str
    """Id of the event that armed it."""


class Sought(NamedTuple):
    """Which other cases an event asks after."""

    keys: tuple[str, ...] = ()
    """Claimed for its own case; found are the cases that have claimed one of them before."""
    cases: tuple[CaseId, ...] = ()
    """Found by their ids."""


class CalendarHorizon(Exception):
    """A day past the published calendar was needed; the code is CALENDAR_HORIZON."""


Unit = DayUnit


class Calendar(Protocol):
    """The working-day calendar: holidays and make-up days are data, and end at a horizon."""

    def __hash__(self) -> int:
        """Calendars are told apart by identity; what was counted by one can be remembered."""
        ...

    @property
    def horizon(self) -> date:
        """The last day the published calendar knows."""
        ...

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; raises `CalendarHorizon` past the horizon."""
        ...

    def plus_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after (negative: before) `start`, itself not counted.

        Raises `CalendarHorizon`.
        """
        ...

    def plus_office_hours(self, start: datetime, hours: int) -> datetime:
        """When `hours` office hours have passed since `start`; raises `CalendarHorizon`."""
        ...

    def derive(  # noqa: PLR0913, PLR0917 - the columns of the table of limits
        self,
        start: date,
        limit: int,
        unit: Unit,
        rule: str,
        clause: str,
        extension_days: int = 0,
        excluded_days: int = 0,
    ) -> tuple[date | None, Derivation]:
        """The due date of a limit and its derivation; calendar days roll to a working day.

        Past the horizon a calendar-day limit comes un-rolled and provisional,
        a working-day limit has no date.
        """
        ...
