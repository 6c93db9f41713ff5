"""What deadlines may consult beside the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from contracts.basis import Basis
from contracts.catalogue import Catalogue, Limit, SettingValue
from contracts.ports import Calendar


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """When a unit is urged: counted in working days from the due date (E78)."""

    days_before: tuple[int, ...]
    """Descending."""
    first_day_after: int
    then_every_days: int
    at: time


@dataclass(frozen=True, slots=True)
class Known:
    """Calendar, limits and the readings chosen for them."""

    calendar: Calendar
    limits: Mapping[str, Limit]
    channel_working_days: Mapping[str, int]
    reminders: ReminderPlan
    grace_working_days: int
    """For the reply to the first reminder after a date (E10)."""
    extension_days_max: int
    extensions_max: int


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    catalogue = basis.catalogue
    return Known(
        calendar=basis.calendar,
        limits=catalogue.limits,
        channel_working_days=catalogue.channel_sla,
        reminders=_plan(catalogue),
        grace_working_days=_number(catalogue.setting("t7.grace_working_days")),
        extension_days_max=_number(catalogue.setting("ext.max_days")),
        extensions_max=_number(catalogue.setting("ext.max_count")),
    )


def _plan(catalogue: Catalogue) -> ReminderPlan:
    listed = catalogue.setting("reminder.working_days")
    at = catalogue.setting("reminder.at")
    assert isinstance(listed, tuple)
    assert isinstance(at, str)
    days = sorted(_number(day) for day in listed)
    return ReminderPlan(
        days_before=tuple(-day for day in days if day < 0),
        first_day_after=min(day for day in days if day > 0),
        then_every_days=_number(catalogue.setting("reminder.repeat")),
        at=time.fromisoformat(at),
    )


def _number(value: SettingValue) -> int:
    assert isinstance(value, int)
    return value
