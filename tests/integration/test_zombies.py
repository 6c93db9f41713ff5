"""A member that stood still while another took its partitions over can do no harm when it wakes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from services.chassis.running import Part, running
from services.chassis.settings import ChassisSettings
from tests.integration.invariants import history, not_once, rebuilt_otherwise, violations
from tests.integration.lifecycles import Desk
from tests.integration.stage import OPEN_ONLY, SOURCE, staged, until
from tests.integration.victims import Plan, Victim, victim

LOST = "PositionLost"
CUT_OFF = "ConnectionDoesNotExistError"
MONTH = timedelta(days=30)
"""Time enough for dates, reminders and indicators to fall due."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "error"),
    [
        # It has read and decided nothing yet: the position it knew has moved.
        ("prefetched", LOST),
        # It holds the row of its position: the database ends its session, and the heir goes on.
        ("before_commit", CUT_OFF),
        # It has committed: the heir sends what it left, and it says the same again.
        ("after_commit", None),
    ],
)
async def test_a_zombie_that_wakes_in_a_batch_gives_way_and_works_again(
    at: str, error: str | None, settings: ChassisSettings
) -> None:
    part = Part("routing")
    async with (
        staged(settings, without=[part]) as stage,
        victim(settings, part, Plan(at, signal="STOP")) as zombie,
    ):
        desk = Desk(stage.client, stage.clock)
        await until(zombie.holds)
        carrying = asyncio.create_task(desk.carry_all(range(3)))
        await zombie.stopped()
        async with running(stage.house, [part], (SOURCE,)):
            cases = await carrying + await desk.carry_all(range(3, 6))
            await woken(zombie, error)
            await stage.settled()
        cases += await desk.carry_all(range(6, 8))
        await stage.settled()
    assert await violations(settings, OPEN_ONLY) == []
    assert not_once(await history(settings, "open"), cases) == []
    assert await rebuilt_otherwise(settings, part) == []


@pytest.mark.slow
async def test_a_zombie_that_wakes_in_a_slice_of_timers_fires_none_again(
    settings: ChassisSettings,
) -> None:
    part = Part("deadlines")
    async with (
        staged(settings, without=[part]) as stage,
        victim(settings, part, Plan("slice_prefetched", signal="STOP")) as zombie,
    ):
        desk = Desk(stage.client, stage.clock)
        overdue = [await desk.submit(number) for number in range(3)]
        passing = asyncio.create_task(stage.advance(stage.clock.now() + MONTH))
        await zombie.stopped()
        async with running(stage.house, [part], (SOURCE,)):
            await passing
            await woken(zombie, LOST)
            await stage.settled()
        await stage.advance(stage.clock.now() + 2 * MONTH)
        await asyncio.gather(*(desk.conclude(case_id) for case_id in overdue))
        await stage.settled()
    events = await history(settings, "open")
    assert {e.case_id for e in events if e.type == "deadline.missed"} == set(overdue)
    assert await violations(settings, OPEN_ONLY) == []
    assert await rebuilt_otherwise(settings, part) == []


async def woken(zombie: Victim, error: str | None) -> None:
    """Let it go on, until it has seen that it was too late."""
    zombie.wake()
    if error is None:
        await until(zombie.answers)
    else:
        await until(lambda: zombie.failed_with(error))
