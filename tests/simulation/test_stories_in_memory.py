"""Each story holds in memory too, and in whatever order the services get their turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.desk.play.scenario import read_scenario
from tests.simulation.memory_story import play_in_memory

STORIES = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
IDS = [path.stem for path in STORIES]
SEEDS = (1, 2, 3)
PARTITIONS = 4


@pytest.mark.parametrize("path", STORIES, ids=IDS)
def test_a_story_holds_on_one_partition_with_everybody_in_turn(path: Path) -> None:
    assert play_in_memory(read_scenario(path)) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", STORIES, ids=IDS)
def test_a_story_holds_whoever_is_next(path: Path, seed: int) -> None:
    assert play_in_memory(read_scenario(path), seed, PARTITIONS) == []
