"""When petitions come in: spread over the days of a year, fewer of them on rest days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from contracts.zone import BUREAU_ZONE, bureau_moment
from services.desk.year.lot import Lot
from services.desk.year.shares import REST_DAY_WEIGHT

WORKING_HOURS = (0, 10, 15)
"""When the clock ticks on a working day; people act at all but the first."""
REST_HOURS = (14,)
QUIET_HOURS = (10,)
"""On any day when no petitions come any more."""
MINUTES_BEFORE_MAX = 170
"""A petition arrives at most this long before the tick that follows it."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A tick of the year's clock, and the petitions that arrive right before it."""

    at: datetime
    works: bool
    """Whether people are at their desks."""
    numbers: range


def moments(
    first: date, days: int, petitions: int, is_working_day: Callable[[date], bool]
) -> Iterator[Moment]:
    """Every tick of a time, its petitions numbered in the order they come in."""
    calendar = [first + DAY * n for n in range(days)]
    weights = [1.0 if is_working_day(day) else REST_DAY_WEIGHT for day in calendar]
    whole, passed, number = sum(weights), 0.0, 0
    full = WORKING_HOURS if petitions else QUIET_HOURS
    for day, weight in zip(calendar, weights, strict=True):
        working = is_working_day(day)
        hours = full if working else REST_HOURS
        share = weight / sum(hour > 0 for hour in hours)
        for hour in hours:
            upto = number
            if hour:
                passed += share
                upto = round(petitions * passed / whole)
            at = bureau_moment(day, time(hour))
            yield Moment(at, working and hour > 0, range(number, upto))
            number = upto


def received_at(lot: Lot, number: int, moment: Moment) -> datetime:
    """When a petition came in, to the minute."""
    minutes = lot.whole(2, MINUTES_BEFORE_MAX, number, "received")
    return (moment.at - timedelta(minutes=minutes)).astimezone(BUREAU_ZONE)
