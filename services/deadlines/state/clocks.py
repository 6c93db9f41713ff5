"""What runs on a case, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from contracts.codes import DeadlineKey, Kind2022, Regime
from contracts.derivation import Derivation
from contracts.envelope import UnitCode
from contracts.events.handling import PetitionConcluded, ReplyPassed
from services.deadlines.state.clock import (
    NO_REVIEW,
    NOT_EXTENDED,
    Clock,
    Extension,
    Order,
    Review,
    Standing,
)
from services.deadlines.state.counted import Counted
from services.deadlines.state.endings import (
    KEPT_BY,
    LET_GO_BY,
    OUTSIDE_BODY,
    OVER,
    TOWARDS_THE_PETITIONER,
    Ending,
    Happened,
)
from services.deadlines.state.steps import JUST_BEGUN, Progress


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All that deadlines remembers of a case."""

    anonymous: bool = False
    regime: Regime = "2005"
    kind_2022: Kind2022 | None = None
    """What a person found it to be under the 2022 regulation."""
    accepted_on: date | None = None
    denied_units: tuple[UnitCode, ...] = ()
    to_unit: UnitCode | None = None
    """Who has the case in hand."""
    progress: Progress = JUST_BEGUN
    clocks: tuple[Clock, ...] = ()
    happened: tuple[Happened, ...] = ()
    orders: tuple[Order, ...] = ()
    replies: tuple[Standing, ...] = ()
    reminders: int = 0
    extension: Extension = NOT_EXTENDED
    review: Review = NO_REVIEW
    counted: tuple[Counted, ...] = ()
    """How its dates were counted, those that are watched and those that only stand there."""
    past_horizon: tuple[DeadlineKey, ...] = ()
    """Keys whose dates were announced to reach past the calendar."""

    def clock(self, key: str) -> Clock | None:
        """The clock of that key, running or not."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    def ending(self, key: str) -> Ending | None:
        """What ended the clock first; None while it runs."""
        return self.ending_of(self.clock(key), key)

    def ending_of(self, clock: Clock | None, key: str) -> Ending | None:
        """What ended this clock first."""
        kept_by, let_go_by = self._kept_by(clock, key), LET_GO_BY[key]
        for happened in self.happened:
            if happened.name in kept_by:
                return Ending(happened.name, happened.on, kept=True)
            if happened.name in let_go_by:
                return Ending(happened.name, happened.on, kept=False)
        return None

    def _kept_by(self, clock: Clock | None, key: str) -> tuple[str, ...]:
        chosen = clock.ends_on if clock is not None else ()
        if key in TOWARDS_THE_PETITIONER:
            usual = (*KEPT_BY[key], ReplyPassed.name) if self.anonymous else KEPT_BY[key]
            return chosen or usual
        if key == "superior" and self.order_is_internal:
            return chosen or (*KEPT_BY[key], PetitionConcluded.name)
        return KEPT_BY[key]

    @property
    def has_open_dates(self) -> bool:
        """Whether another calendar, or another limit, could still move one of its dates."""
        if not self.is_over:
            return bool(self.counted)
        return any(one.due_on is None or one.provisional for one in self.counted)

    def with_counted(self, key: DeadlineKey, due_on: date | None, made: Derivation) -> CaseClocks:
        """With a date as it was counted now."""
        others = tuple(one for one in self.counted if one.key != key)
        return replace(self, counted=(*others, Counted.of(key, due_on, made)))

    @property
    def running(self) -> tuple[Clock, ...]:
        """The clocks nothing has ended yet."""
        return tuple(
            clock
            for clock in self.clocks
            if not clock.told and self.ending_of(clock, clock.key) is None
        )

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
        return any(happened.name in OVER for happened in self.happened)

    @property
    def is_outside(self) -> bool:
        """A body outside the bureau has it."""
        return any(happened.name == OUTSIDE_BODY for happened in self.happened)

    def reply_stood_at(self, moment: datetime) -> bool:
        """Whether a reply was there at `moment` that had not come back."""
        return any(standing.covers(moment) for standing in self.replies)

    def replied_before(self, moment: datetime) -> bool:
        """Whether any reply had come by `moment`, returned or not."""
        return any(standing.since < moment for standing in self.replies)

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


Evolver = Callable[[CaseClocks, Any], CaseClocks]
