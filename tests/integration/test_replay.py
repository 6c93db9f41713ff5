"""The log on the broker, decided again while nobody runs: the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.batch import Lane
from services.chassis.replay import Tally, Terms, replay_partition
from services.chassis.replay.reading import stored_partitions
from services.chassis.settings import ChassisSettings
from services.desk.play.scenario import read_scenario
from tests.integration.stage import BOTH_LANES, house_of, staged
from tests.integration.test_rebuild import play

SCENARIOS = Path(__file__).parents[1] / "scenarios"
STORIES = ("SYN-25", "LIFE-01", "LIFE-13")
"""Overdue, a whole life, a duplicate and a repeat."""


@pytest.mark.slow
async def test_the_log_of_real_services_decided_again_is_the_same(
    settings: ChassisSettings,
) -> None:
    told = [read_scenario(SCENARIOS / f"{name}.yaml") for name in STORIES]
    sources = sorted({source for story in told for source in story.sources})
    async with staged(settings, BOTH_LANES, (), told[0].starts_at, sources) as stage:
        for story in told:
            await play(stage, story)
        await stage.settled()
    tally = Tally()
    terms = Terms(house_of(settings, BOTH_LANES, stage.clock))
    for lane in BOTH_LANES:
        await _replayed(settings, lane, terms, tally)
    assert tally.differences == []
    assert tally.decided > 0
    assert (tally.likeness["same"], tally.waiting) == (tally.decided, 0)


async def _replayed(settings: ChassisSettings, lane: Lane, terms: Terms, tally: Tally) -> None:
    async for stored in stored_partitions(settings, lane):
        for _ in replay_partition(stored, terms, tally):
            pass
