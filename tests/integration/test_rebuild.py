"""A service's rows, made anew from the log, are the rows it had; and it goes on from there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from services.chassis.rebuild import rebuild
from services.chassis.running import GATE, Part, all_parts
from services.chassis.settings import ChassisSettings
from services.desk.play.player import Player
from services.desk.play.scenario import Scenario, read_scenario
from tests.integration.canaries import report
from tests.integration.invariants import history, not_once, violations
from tests.integration.lifecycles import Desk
from tests.integration.stage import (
    BOTH_LANES,
    OPEN_ONLY,
    SOURCE,
    WAIT_SECONDS_MAX,
    Stage,
    house_of,
    schema_of,
    staged,
    tables_of,
)

SCENARIOS = Path(__file__).parents[1] / "scenarios"
STORIES = ("SYN-25", "SYN-06", "SYN-22", "LIFE-01", "LIFE-13")
"""Overdue, a leader's instruction, the press, a whole life, a duplicate and a repeat."""
REBUILT = tuple(part for part in all_parts(BOTH_LANES) if part.service != GATE)
KEPT = {
    "archive": {"arrivals", "case_states", "dossiers", "history", "merged"},
    "deadlines": {"case_states", "timers"},
    "escalation": {"case_states"},
    "handling": {"case_states"},
    "intake": {"case_states", "claims"},
    "routing": {"case_states"},
}
"""What must hold something before it is dropped, or the comparison would say nothing."""
NOT_YET = {"dossiers", "merged"}
"""The report about staff has only just come in."""


@pytest.mark.slow
async def test_every_service_but_the_gate_is_rebuilt_from_the_log_row_by_row(
    settings: ChassisSettings,
) -> None:
    told = [read_scenario(SCENARIOS / f"{name}.yaml") for name in STORIES]
    sources = sorted({source for story in told for source in story.sources})
    async with staged(settings, BOTH_LANES, (), told[0].starts_at, sources) as stage:
        for story in told:
            await play(stage, story)
        lately = report("report", stage.clock.now() - timedelta(hours=1))
        assert (await stage.client.submit(SOURCE, lately)).body["lane"] == "restricted"
        await stage.settled()
    house = house_of(settings, BOTH_LANES, stage.clock)
    for part in REBUILT:
        schema = schema_of(settings, part)
        before = await tables_of(settings, schema)
        kept = {name for name, rows in before.items() if rows}
        assert kept == KEPT[part.service] - (NOT_YET if part.lane == "restricted" else set())
        assert await rebuild(house, part) > 0
        assert await tables_of(settings, schema) == before, part.label
    house.close()


@pytest.mark.slow
@pytest.mark.parametrize("service", ["routing", "deadlines", "archive"])
async def test_a_rebuilt_service_decides_what_it_had_not_read_yet_and_goes_on(
    service: str, settings: ChassisSettings
) -> None:
    rebuilt = Part(service)
    async with staged(settings) as stage:
        desk = Desk(stage.client, stage.clock, "first")
        cases = [await desk.carry(0), await desk.submit(1)]
        await stage.settled()
    async with staged(settings, without=[rebuilt]) as stage:
        cases.append(await Desk(stage.client, stage.clock, "meanwhile").submit(2))
    house = house_of(settings, OPEN_ONLY, stage.clock)
    await rebuild(house, rebuilt)
    house.close()
    async with staged(settings) as stage:
        desk = Desk(stage.client, stage.clock, "afterwards")
        await asyncio.gather(*(desk.conclude(case_id) for case_id in cases[1:]))
        await stage.settled()
    assert await violations(settings, OPEN_ONLY) == []
    assert not_once(await history(settings, "open"), cases) == []


async def play(stage: Stage, story: Scenario) -> None:
    """One story after another in the same house; where they overlap time has passed already."""
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        await Player(stage.here, stage.client, stage.clock).play(story)
