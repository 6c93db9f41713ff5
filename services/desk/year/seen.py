"""A case as the people of a year see it, and what somebody is about to do in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.chassis.batch import Lane
from services.desk.year.lot import Lot

NOT_FACTS = frozenset({"command.received", "command.refused"})
"""What was asked for, not what has happened."""


@dataclass(slots=True)
class Seen:
    """What the archive has of a case: its view, and the names of its events in order."""

    case_id: str
    lane: Lane
    view: Mapping[str, Any]
    happened: list[str]


@dataclass(frozen=True, slots=True)
class Act:
    """A command somebody will issue after some days, unless it is out of date by then."""

    type: str
    actor: Mapping[str, Any]
    fields: Mapping[str, Any] = field(default_factory=dict)
    days_max: float = 2.0
    """It is done after a while that is drawn, at most this long."""
    days_min: float = 0.0
    tries_max: int = 1
    """How often it is tried while nothing else happens and the answer is no."""
    word: str = ""
    """Tells it from another act of the same type."""

    @property
    def key(self) -> str:
        """What this act is called in draws and in memory."""
        return f"{self.type}/{self.word}"


@dataclass(slots=True)
class Case:
    """A case somebody looks at, on a day, with the chances of this year."""

    seen: Seen
    lot: Lot
    day: date
    named: bool
    """Whether the petitioner has given a name; only the source and the vault know."""
    tries: Mapping[str, int]
    """How often each act was refused since something last happened."""

    @property
    def reference(self) -> str:
        """The source's number, by which chance goes."""
        return str(self.view.get("platform_ref", self.seen.case_id))

    @property
    def view(self) -> Mapping[str, Any]:
        """Fields at their default are left out."""
        return self.seen.view

    @property
    def status(self) -> str:
        """Empty until it is registered."""
        return str(self.view.get("status") or "")

    @property
    def lead(self) -> str:
        """The lead unit, or nothing."""
        return str(self.view.get("lead_unit") or "")

    def waits(self, code: str) -> bool:
        """Whether this decision waits for a person."""
        return code in self.view.get("pending", ())

    def has(self, *events: str) -> bool:
        """Whether any of these has ever happened."""
        return any(event in self.seen.happened for event in events)

    def count(self, event: str) -> int:
        """How often it has happened."""
        return self.seen.happened.count(event)

    def since(self, start: Sequence[str], *events: str) -> int:
        """How often any of these happened after the last of `start`; 0 where neither did."""
        found = 0
        for name in reversed(self.seen.happened):
            if name in start:
                return found
            found += name in events
        return found

    def last(self, *events: str) -> str:
        """Which of these happened last; empty for none."""
        return next((name for name in reversed(self.seen.happened) if name in events), "")

    def chance(self, share: float, *words: object) -> bool:
        """Whether what has this share of all cases is so in this one."""
        return self.lot.chance(share, self.reference, *words)

    def tried(self, act_type: str, word: str = "") -> int:
        """How often this was refused since something last happened."""
        return self.tries.get(f"{act_type}/{word}", 0)
