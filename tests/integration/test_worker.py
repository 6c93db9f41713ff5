"""A worker whose attempts fail, or whose consumer brings it the wrong records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from contracts.topics import CASES
from services.chassis.database import connection
from services.chassis.running import GATE, Part
from services.chassis.settings import ChassisSettings
from services.chassis.worker import Worker
from tests.integration.invariants import history, not_once, violations
from tests.integration.lifecycles import Desk
from tests.integration.stage import (
    OPEN_ONLY,
    Stage,
    messages_on,
    schema_of,
    staged,
    tables_of,
)

BATCH_POINTS = ("prefetched", "before_commit", "after_commit", "after_send")
"""Between two of the steps of a batch that says something."""
BUSY = tuple(Part(name) for name in (GATE, "intake", "routing", "handling", "deadlines", "archive"))
"""Those that say something in every lifecycle."""
INTAKE = Part("intake")
ENDS_IN_MILLISECONDS_MAX = 5_000
AT_ONCE = 3

Breaking = Callable[[ChassisSettings, Part], Awaitable[None]]


class Broken(Exception):
    """No error that anybody foresees."""


async def connections_end(settings: ChassisSettings, part: Part) -> None:
    """The server ends every connection of the part, and its transactions with them."""
    async with connection(settings.postgres_dsn.get_secret_value()) as link:
        await link.fetch(
            "SELECT pg_terminate_backend(pid, $2) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            schema_of(settings, part),
            ENDS_IN_MILLISECONDS_MAX,
        )


async def something_raises(settings: ChassisSettings, part: Part) -> None:
    """An error of ours."""
    raise Broken(part.label)


@dataclass(slots=True)
class BreaksOnce:
    """Breaks something once at each point, in their order."""

    breaking: Breaking
    settings: ChassisSettings
    part: Part
    left: list[str] = field(default_factory=lambda: [*BATCH_POINTS])

    async def __call__(self, point: str) -> None:
        """A step of the worker."""
        if self.left[:1] == [point]:
            self.left.pop(0)
            await self.breaking(self.settings, self.part)


@pytest.mark.slow
@pytest.mark.parametrize("breaking", [connections_end, something_raises])
async def test_what_fails_at_any_point_of_a_batch_is_done_again_and_nothing_is_lost_or_twice(
    breaking: Breaking, settings: ChassisSettings
) -> None:
    async with staged(settings) as stage:
        steps = {part: BreaksOnce(breaking, settings, part) for part in BUSY}
        for part, step in steps.items():
            stage.here.worker(part).step = step
        desk = Desk(stage.client, stage.clock)
        cases = await desk.carry_all(range(AT_ONCE))
        await stage.settled()
        failures = {part: stage.here.worker(part).progress.failures for part in BUSY}
    assert [step.left for step in steps.values()] == [[]] * len(BUSY)
    # Each fault costs one attempt: the next one stands on a new connection and a read position.
    assert all(1 <= failed <= len(BATCH_POINTS) for failed in failures.values()), failures
    assert not_once(await history(settings, "open"), cases) == []
    assert await violations(settings, OPEN_ONLY) == []


@pytest.mark.slow
@pytest.mark.parametrize("service", ["intake", "deadlines", "escalation", "archive"])
async def test_a_service_that_lags_behind_a_whole_life_makes_up_for_it(
    service: str, settings: ChassisSettings
) -> None:
    on = asyncio.Event()

    async def waits(_: str) -> None:
        await on.wait()

    async with staged(settings) as stage:
        desk = Desk(stage.client, stage.clock)
        case_id = await desk.submit(0)
        await stage.settled()
        stage.here.worker(Part(service)).step = waits
        try:
            await desk.conclude(case_id)
        finally:
            on.set()
        await stage.settled()
    assert not_once(await history(settings, "open"), [case_id]) == []
    assert await violations(settings, OPEN_ONLY) == []


@pytest.mark.slow
async def test_records_that_are_done_already_change_nothing(settings: ChassisSettings) -> None:
    async with staged(settings) as stage:
        case_id = await Desk(stage.client, stage.clock).carry(0)
        await stage.settled()
        log = await messages_on(settings, settings.topic("open", CASES))
        kept = {part: await tables_of(settings, schema_of(settings, part)) for part in BUSY}
        for part in BUSY[1:]:
            worker = stage.here.worker(part)
            before = dict(worker.positions)
            await worker.handle(log[: len(log) // 2])
            assert worker.positions == before, part.label
        assert await messages_on(settings, settings.topic("open", CASES)) == log
    assert {part: await tables_of(settings, schema_of(settings, part)) for part in BUSY} == kept
    assert not_once(await history(settings, "open"), [case_id]) == []


@pytest.mark.slow
async def test_a_fetch_that_leaves_something_out_is_not_taken_and_all_is_fetched_in_its_place(
    settings: ChassisSettings,
) -> None:
    async with staged(settings) as stage:
        desk = Desk(stage.client, stage.clock)
        cases = [await desk.carry(0)]
        await stage.settled()
        worker = stage.here.worker(INTAKE)
        last = (await messages_on(settings, settings.topic("open", CASES)))[-1]
        before = worker.positions[last.partition]
        await worker.handle([replace(last, offset=last.offset + 2)])
        assert worker.positions[last.partition] == before
        assert stale_fetches(stage, worker) == 1
        cases += await desk.carry_all(range(1, 1 + AT_ONCE))
        await stage.settled()
    assert not_once(await history(settings, "open"), cases) == []
    assert await violations(settings, OPEN_ONLY) == []


def stale_fetches(stage: Stage, worker: Worker) -> float | None:
    """How many of them were counted."""
    labels = {"service": worker.name, "what": "fetches_stale"}
    return stage.house.telemetry.registry.get_sample_value("xinfang_incidents_total", labels)
