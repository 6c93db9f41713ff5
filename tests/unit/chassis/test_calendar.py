"""The working-day calendar against tables, and against a second way of counting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.due_dates import derivation_sentence
from contracts.ports import Calendar, CalendarHorizon
from contracts.zone import BUREAU_ZONE
from services.chassis.calendar import WorkingCalendar, load_calendar
from services.chassis.catalogue import CATALOGUE_FOLDER, load_catalogue
from services.chassis.plain_yaml import load_yaml

CALENDAR: Calendar = load_calendar()
FIRST, LAST = date(2021, 1, 1), date(2026, 12, 31)
DATA: dict[str, Any] = load_yaml(CATALOGUE_FOLDER / "calendar.yaml")

known_days = st.dates(FIRST, LAST)


def naive_is_working_day(day: date) -> bool:
    """Straight from the file, range by range."""
    year = DATA["years"][day.year]
    if day in year["workdays"]:
        return True
    off = any(span["from"] <= day <= span["to"] for span in year["days_off"])
    return day.isoweekday() not in (6, 7) and not off


def naive_step(day: date, days: int) -> date | None:
    """Day by day."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        if not FIRST <= day <= LAST:
            return None
        left -= naive_is_working_day(day)
    return day


def at(text: str) -> datetime:
    """A moment on the bureau's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BUREAU_ZONE)


@pytest.mark.parametrize(
    ("start", "limit", "unit", "extension", "due"),
    [
        # from        limit  counted     more  due
        ("2025-09-26", 5, "WORKING", 0, "2025-10-10"),  # make-up Sunday 09-28, eight days off
        ("2025-09-26", 15, "WORKING", 0, "2025-10-23"),
        ("2021-03-05", 5, "WORKING", 0, "2021-03-12"),
        ("2021-03-04", 60, "CALENDAR", 0, "2021-05-06"),  # 05-03 is a holiday
        ("2021-03-09", 60, "CALENDAR", 0, "2021-05-08"),  # a Saturday on which offices work
        ("2021-03-04", 60, "CALENDAR", 30, "2021-06-02"),  # counted on from 05-03, not from 05-06
        ("2021-03-29", 15, "CALENDAR", 0, "2021-04-13"),
        ("2021-12-17", 15, "CALENDAR", 0, "2022-01-04"),  # over the turn of the year
        ("2021-06-14", 0, "AS_ORDERED", 0, "2021-06-14"),  # a holiday, and as ordered
    ],
)
def test_a_limit_is_due_on_the_day_the_statutes_say(
    start: str, limit: int, unit: Any, extension: int, due: str
) -> None:
    day, how = CALENDAR.derive(
        date.fromisoformat(start), limit, unit, "B-6", "10.5e", extension_days=extension
    )
    assert day == date.fromisoformat(due)
    assert how.provisional is None


def test_a_rolled_date_keeps_the_day_it_was_counted_to_and_names_the_days_of_rest() -> None:
    day, how = CALENDAR.derive(date(2021, 3, 4), 60, "CALENDAR", "B-6", "10.5e")
    assert how.unrolled == date(2021, 5, 3)
    assert how.holidays == (date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 5))
    assert day == date(2021, 5, 6)


def test_a_working_day_limit_names_the_weekend_days_that_counted() -> None:
    _, how = CALENDAR.derive(date(2025, 9, 26), 15, "WORKING", "B-16", "2.a")
    assert how.makeup_days == (date(2025, 9, 28), date(2025, 10, 11))
    assert date(2025, 10, 1) in how.holidays
    assert how.unrolled == date(2025, 10, 23)


def test_excluded_days_are_added_before_the_end_is_rolled() -> None:
    day, how = load_calendar().derive(
        date(2021, 3, 4), 60, "CALENDAR", "B-11", "10.5h", excluded_days=5
    )
    assert (how.unrolled, day) == (date(2021, 5, 8), date(2021, 5, 8))


@pytest.mark.parametrize(
    ("start", "limit", "unit", "due", "unrolled"),
    [
        ("2026-12-20", 60, "CALENDAR", "2027-02-18", "2027-02-18"),
        ("2020-01-01", 60, "CALENDAR", "2020-03-01", "2020-03-01"),
        ("2026-12-20", 15, "WORKING", None, "2026-12-31"),
        ("2027-02-01", 1, "WORKING", None, "2026-12-31"),
    ],
)
def test_beyond_the_published_calendar_nothing_is_guessed(
    start: str, limit: int, unit: Any, due: str | None, unrolled: str
) -> None:
    day, how = CALENDAR.derive(date.fromisoformat(start), limit, unit, "B-6", "10.5e")
    assert day == (date.fromisoformat(due) if due else None)
    assert how.unrolled == date.fromisoformat(unrolled)
    assert how.provisional == "CALENDAR_HORIZON"


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_the_calendar_is_neither_working_nor_free(day: date) -> None:
    with pytest.raises(CalendarHorizon):
        CALENDAR.is_working_day(day)
    with pytest.raises(CalendarHorizon):
        CALENDAR.plus_working_days(day, 1)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2021-03-04T09:00", 4, "2021-03-04T15:30"),
        ("2021-03-04T09:00", 3, "2021-03-04T12:00"),  # the end of the morning, not 14:30
        ("2021-03-04T11:30", 1, "2021-03-04T15:00"),
        ("2021-03-04T07:00", 1, "2021-03-04T10:00"),
        ("2021-03-04T13:00", 1, "2021-03-04T15:30"),
        ("2021-03-05T17:00", 1, "2021-03-08T09:30"),  # Friday to Monday
        ("2021-03-06T10:00", 4, "2021-03-08T15:30"),  # received on a Saturday
        ("2021-04-30T16:00", 4, "2021-05-06T11:30"),  # over the holiday
        ("2021-03-04T18:00", 12, "2021-03-08T17:30"),
    ],
)
def test_hours_run_in_office_hours_only(start: str, hours: int, end: str) -> None:
    assert CALENDAR.plus_office_hours(at(start), hours) == at(end)


def test_no_hours_are_no_time() -> None:
    night = at("2021-03-06T23:00")
    assert CALENDAR.plus_office_hours(night, 0) == night


def test_office_hours_end_with_the_calendar() -> None:
    with pytest.raises(CalendarHorizon):
        CALENDAR.plus_office_hours(at("2026-12-31T17:00"), 1)
    with pytest.raises(CalendarHorizon):
        CALENDAR.plus_office_hours(at("2027-01-04T09:00"), 1)


@given(known_days)
def test_every_day_is_what_its_year_says(day: date) -> None:
    assert CALENDAR.is_working_day(day) == naive_is_working_day(day)


@given(known_days, st.integers(-60, 60).filter(bool))
def test_working_days_are_counted_as_one_counts_by_hand(start: date, days: int) -> None:
    expected = naive_step(start, days)
    if expected is None:
        with pytest.raises(CalendarHorizon):
            CALENDAR.plus_working_days(start, days)
    else:
        assert CALENDAR.plus_working_days(start, days) == expected


@given(known_days, st.integers(0, 90), st.integers(0, 30))
def test_a_calendar_limit_ends_on_the_first_working_day_from_its_last_day_on(
    start: date, limit: int, extension: int
) -> None:
    due, how = CALENDAR.derive(start, limit, "CALENDAR", "B-6", "10.5e", extension)
    assert how.unrolled == start + timedelta(days=limit + extension)
    assert due is not None
    if how.provisional:
        assert due == how.unrolled
        return
    assert due >= how.unrolled
    assert naive_is_working_day(due)
    assert not any(naive_is_working_day(day) for day in how.holidays)
    assert len(how.holidays) == (due - how.unrolled).days


@given(st.dates(FIRST, date(2026, 11, 30)), st.integers(0, 1439), st.integers(1, 30))
def test_office_hours_are_counted_as_one_counts_minute_by_minute(
    day: date, minute: int, hours: int
) -> None:
    begun = datetime.combine(day, time(), BUREAU_ZONE) + timedelta(minutes=minute)
    end = CALENDAR.plus_office_hours(begun, hours)
    minutes = (end - begun) // timedelta(minutes=1)
    worked = sum(naive_is_open(begun + timedelta(minutes=m)) for m in range(minutes))
    assert worked == hours * 60
    assert naive_is_open(end - timedelta(minutes=1))


def naive_is_open(moment: datetime) -> bool:
    """Whether the minute that begins then is one of office hours."""
    local = moment.astimezone(BUREAU_ZONE)
    clock = local.hour * 60 + local.minute
    return naive_is_working_day(local.date()) and (540 <= clock < 720 or 870 <= clock < 1050)


@pytest.mark.parametrize(
    ("start", "limit", "unit", "zh", "en"),
    [
        (
            date(2021, 3, 4),
            60,
            "CALENDAR",
            "自2021年3月4日次日起60日，计至2021年5月3日，"
            "期末遇休息日2021年5月3日、2021年5月4日、2021年5月5日，到期日为2021年5月6日（B-6；10.5e）。",
            "60 calendar days from the day after 2021-03-04, counted to 2021-05-03, moved over the "
            "days of rest 2021-05-03, 2021-05-04, 2021-05-05, due on 2021-05-06 (B-6; 10.5e).",
        ),
        (
            date(2025, 9, 26),
            5,
            "WORKING",
            "自2025年9月26日次日起5个工作日，不计休息日9天，2025年9月28日为调休上班日，按工作日计，"
            "到期日为2025年10月10日（B-6；10.5e）。",
            "5 working days from the day after 2025-09-26, skipping 9 days of rest, "
            "with 2025-09-28 worked to make up, due on 2025-10-10 (B-6; 10.5e).",
        ),
        (
            date(2026, 12, 20),
            15,
            "WORKING",
            "自2026年12月20日次日起15个工作日，超出已公布的工作日历，到期日待日历公布后确定（B-6；10.5e）。",
            "15 working days from the day after 2026-12-20, beyond the published calendar, "
            "so the date waits for its publication (B-6; 10.5e).",
        ),
        (
            date(2021, 6, 14),
            0,
            "AS_ORDERED",
            "按指定日期，遇休息日不顺延，到期日为2021年6月14日（B-6；10.5e）。",
            "As ordered, never moved off a day of rest, due on 2021-06-14 (B-6; 10.5e).",
        ),
    ],
)
def test_a_derivation_reads_as_a_sentence(
    start: date, limit: int, unit: Any, zh: str, en: str
) -> None:
    due, how = CALENDAR.derive(start, limit, unit, "B-6", "10.5e")
    assert derivation_sentence(how, due) == (zh, en)


def test_a_sentence_tells_of_extension_and_provisional_dates() -> None:
    due, how = load_calendar().derive(date(2026, 11, 20), 60, "CALENDAR", "B-7", "10.5f", 20, 3)
    zh, en = derivation_sentence(how, due)
    assert "加延长的20日" in zh
    assert "不计入期限的3日" in zh
    assert "待日历公布后重新核定" in zh
    assert "plus an extension of 20 days" in en
    assert "3 days not counted in" in en
    assert "due for now on 2027-02-11" in en


def read_by(**readings: Any) -> WorkingCalendar:
    """The bureau's calendar, read another way; a key is written with `__` for its dot."""
    chosen = {key.replace("__", "."): value for key, value in readings.items()}
    return load_calendar().read_by(load_catalogue().configured(chosen))


@pytest.mark.parametrize(
    ("readings", "due_on"),
    [
        ({}, "2021-05-06"),  # 1 May is in the holidays: to the first working day after them
        ({"calendar__roll_end": False}, "2021-05-01"),
        ({"calendar__day_kind": "WORKING"}, "2021-05-17"),
    ],
)
@pytest.mark.setting("calendar.day_kind")
@pytest.mark.setting("calendar.roll_end")
@pytest.mark.clause("10.5e")
def test_how_days_are_counted_is_a_reading(readings: dict[str, Any], due_on: str) -> None:
    calendar = read_by(**readings)
    found, derivation = calendar.derive(date(2021, 4, 1), 30, "CALENDAR", "B-6", "10.5e")
    assert found == date.fromisoformat(due_on)
    assert derivation.unit == readings.get("calendar__day_kind", "CALENDAR")


@pytest.mark.setting("calendar.office_hours")
def test_office_hours_are_a_reading() -> None:
    start = datetime(2021, 6, 1, 9, tzinfo=BUREAU_ZONE)
    ends = [
        read_by(**readings).plus_office_hours(start, 4).astimezone(BUREAU_ZONE).hour
        for readings in ({}, {"calendar__office_hours": ["08:00-18:00"]})
    ]
    assert ends == [15, 13]


def test_a_day_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="LUNAR"):
        read_by(calendar__day_kind="LUNAR")
