"""A year of synthetic petitions in a house in memory: nothing is parked, and everything adds up."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.zone import bureau_moment
from services.chassis.clock import StoryClock
from services.chassis.topics import sources_of
from services.desk.year.balance import balance, tables_of
from services.desk.year.year import MonthDone, Plan, Year
from tests.simulation.memory_house import MemoryLog, memory_house
from tests.simulation.memory_year import MemoryYear

FIRST = date(2025, 1, 1)


async def _played(plan: Plan) -> tuple[Year, MemoryYear, list[MonthDone]]:
    clock = StoryClock(bureau_moment(plan.first))
    house = memory_house(clock)
    catalogue, calendar = house.basis.catalogue, house.basis.calendar
    units = [source for source in sources_of(catalogue) if source.startswith("unit-")]
    year, here = (
        Year(plan, catalogue, calendar.is_working_day, units),
        MemoryYear(MemoryLog(house, clock)),
    )
    months: list[MonthDone] = []
    await year.play(here, months.append)
    return year, here, months


@pytest.mark.parametrize(
    "plan",
    [
        Plan(seed=7, petitions=150, first=FIRST, days=45, days_after=90),
        pytest.param(
            Plan(seed=8, petitions=1_000, first=FIRST, days=365, days_after=210),
            marks=pytest.mark.slow,
        ),
    ],
    ids=["two months", "year"],
)
async def test_a_year_adds_up(plan: Plan) -> None:
    year, here, months = await _played(plan)
    assert [check for check in balance(year.sent, here.standing()) if not check.holds] == []
    assert months[-1].petitions == plan.petitions


async def test_a_seed_plays_the_same_year_twice() -> None:
    plan = Plan(seed=3, petitions=40, first=FIRST, days=20, days_after=40)
    (one, first, _), (other, second, _) = await _played(plan), await _played(plan)
    assert one.people.done == other.people.done
    assert tables_of(first.standing().rows.values()) == tables_of(second.standing().rows.values())


async def test_another_seed_plays_another_year() -> None:
    plan = Plan(seed=4, petitions=40, first=FIRST, days=20, days_after=20)
    other = Plan(seed=5, petitions=40, first=FIRST, days=20, days_after=20)
    assert (await _played(plan))[0].people.done != (await _played(other))[0].people.done
