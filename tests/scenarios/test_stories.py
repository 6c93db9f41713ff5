"""Every story of this folder through the real services; the judge on stories that must not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from deploy.local.servers import Addresses
from services.chassis.settings import ChassisSettings
from services.desk.play.run import play_scenario
from services.desk.play.scenario import UNNAMED, Scenario, Step, Submit, read_scenario

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*.yaml"))
SHORT = HERE / "SYN-01.yaml"


@pytest.fixture
def settings(servers: Addresses) -> ChassisSettings:
    """The servers; a story takes a namespace of its own on them."""
    return ChassisSettings(
        kafka_bootstrap=servers.kafka_bootstrap,
        postgres_dsn=SecretStr(servers.postgres_dsn),
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
async def test_a_story_comes_out_as_it_is_written(path: Path, settings: ChassisSettings) -> None:
    verdict = await play_scenario(read_scenario(path), settings)
    assert list(verdict.differences) == []


@pytest.mark.slow
async def test_whatever_a_story_expects_in_vain_is_a_difference(settings: ChassisSettings) -> None:
    story = with_wishes(
        read_scenario(SHORT),
        lead_unit="APP",
        deadlines={"conclude": "1999-12-31"},
        events=["petition.concluded"],
        absent=["petition.registered"],
        status="ARCHIVED",
    )
    verdict = await play_scenario(replace(story, whole={"cases": 7}), settings)
    assert [d.field for d in verdict.differences] == [
        "lead_unit",
        "deadlines.conclude",
        "events",
        "absent",
        "status",
        "cases",
    ]
    assert not verdict.passed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "wanted", "faults"),
    [
        ({"colour": "red"}, "INVALID_SCHEMA", []),
        ({"colour": "red"}, "TOO_LONG", ["second: INVALID_SCHEMA instead of TOO_LONG"]),
        ({"colour": "red"}, None, ["second: INVALID_SCHEMA instead of a case"]),
        ({}, "INVALID_SCHEMA", ["second: became a case, not INVALID_SCHEMA"]),
    ],
)
async def test_a_petition_becomes_a_dead_letter_only_where_the_story_says_so(
    changes: dict[str, Any],
    wanted: str | None,
    faults: list[str],
    settings: ChassisSettings,
) -> None:
    story = with_second_petition(read_scenario(SHORT), wanted, **changes)
    verdict = await play_scenario(story, settings)
    assert [d.actual for d in verdict.differences] == faults


def with_wishes(story: Scenario, **expected: Any) -> Scenario:
    """The story, expecting only this of its petition."""
    return replace(story, expected={UNNAMED: expected})


def with_second_petition(story: Scenario, dead_letter: str | None, **changes: Any) -> Scenario:
    """The story with a petition after its last step that may or may not become a case."""
    first = next(step.does for step in story.steps if isinstance(step.does, Submit))
    petition = {**first.petition, "platform_ref": "second", **changes}
    second = Submit(first.source, petition, "second", dead_letter)
    later = Step(story.steps[-1].at + timedelta(minutes=1), second)
    return replace(story, steps=(*story.steps, later), expected={}, whole={})
