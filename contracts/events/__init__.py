"""Every event of the case log, by its name."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.envelope import CaseEvent
from contracts.events import (
    archive,
    common,
    deadlines,
    escalation,
    gate,
    handling,
    intake,
    routing,
)

MODULES = (gate, common, intake, routing, handling, deadlines, escalation, archive)


def _announceable() -> Iterator[type[CaseEvent]]:
    for module in MODULES:
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, CaseEvent) and "name" in vars(found):
                yield found


EVENTS: dict[str, type[CaseEvent]] = {event.name: event for event in _announceable()}
