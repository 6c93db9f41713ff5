"""What deadlines may consult beside the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from contracts.basis import Basis
from contracts.catalogue import Catalogue, InternalTarget, Limit
from contracts.codes import Channel
from contracts.envelope import UnitCode
from contracts.ports import Calendar
from services.deadlines.settings import DeadlinesSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Calendar, limits and the readings chosen for them."""

    calendar: Calendar
    limits: Mapping[str, Limit]
    """The table in force, by key."""
    channel_working_days: Mapping[str, int]
    steps: Mapping[str, InternalTarget]
    """How soon the steps inside the bureau should follow; empty where nobody is urged (B-22)."""
    chain: Callable[[UnitCode], tuple[UnitCode, ...]]
    """A unit and all above it."""
    settings: DeadlinesSettings


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    catalogue, settings = basis.catalogue, DeadlinesSettings.of(basis.catalogue)
    return Known(
        calendar=basis.calendar,
        limits=catalogue.limits_in_force,
        channel_working_days=_channels(catalogue),
        steps=_steps(catalogue) if settings.steps_urged else {},
        chain=catalogue.chain,
        settings=settings,
    )


def _channels(catalogue: Catalogue) -> Mapping[str, int]:
    targets = {name: catalogue.channel_working_days(name) for name in get_args(Channel)}
    return {name: days for name, days in targets.items() if days is not None}


def _steps(catalogue: Catalogue) -> Mapping[str, InternalTarget]:
    """All of them are assumed: a table of published limits has none."""
    found = dict(catalogue.internal_sla) if "internal_sla" in catalogue.limits_in_force else {}
    urgent = catalogue.limits_in_force.get("urgent_report")
    if urgent is not None:
        found["urgent_report"] = InternalTarget(urgent.limit, urgent.unit)
    return found
