"""A synthetic year: what its petitions are, when they come, and when its balance fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from contracts.petition import PetitionSubmitted
from contracts.zone import bureau_day
from services.chassis.calendar import load_calendar
from services.chassis.catalogue import load_catalogue
from services.chassis.topics import sources_of
from services.desk.year.arrivals import moments
from services.desk.year.balance import Check, Row, Standing, balance
from services.desk.year.lot import Lot
from services.desk.year.petitions import Arrival, Generator
from services.desk.year.year import Sent

FIRST = date(2025, 1, 1)
COUNT = 3_000


def _petitions(seed: int) -> list[Arrival]:
    catalogue, calendar = load_catalogue(), load_calendar()
    units = [source for source in sources_of(catalogue) if source.startswith("unit-")]
    generator = Generator(Lot(seed), catalogue, units, per_day=COUNT / 365)
    return [
        generator.arrival(number, moment)
        for moment in moments(FIRST, 365, COUNT, calendar.is_working_day)
        for number in moment.numbers
    ]


@pytest.fixture(scope="module")
def arrivals() -> list[Arrival]:
    return _petitions(7)


def test_every_petition_of_the_year_comes_once(arrivals: list[Arrival]) -> None:
    assert [arrival.number for arrival in arrivals] == list(range(COUNT))


def test_what_is_no_bad_input_keeps_the_contract(arrivals: list[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.dead_letter is None:
            PetitionSubmitted.model_validate_json(arrival.value)


def test_about_one_in_a_hundred_is_bad_input(arrivals: list[Arrival]) -> None:
    bad = [arrival for arrival in arrivals if arrival.dead_letter]
    assert 0.005 < len(bad) / COUNT < 0.02


def test_petitions_come_by_every_channel(arrivals: list[Arrival]) -> None:
    assert len({arrival.channel for arrival in arrivals}) == 13


def test_a_seed_makes_the_same_bytes_and_another_seed_others(arrivals: list[Arrival]) -> None:
    assert _petitions(7) == arrivals
    assert _petitions(8) != arrivals


def test_fewer_petitions_come_on_rest_days() -> None:
    calendar = load_calendar()
    per_day: Counter[date] = Counter()
    for moment in moments(FIRST, 365, COUNT, calendar.is_working_day):
        per_day[bureau_day(moment.at)] += len(moment.numbers)
    rest = [count for day, count in per_day.items() if not calendar.is_working_day(day)]
    work = [count for day, count in per_day.items() if calendar.is_working_day(day)]
    assert sum(rest) / len(rest) < 0.5 * sum(work) / len(work)


SENT = Sent(petitions=3, dead=Counter(INVALID_SCHEMA=1), channels=Counter(LETTER=2))
STANDING = Standing(
    rows={
        "a": Row("bureau-desk", "1", "LETTER", "COMPLAINT", "ARCHIVED", "MNT-DR"),
        "b": Row("bureau-desk", "2", "LETTER", "COMPLAINT", "HANDLING", "MNT-DR"),
    },
    cases={"intake": 2},
    expected_cases={"intake": 2},
    dead_letters=Counter(INVALID_SCHEMA=1),
    letters=1,
)


def _failing(standing: Standing) -> list[Check]:
    return [check for check in balance(SENT, standing) if not check.holds]


def test_a_house_that_lost_nothing_is_even() -> None:
    assert _failing(STANDING) == []


@pytest.mark.parametrize(
    "standing",
    [
        replace(STANDING, rows={"a": STANDING.rows["a"]}),
        replace(STANDING, rows={**STANDING.rows, "b": replace(STANDING.rows["b"], channel="SMS")}),
        replace(STANDING, rows={**STANDING.rows, "b": replace(STANDING.rows["b"], status="–")}),
        replace(STANDING, cases={"intake": 1}),
        replace(STANDING, dead_letters=Counter(TOO_LONG=1)),
        replace(STANDING, letters=2),
        replace(STANDING, parked=1),
        replace(STANDING, outbox=1),
        replace(STANDING, behind=1),
    ],
    ids=["lost", "channel", "unregistered", "service", "code", "letter", "parked", "outbox", "lag"],
)
def test_whatever_is_missing_shows(standing: Standing) -> None:
    assert _failing(standing)
