"""Cases of one person find one another, whichever partitions and processes they are in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest

from services.chassis import claims
from services.chassis.database import connection
from services.chassis.ids import partition_of
from services.chassis.migrate import CASES_MIGRATIONS, WORKER_MIGRATIONS, migrate
from services.chassis.running import Part
from services.chassis.settings import ChassisSettings
from tests.bench.driver import petition
from tests.integration.invariants import history, rebuilt_otherwise, violations
from tests.integration.stage import OPEN_ONLY, SOURCE, Stage, staged, until
from tests.integration.victims import victim

INTAKE = Part("intake")
PERSONS = 12
A_MOMENT = 0.2
"""Long enough for a statement that does not wait."""


async def test_the_later_of_two_transactions_waits_for_the_earlier_and_then_sees_it(
    database: str,
) -> None:
    await migrate(database, "service", [WORKER_MIGRATIONS, CASES_MIGRATIONS])
    async with connection(database, "service") as one, connection(database, "service") as other:
        async with one.transaction():
            assert await claims.claim(one, [("b", "first"), ("a", "first")]) == {
                "a": ("first",),
                "b": ("first",),
            }
            waits = asyncio.create_task(claims.claim(other, [("c", "second"), ("b", "second")]))
            done, _ = await asyncio.wait([waits], timeout=A_MOMENT)
            assert not done
        assert await waits == {"b": ("first", "second"), "c": ("second",)}
        assert await claims.claim(one, [("b", "first")]) == {"b": ("first", "second")}


@pytest.mark.slow
@pytest.mark.clause("12.T8")
async def test_of_two_petitions_in_two_partitions_at_once_the_later_sees_the_earlier(
    settings: ChassisSettings,
) -> None:
    async with staged(settings, without=[INTAKE]) as stage, AsyncExitStack() as stack:
        both = [await stack.enter_async_context(victim(settings, INTAKE)) for _ in range(2)]
        for one in both:
            await until(one.holds)
        pairs = await asyncio.gather(*(pair(stage, person) for person in range(PERSONS)))
        await stage.settled()
    events = await history(settings, "open")
    merged = {event.case_id for event in events if event.type == "petition.merged"}
    accepted = {event.case_id for event in events if event.type == "petition.accepted"}
    for cases in pairs:
        assert len(merged & set(cases)) == 1
        assert accepted & set(cases) == set(cases) - merged
    assert await violations(settings, OPEN_ONLY) == []
    assert await rebuilt_otherwise(settings, INTAKE) == []


async def pair(stage: Stage, person: int) -> list[str]:
    """The same letter under two numbers, one for each partition, at the same moment."""
    letter = petition("twice", person, stage.clock.now() - timedelta(hours=1))
    numbers = two_homes(f"{letter['platform_ref']}-{n}" for n in range(100))
    answers = await asyncio.gather(*(submit(stage, letter, number) for number in numbers))
    return list(answers)


async def submit(stage: Stage, letter: dict[str, Any], number: str) -> str:
    """Gives the case it became."""
    answer = await stage.client.submit(SOURCE, letter | {"platform_ref": number})
    return str(answer.body["case_id"])


def two_homes(numbers: Iterable[str]) -> list[str]:
    """The first number of each partition."""
    homes: dict[int, str] = {}
    for number in numbers:
        homes.setdefault(partition_of(number.encode(), 2), number)
    return list(homes.values())
