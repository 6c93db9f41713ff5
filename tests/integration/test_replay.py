"""The log on the broker, decided again while nobody runs: the same bytes."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from services.chassis.settings import ChassisSettings
from services.chassis.versions import VERSIONS_FOLDER
from services.desk.play.scenario import read_scenario
from tests.integration.stage import BOTH_LANES, WAIT_SECONDS_MAX, staged
from tests.integration.test_rebuild import play

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PROGRAM = Path(sys.executable).parent / "xinfang"
STORIES = ("SYN-25", "LIFE-01", "LIFE-13")
"""Overdue, a whole life, a duplicate and a repeat."""


@pytest.mark.slow
@pytest.mark.clause("N.1")
async def test_the_log_of_real_services_decided_again_is_the_same(
    settings: ChassisSettings,
) -> None:
    told = [read_scenario(SCENARIOS / f"{name}.yaml") for name in STORIES]
    sources = sorted({source for story in told for source in story.sources})
    async with staged(settings, BOTH_LANES, (), told[0].starts_at, sources) as stage:
        for story in told:
            await play(stage, story)
        await stage.settled()
    again = await replay(settings)
    assert again["differences"] == []
    assert (again["holds"], again["waiting"]) == (True, 0)
    assert again["same"] == again["decided"] > 0
    assert again["receipts"] > 0
    sooner = await replay(settings, "--ruleset", str(VERSIONS_FOLDER / "conclude-30"))
    assert not sooner["holds"]
    moved = {(one["which"], one["clause"]) for one in sooner["differences"]}
    assert ("conclude", "10.5e") in moved
    assert len(sooner["cases"]) > 1


async def replay(settings: ChassisSettings, *options: str) -> Mapping[str, Any]:
    """`xinfang replay --json`, which needs the broker and nothing else."""
    told = {
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "POSTGRES_DSN": "postgresql://nobody@127.0.0.1:1/nothing",
        "NAMESPACE": settings.namespace,
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *("replay", "--json", *options),
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        printed, _ = await process.communicate()
    found: Mapping[str, Any] = json.loads(printed)
    assert process.returncode == (0 if found["holds"] else 1)
    return found
