"""Partitions change hands while a batch is under way, and while it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from confluent_kafka import ConsumerGroupState
from confluent_kafka.admin import AdminClient

from services.chassis.running import Part, Running, running
from services.chassis.settings import ChassisSettings
from services.chassis.worker import Step
from tests.integration.invariants import history, not_once, rebuilt_otherwise, violations
from tests.integration.lifecycles import Desk
from tests.integration.stage import OPEN_ONLY, SOURCE, WAIT_SECONDS_MAX, staged, until

PART = Part("handling")


@dataclass(slots=True)
class Brake:
    """Holds a worker at a point, once, and lets it fail there or go on."""

    at: str
    fails: bool
    held: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def step(self, point: str) -> None:
        """What the worker calls between two steps."""
        if point != self.at or self.held.is_set():
            return
        self.held.set()
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            await self.released.wait()
        if self.fails:
            raise ConnectionResetError

    async def release_once(self, true: Callable[[], Awaitable[bool]]) -> None:
        """Let go when this is true, or when it never is: who is held cannot be stopped either."""
        try:
            await until(true)
        finally:
            self.released.set()

    def of(self, part: Part) -> Step | None:
        """The step of the part that is held."""
        return self.step if part == PART else None


@pytest.mark.slow
@pytest.mark.parametrize("fails", [True, False], ids=["fails", "succeeds"])
@pytest.mark.parametrize("at", ["before_commit", "after_commit"])
async def test_a_partition_taken_away_while_a_batch_is_under_way_loses_nothing(
    at: str, fails: bool, settings: ChassisSettings
) -> None:
    brake = Brake(at, fails)
    async with staged(settings, without=[PART]) as stage:
        desk = Desk(stage.client, stage.clock)
        carrying = asyncio.create_task(desk.carry_all(range(6)))
        async with running(stage.house, [PART], (SOURCE,), brake.of) as first:
            async with asyncio.timeout(WAIT_SECONDS_MAX):
                await brake.held.wait()
            releasing = asyncio.create_task(brake.release_once(lambda: rebalances(settings)))
            # A member has joined only when the others have let go.
            async with running(stage.house, [PART], (SOURCE,)) as second:
                await releasing
                cases = await carrying
                await stage.settled()
                assert sorted([held(first), held(second)]) == [[0], [1]]
    assert first.worker(PART).progress.failures == int(fails)
    assert await violations(settings, OPEN_ONLY) == []
    assert not_once(await history(settings, "open"), cases) == []
    assert await rebuilt_otherwise(settings, PART) == []


def held(here: Running) -> list[int]:
    """The partitions a member has."""
    return sorted(here.worker(PART).positions)


async def rebalances(settings: ChassisSettings) -> bool:
    """Whether the group waits for its members to come back."""
    group = settings.group(PART.lane, PART.service)
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    asked = admin.describe_consumer_groups([group])[group]
    described = await asyncio.to_thread(asked.result, WAIT_SECONDS_MAX)
    return bool(described.state == ConsumerGroupState.PREPARING_REBALANCING)
