"""A year from its first day until the months after it have passed, in any house."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Protocol, TypeVar
from uuid import NAMESPACE_URL, uuid5

from contracts.catalogue import Catalogue
from contracts.zone import bureau_day
from services.desk.year.arrivals import Moment, moments
from services.desk.year.lot import Lot
from services.desk.year.people import Desk, People
from services.desk.year.petitions import Arrival, Generator
from services.desk.year.seen import Act, Seen

COMMANDS_AT_ONCE_MAX = 500
PETITIONS_AT_ONCE_MAX = 500
T = TypeVar("T")


class YearHouse(Protocol):
    """A house somebody can submit petitions to, order in, and let time pass in."""

    async def submit(self, arrivals: Sequence[Arrival]) -> Sequence[str]:
        """Publish petitions; gives the code of each dead letter, empty for a case."""
        ...

    async def order(self, commands: Sequence[tuple[Seen, Mapping[str, Any]]]) -> Sequence[str]:
        """Issue commands; gives the code of each refusal, empty for a yes."""
        ...

    async def tick(self, at: datetime) -> None:
        """Let time pass up to `at`, once everything before it has been heard."""
        ...

    async def changed(self) -> Sequence[Seen]:
        """Every case in which something has happened since it was asked last."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """Which year is played: how many petitions, over how many days, and what follows."""

    seed: int
    petitions: int
    first: date
    days: int
    days_after: int

    @property
    def per_day(self) -> float:
        """Petitions on an average day."""
        return self.petitions / self.days


@dataclass(frozen=True, slots=True)
class MonthDone:
    """How far a year has come, at the end of a month."""

    month: str
    petitions: int
    commands: int
    refused: int
    seconds: float


@dataclass(slots=True)
class Sent:
    """What was published in a year."""

    petitions: int = 0
    dead: Counter[str] = field(default_factory=Counter)
    """Bad input by the code it must get."""
    channels: Counter[str] = field(default_factory=Counter)
    """Petitions that must have become cases, by channel."""
    faults: list[str] = field(default_factory=list)
    """Petitions that came out other than they must."""


class Year:
    """Plays a year in a house."""

    def __init__(
        self,
        plan: Plan,
        catalogue: Catalogue,
        is_working_day: Callable[[date], bool],
        unit_sources: Sequence[str],
    ) -> None:
        self.plan = plan
        self.sent = Sent()
        self._generator = Generator(Lot(plan.seed), catalogue, unit_sources, plan.per_day)
        self.people = People(Lot(plan.seed), self._generator.is_named)
        self._is_working_day = is_working_day
        self._commands = 0

    async def play(self, house: YearHouse, month_done: Callable[[MonthDone], None]) -> None:
        """From the first tick to the last; `month_done` hears of each month that has passed."""
        month, started = f"{self.plan.first:%Y-%m}", time.monotonic()
        for moment in self._moments():
            now = f"{bureau_day(moment.at):%Y-%m}"
            if now != month:
                month_done(self._done(month, time.monotonic() - started))
                month = now
            await self._pass(house, moment)
        month_done(self._done(month, time.monotonic() - started))

    def _moments(self) -> chain[Moment]:
        plan = self.plan
        after = plan.first + timedelta(days=plan.days)
        return chain(
            moments(plan.first, plan.days, plan.petitions, self._is_working_day),
            moments(after, plan.days_after, 0, self._is_working_day),
        )

    async def _pass(self, house: YearHouse, moment: Moment) -> None:
        await house.tick(moment.at)
        for some in _slices(moment.numbers, PETITIONS_AT_ONCE_MAX):
            await self._submit(house, [self._generator.arrival(n, moment) for n in some])
        for seen in await house.changed():
            self.people.look(seen, moment.at)
        if moment.works:
            for due in _slices(self.people.due(moment.at), COMMANDS_AT_ONCE_MAX):
                await self._order(house, due, moment.at)

    async def _submit(self, house: YearHouse, arrivals: Sequence[Arrival]) -> None:
        codes = await house.submit(arrivals)
        for arrival, code in zip(arrivals, codes, strict=True):
            self.sent.petitions += 1
            if arrival.dead_letter:
                self.sent.dead[arrival.dead_letter] += 1
            else:
                self.sent.channels[arrival.channel] += 1
            if code != (arrival.dead_letter or ""):
                wanted = arrival.dead_letter or "a case"
                self.sent.faults.append(f"{arrival.platform_ref}: {code or 'a case'}, not {wanted}")

    async def _order(self, house: YearHouse, due: Sequence[tuple[Desk, Act]], at: datetime) -> None:
        commands = [(desk.seen, self._message(desk, act, at)) for desk, act in due]
        codes = await house.order(commands)
        for (desk, act), code in zip(due, codes, strict=True):
            self.people.answered(desk, act, code, at)

    def _message(self, desk: Desk, act: Act, at: datetime) -> dict[str, Any]:
        self._commands += 1
        word = f"{self.plan.seed}/{desk.seen.case_id}/{act.key}/{at.isoformat()}"
        return {
            "command_id": str(uuid5(NAMESPACE_URL, word)),
            "case_id": desk.seen.case_id,
            "type": act.type,
            "issued_at": at.isoformat(),
            "actor": act.actor,
            **act.fields,
        }

    def _done(self, month: str, seconds: float) -> MonthDone:
        refused = self.people.refused.total()
        return MonthDone(month, self.sent.petitions, self._commands, refused, seconds)


def _slices(items: Sequence[T], size_max: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size_max):
        yield items[start : start + size_max]
