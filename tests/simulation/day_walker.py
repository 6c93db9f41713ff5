"""Counts due dates with a finger on the wall calendar.

Shares no code with the house, only the data file of the calendar; the numbers of the law are
written down here a second time, so that a slip in the table shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TOMORROW = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
NEW_REGULATION = date(2022, 5, 1)
CHANNELS = {
    "PHONE": 5,
    "COMMAND_CENTRE": 5,
    "FIVE_TYPE_PROV": 5,
    "FIVE_TYPE_CITY": 5,
    "VOICE_PROV": 10,
    "VOICE_CITY": 10,
    "GOV_INTERACTION": 7,
    "SUGGEST_JJ": 15,
}
Due = tuple[date | None, bool]
"""A date, and whether it is only for now; None where there can be no date yet."""


class WallCalendar:
    """Knows of each day whether people work, up to its last leaf."""

    def __init__(self, file: Path) -> None:
        """Tick off the holidays and the make-up days."""
        data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        self.last: date = data["horizon"]["to"]
        self.rest: set[date] = set()
        self.made_up: set[date] = set()
        for year in data["years"].values():
            self.made_up |= set(year["workdays"])
            for holiday in year["days_off"]:
                day = holiday["from"]
                while day <= holiday["to"]:
                    self.rest.add(day)
                    day += TOMORROW

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        if day in self.made_up:
            return True
        return day.weekday() not in (5, 6) and day not in self.rest

    @cache  # noqa: B019 - there is one wall calendar
    def days(self, start: date, number: int) -> Due:
        """So many days later, and on to the next working day."""
        day = start
        for _ in range(number):
            day += TOMORROW
        return self.rolled(day)

    def rolled(self, day: date) -> Due:
        """The next day on which people work; where the leaves end, the day itself for now."""
        found = day
        while found <= self.last:
            if self.works(found):
                return found, False
            found += TOMORROW
        return day, True

    @cache  # noqa: B019 - there is one wall calendar
    def working_days(self, start: date, number: int) -> Due:
        """The so manieth working day after the start."""
        day = start
        while number:
            day += TOMORROW
            if day > self.last:
                return None, True
            number -= self.works(day)
        return day, False

    def office_hours(self, start: datetime, hours: int) -> datetime:
        """Minute by minute, of which only those count in which the office is open."""
        now, left = start, hours * 60
        while left:
            if self.works(now.date()):
                clock = now.hour * 60 + now.minute
                left -= 9 * 60 <= clock < 12 * 60 or 14 * 60 + 30 <= clock < 17 * 60 + 30
            now += A_MINUTE
        return now


@dataclass(frozen=True, slots=True)
class Petition:
    """All that a date depends on."""

    received: date
    accepted: date
    delivered: date
    review_asked: date
    reviewed: date
    reexam_asked: date
    hearings: tuple[date, ...]
    channel: str
    tellable: bool
    referred: bool
    ordered: date | None
    promised: date | None
    simple: bool
    extension: int

    @property
    def regime(self) -> str:
        """By the day of receipt."""
        return "2022" if self.received >= NEW_REGULATION else "2005"


def expected(petition: Petition, wall: WallCalendar) -> dict[str, Due]:
    """Every date of the petition."""
    return dict(_dates(petition, wall))


def _dates(petition: Petition, wall: WallCalendar) -> Iterator[tuple[str, Due]]:
    received, accepted = petition.received, petition.accepted
    if petition.tellable:
        yield "acceptance_notice", wall.days(received, 15)
    if petition.referred and petition.regime == "2022":
        yield "objection_to_referral", wall.working_days(received, 5)
    yield "forwarding", wall.days(received, 15)
    if petition.channel in CHANNELS:
        yield "channel", wall.working_days(received, CHANNELS[petition.channel])
    if petition.ordered is not None:
        yield "superior", (petition.ordered, False)
    if petition.promised is not None:
        yield "promise", (petition.promised, False)
    yield "conclude", wall.days(accepted, 60)
    yield "max_extended", wall.days(accepted, 60 + 30)
    yield "extended", wall.days(accepted, 60 + petition.extension)
    if petition.simple:
        yield "simple", wall.working_days(accepted, 10)
    yield "review_request", wall.days(petition.delivered, 30)
    yield "review_opinion", wall.days(petition.review_asked, 30)
    yield "reexam_request", wall.days(petition.reviewed, 30)
    yield "reexam_opinion", _without_hearings(petition, wall)


def _without_hearings(petition: Petition, wall: WallCalendar) -> Due:
    """Thirty days, and one more for each day of a hearing after the request."""
    days = 30
    for hearing in set(petition.hearings):
        days += hearing > petition.reexam_asked
    return wall.days(petition.reexam_asked, days)
