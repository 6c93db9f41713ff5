"""Days, moments and counts from outside: nothing is guessed, everything has a range."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

YEAR_MIN = 1990
YEAR_MAX = 2199
"""Far enough from the ends of the calendar that no due date can fall off it."""
COUNT_MAX = 1_000_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}", re.ASCII)


def _only_a_written_day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "a day is written as year-month-day")
    return _no_number(value)


def _only_a_written_moment(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.match(value):
        raise PydanticCustomError("datetime_parsing", "a moment is written as RFC 3339 has it")
    return _no_number(value)


def _no_number(value: Any) -> Any:
    """pydantic would read a bare number as seconds since 1970."""
    if isinstance(value, (int, float)):
        raise PydanticCustomError("date_type", "a number is no date")
    return value


def _in_range(value: Any) -> Any:
    assert isinstance(value, date)
    if not YEAR_MIN <= value.year <= YEAR_MAX:
        raise PydanticCustomError("date_range", "the year is out of range")
    return value


Day = Annotated[date, BeforeValidator(_only_a_written_day), AfterValidator(_in_range)]
Moment = Annotated[
    AwareDatetime, BeforeValidator(_only_a_written_moment), AfterValidator(_in_range)
]
Yes = StrictBool
Count = Annotated[StrictInt, Field(ge=0, le=COUNT_MAX)]
Heads = Annotated[StrictInt, Field(ge=1, le=COUNT_MAX)]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_-]{0,63}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
