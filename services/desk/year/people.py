"""Everybody who works in the bureau for a year: who does what in which case, and when."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contracts.zone import bureau_day
from services.desk.year import answering, closing, deciding, working
from services.desk.year.lot import Lot
from services.desk.year.seen import Act, Case, Seen

STEPS = (*deciding.STEPS, *working.STEPS, *answering.STEPS, *closing.STEPS)


@dataclass(slots=True)
class Desk:
    """What is going to be done in one case."""

    seen: Seen
    ready_at: dict[str, datetime] = field(default_factory=dict)
    """By act."""
    tries: Counter[str] = field(default_factory=Counter)
    """Refusals by act, since something last happened."""
    length: int = 0
    """How much had happened then."""


@dataclass(slots=True)
class People:
    """Looks at cases that have changed, and acts when the time for it has come."""

    lot: Lot
    is_named: Callable[[str], bool]
    """Whether the petitioner behind a source's number has given a name."""
    desks: dict[str, Desk] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    """Commands that were accepted, by type."""
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Commands that were refused, by type and code."""
    _next: list[tuple[datetime, str]] = field(default_factory=list)

    def look(self, seen: Seen, now: datetime) -> None:
        """Somebody reads a case in which something has happened."""
        desk = self.desks.get(seen.case_id)
        if desk is None:
            desk = self.desks[seen.case_id] = Desk(seen)
        desk.seen = seen
        if desk.length != len(seen.happened):
            desk.tries.clear()
            desk.length = len(seen.happened)
        self._plan(desk, now)

    def due(self, now: datetime) -> list[tuple[Desk, Act]]:
        """What is done now, one thing in a case at most."""
        found = []
        for case_id in self._woken(now):
            desk = self.desks[case_id]
            acts = {act.key: act for act in self._acts(desk, now)}
            ready = sorted((at, key) for key, at in desk.ready_at.items() if key in acts)
            if ready and ready[0][0] <= now:
                found.append((desk, acts[ready[0][1]]))
            else:
                self._plan(desk, now)
        return found

    def answered(self, desk: Desk, act: Act, code: str, now: datetime) -> None:
        """The house has taken a command, or refused it with a code."""
        desk.ready_at.pop(act.key, None)
        if code:
            self.refused[act.type, code] += 1
            desk.tries[act.key] += 1
        else:
            self.done[act.type] += 1
        self._plan(desk, now)

    def _woken(self, now: datetime) -> Sequence[str]:
        woken: dict[str, None] = {}
        while self._next and self._next[0][0] <= now:
            woken[heapq.heappop(self._next)[1]] = None
        return sorted(woken)

    def _acts(self, desk: Desk, now: datetime) -> list[Act]:
        named = self.is_named(str(desk.seen.view.get("platform_ref", "")))
        case = Case(desk.seen, self.lot, bureau_day(now), named, desk.tries)
        acts = (step(case) for step in STEPS)
        return [act for act in acts if act is not None and desk.tries[act.key] < act.tries_max]

    def _plan(self, desk: Desk, now: datetime) -> None:
        ready_at = {}
        for act in self._acts(desk, now):
            ready_at[act.key] = desk.ready_at.get(act.key) or now + self._while(desk, act)
        desk.ready_at = ready_at
        if ready_at:
            heapq.heappush(self._next, (min(ready_at.values()), desk.seen.case_id))

    def _while(self, desk: Desk, act: Act) -> timedelta:
        reference = desk.seen.view.get("platform_ref", desk.seen.case_id)
        words = (reference, "when", act.key, desk.length, desk.tries[act.key])
        share = self.lot.number(*words)
        return timedelta(days=act.days_min + share * (act.days_max - act.days_min))
