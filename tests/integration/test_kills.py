"""Whatever moment a service is killed at: nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio

import pytest

from contracts.topics import COMMAND_RESULTS
from services.chassis.running import GATE, Part
from services.chassis.settings import ChassisSettings
from tests.integration.invariants import (
    history,
    not_once,
    rebuilt_otherwise,
    unanswered,
    violations,
)
from tests.integration.lifecycles import Desk
from tests.integration.stage import OPEN_ONLY, messages_on, staged
from tests.integration.victims import Plan, victim

POINTS = {"before_commit": 1, "after_commit": 1, "after_send": 1, "before_offsets": 2}
"""In the transaction; committed and not sent; sent and still in the outbox; not told to the group.

With the pass that kills: offsets are told once when partitions are taken over."""
AT_ONCE = 3
"""Petitions on their way at each kill."""


@pytest.mark.slow
@pytest.mark.parametrize("service", [GATE, "intake", "routing", "handling", "archive"])
async def test_a_service_killed_at_every_point_loses_nothing_and_does_nothing_twice(
    service: str, settings: ChassisSettings
) -> None:
    part = Part(service)
    async with staged(settings, without=[part]) as stage:
        desk = Desk(stage.client, stage.clock)
        async with asyncio.TaskGroup() as tasks:
            waves = await one_kill_after_another(settings, part, desk, tasks)
            async with victim(settings, part):
                cases = [case for wave in await asyncio.gather(*waves) for case in wave]
                await stage.settled()
    assert await violations(settings, OPEN_ONLY) == []
    assert not_once(await history(settings, "open"), cases) == []
    results = await messages_on(settings, settings.topic("open", COMMAND_RESULTS))
    assert unanswered(results, desk.command_ids) == []
    assert service == GATE or await rebuilt_otherwise(settings, part) == []


async def one_kill_after_another(
    settings: ChassisSettings, part: Part, desk: Desk, tasks: asyncio.TaskGroup
) -> list[asyncio.Task[list[str]]]:
    """Petitions are on their way at each kill, and none is finished before the last."""
    waves = []
    for number, (point, passes) in enumerate(POINTS.items()):
        async with victim(settings, part, Plan(point, passes)) as killed:
            numbers = range(number * AT_ONCE, (number + 1) * AT_ONCE)
            waves.append(tasks.create_task(desk.carry_all(numbers)))
            await killed.died()
    return waves
