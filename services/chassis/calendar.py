"""The working-day calendar: days are looked up in a table, beyond it nothing is guessed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from contracts.catalogue import Catalogue
from contracts.derivation import DayUnit, Derivation
from contracts.ports import CalendarHorizon
from contracts.zone import BUREAU_ZONE
from services.chassis.catalogue import CATALOGUE_FOLDER
from services.chassis.plain_yaml import load_yaml

ONE_DAY = timedelta(days=1)
HORIZON_CODE = "CALENDAR_HORIZON"
DERIVATIONS_KEPT_MAX = 4_096

OfficeHours = tuple[tuple[time, time], ...]


@cache
def load_calendar(path: Path = CATALOGUE_FOLDER / "calendar.yaml") -> WorkingCalendar:
    """The calendar of a file."""
    return WorkingCalendar.of(load_yaml(path))


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Implements `contracts.ports.Calendar` on published data."""

    first: date
    last: date
    working: tuple[date, ...]
    """Every working day from `first` to `last`, ascending."""
    weekend: frozenset[int]
    office_hours: OfficeHours
    day_kind: DayUnit = "CALENDAR"
    """In which days the limits in calendar days are counted (E4)."""
    rolls: bool = True
    """Whether a limit that ends on a day of rest ends on the next working day (E4)."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> WorkingCalendar:
        """The calendar a document of `calendar.yaml`'s form describes."""
        first, last = data["horizon"]["from"], data["horizon"]["to"]
        years = data["years"].values()
        off = {day for year in years for span in year["days_off"] for day in _days(**_span(span))}
        made_up = {day for year in years for day in year["workdays"]}
        weekend = frozenset(data["weekend"])
        working = tuple(
            day
            for day in _days(first, last)
            if day in made_up or (day.isoweekday() not in weekend and day not in off)
        )
        hours = tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in data["office_hours"]
        )
        return cls(first, last, working, weekend, hours)

    def read_by(self, catalogue: Catalogue) -> WorkingCalendar:
        """The same days, counted as the readings in force have it (E4, E66)."""
        day_kind = catalogue.setting("calendar.day_kind")
        if day_kind not in {"CALENDAR", "WORKING"}:
            raise ValueError(f"calendar.day_kind is CALENDAR or WORKING, not {day_kind}.")
        return replace(
            self,
            office_hours=tuple(_opening(span) for span in catalogue.words("calendar.office_hours")),
            day_kind="WORKING" if day_kind == "WORKING" else "CALENDAR",
            rolls=catalogue.flag("calendar.roll_end"),
        )

    def published(self, year: int, days: Mapping[date, str]) -> WorkingCalendar:
        """The calendar with a year more, or one of its years as it was changed."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        of_year = (
            day
            for day in _days(first, last)
            if days.get(day, "REST" if day.isoweekday() in self.weekend else "WORK") == "WORK"
        )
        others = (day for day in self.working if not first <= day <= last)
        return replace(self, last=max(self.last, last), working=tuple(sorted((*others, *of_year))))

    @property
    def horizon(self) -> date:
        """The last day the published calendar knows."""
        return self.last

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`; raises `CalendarHorizon` outside the calendar."""
        self._known(day)
        at = bisect_left(self.working, day)
        return at < len(self.working) and self.working[at] == day

    def plus_working_days(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`, or before it; `start` itself for 0."""
        self._known(start)
        if days == 0:
            return start
        if days > 0:
            at = bisect_right(self.working, start) + days - 1
        else:
            at = bisect_left(self.working, start) + days
        if not 0 <= at < len(self.working):
            raise CalendarHorizon(HORIZON_CODE)
        return self.working[at]

    def plus_office_hours(self, start: datetime, hours: int) -> datetime:
        """The instant when `hours` office hours have passed; raises `CalendarHorizon`."""
        left = timedelta(hours=hours)
        if not left:
            return start
        for opens, closes in self._open_from(start.astimezone(BUREAU_ZONE)):
            if opens + left <= closes:
                return (opens + left).astimezone(UTC)
            left -= closes - opens
        raise CalendarHorizon(HORIZON_CODE)

    # Petitions of one day ask the same; a calendar lives as long as its process.
    @lru_cache(maxsize=DERIVATIONS_KEPT_MAX)  # noqa: B019
    def derive(  # noqa: PLR0913, PLR0917 - the columns of a limit
        self,
        start: date,
        limit: int,
        unit: DayUnit,
        rule: str,
        clause: str,
        extension_days: int = 0,
        excluded_days: int = 0,
    ) -> tuple[date | None, Derivation]:
        """The due date with its derivation; extended and excluded days come before rolling."""
        made = Derivation(
            start=start,
            limit=limit,
            unit=self.day_kind if unit == "CALENDAR" else unit,
            rule=rule,
            clause=clause,
            unrolled=start,
            extension_days=extension_days,
            excluded_days=excluded_days,
        )
        days = limit + extension_days + excluded_days
        ordered = start + timedelta(days=days)
        match self.day_kind if unit == "CALENDAR" else unit:
            case "WORKING":
                return self._counted(made, days)
            case "CALENDAR" if self.rolls:
                return self._rolled(made, ordered)
            case _:
                return ordered, made.model_copy(update={"unrolled": ordered})

    def _counted(self, made: Derivation, days: int) -> tuple[date | None, Derivation]:
        """Working days: without the whole calendar there is no date."""
        try:
            due = self.plus_working_days(made.start, days)
        except CalendarHorizon:
            return None, made.model_copy(
                update={"unrolled": self.last, "provisional": HORIZON_CODE}
            )
        met = list(_days(made.start + ONE_DAY, due))
        return due, made.model_copy(
            update={
                "unrolled": due,
                "holidays": tuple(day for day in met if not self.is_working_day(day)),
                "makeup_days": tuple(day for day in met if self._is_makeup(day)),
            }
        )

    def _rolled(self, made: Derivation, unrolled: date) -> tuple[date, Derivation]:
        """Calendar days: where the end cannot be moved yet it stands as counted."""
        at = bisect_left(self.working, unrolled)
        if not self.first <= unrolled <= self.last or at == len(self.working):
            return unrolled, made.model_copy(
                update={"unrolled": unrolled, "provisional": HORIZON_CODE}
            )
        due = self.working[at]
        return due, made.model_copy(
            update={
                "unrolled": unrolled,
                "holidays": tuple(_days(unrolled, due - ONE_DAY)),
                "makeup_days": (due,) if self._is_makeup(due) else (),
            }
        )

    def _is_makeup(self, day: date) -> bool:
        return day.isoweekday() in self.weekend and self.is_working_day(day)

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans of office hours from `start` on, the first one cut to what is left of it."""
        self._known(start.date())
        for at in range(bisect_left(self.working, start.date()), len(self.working)):
            day = self.working[at]
            for opens, closes in self.office_hours:
                ends = datetime.combine(day, closes, BUREAU_ZONE)
                if ends > start:
                    yield max(datetime.combine(day, opens, BUREAU_ZONE), start), ends

    def _known(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise CalendarHorizon(HORIZON_CODE)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _opening(span: str) -> tuple[time, time]:
    opens, _, closes = span.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _span(row: Mapping[str, Any]) -> dict[str, date]:
    return {"first": row["from"], "last": row["to"]}
