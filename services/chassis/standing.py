"""What bureau-wide events have put in force, and the basis of decisions that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from contracts.basis import Basis
from contracts.catalogue import Catalogue, Unit
from contracts.events.gate import (
    IN_FORCE,
    CalendarPublished,
    GateBureauEvent,
    ProcedureVersionActivated,
    UnitCatalogueChanged,
)
from services.chassis.calendar import WorkingCalendar

HEARD = {event.name: event for event in IN_FORCE}
BASES_KEPT_MAX = 64
"""Cases stand on the last few; what is older is made again where somebody asks."""


class Copy(NamedTuple):
    """A bureau-wide event as a partition has it."""

    partition: int
    tick: datetime | None
    """The partition's last tick before it."""
    event: GateBureauEvent


VersionOf = Callable[[ProcedureVersionActivated, Basis], Basis]
"""The basis an activated version starts from; raises where the house has no such version."""


class NumberMissing(Exception):
    """A bureau-wide event came before the one it follows; the partition must not go on."""


class VersionUnknown(Exception):
    """A version of the procedure was activated that this release does not have as it was."""


def no_version(event: ProcedureVersionActivated, _: Basis) -> Basis:
    """What a house without versions of the procedure says to one."""
    raise VersionUnknown(f"{VersionUnknown.__doc__} {event.ruleset}")


@dataclass(slots=True)
class Standing:
    """The bureau-wide events in their order, the same in each partition and lane.

    How many of them are in force for a partition, or for a case, is a number kept there.
    """

    base: Basis
    version_of: VersionOf = no_version
    events: list[GateBureauEvent] = field(default_factory=list)
    ticks: dict[tuple[int, int], datetime | None] = field(default_factory=dict)
    """By partition and number: the last tick before the partition's copy."""
    ids: dict[tuple[int, int], str] = field(default_factory=dict)
    """By partition and number: the id of the partition's copy, which is the cause there."""
    _bases: dict[tuple[int, int], Basis] = field(default_factory=dict)

    def take(self, copy: Copy, count: int) -> bool:
        """Know a partition's next copy, after `count` others; false for one it has already."""
        number = copy.event.seq
        if number <= count:
            return False
        if number != count + 1:
            raise NumberMissing(f"{NumberMissing.__doc__} {copy.event.name} {number}")
        self.learn_copy(copy)
        return True

    def learn_copy(self, copy: Copy) -> None:
        """Know a copy, whichever partition it stands in; raises as `learn` does."""
        self.learn(copy.event)
        place = (copy.partition, copy.event.seq)
        self.ticks[place] = copy.tick
        self.ids[place] = copy.event.id

    def cause(self, number: int, partition: int) -> str:
        """What follows in a partition follows from its own copy, whoever heard of another first."""
        return self.ids.get((partition, number)) or self.event(number).id

    def learn(self, event: GateBureauEvent) -> None:
        """Know an event read from a log, or a table; raises where it cannot be put in force."""
        if event.seq <= len(self.events):
            return
        if event.seq != len(self.events) + 1:
            raise NumberMissing(f"{NumberMissing.__doc__} {event.name} {event.seq}")
        if isinstance(event, ProcedureVersionActivated):
            self.version_of(event, self.base)
        self.events.append(event)

    def event(self, number: int) -> GateBureauEvent:
        """The event of that number."""
        return self.events[number - 1]

    def forget(self) -> None:
        """Begin anew: another worker may have learnt more."""
        self.events.clear()
        self.ticks.clear()
        self.ids.clear()
        self._bases.clear()

    def version_at(self, count: int, day: date) -> int:
        """The version a petition of this day is judged by, where so many events stand before it."""
        for event in reversed(self.events[:count]):
            if isinstance(event, ProcedureVersionActivated) and event.effective_from <= day:
                return event.seq
        return 0

    def basis(self, count: int, version: int) -> Basis:
        """What a case decides on that these events apply to, under this version."""
        if count == 0:
            return self.base
        found = self._bases.get((count, version))
        if found is None:
            if len(self._bases) >= BASES_KEPT_MAX:
                self._bases.clear()
            found = self._bases[count, version] = self._made(count, version)
        return found

    def _made(self, count: int, version: int) -> Basis:
        base = self.base
        if version:
            activated = self.event(version)
            assert isinstance(activated, ProcedureVersionActivated)
            base = self.version_of(activated, base)
        happened = self.events[:count]
        assert isinstance(base.calendar, WorkingCalendar)
        catalogue = with_units(base.catalogue, happened)
        return replace(
            base,
            catalogue=catalogue,
            calendar=with_years(base.calendar, happened),
            directory=base.directory.after(happened),
            version=version,
        )


def with_units(catalogue: Catalogue, events: Iterable[GateBureauEvent]) -> Catalogue:
    """The catalogue after these changes of units."""
    for event in events:
        if isinstance(event, UnitCatalogueChanged):
            catalogue = catalogue.with_unit(_unit_after(event, catalogue), event.successor)
    return catalogue


def with_years(calendar: WorkingCalendar, events: Iterable[GateBureauEvent]) -> WorkingCalendar:
    """The calendar with the years that were published since."""
    for event in events:
        if isinstance(event, CalendarPublished):
            calendar = calendar.published(event.year, event.days)
    return calendar


def _unit_after(event: UnitCatalogueChanged, catalogue: Catalogue) -> Unit:
    if event.change == "CREATED":
        return Unit(event.unit, event.zh, event.en, event.kind, event.parent, active=True)
    known = catalogue.units[event.unit]
    if event.change == "RENAMED":
        return replace(known, zh=event.zh or known.zh, en=event.en or known.en)
    return replace(known, active=False)
