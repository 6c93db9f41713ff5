"""The demo's story comes out as written whenever it is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from contracts.zone import BUREAU_ZONE
from services.chassis.settings import ChassisSettings
from services.desk.demo.demo import play_story

ORDINARY_DAY = datetime(2025, 9, 17, 10, 40, tzinfo=BUREAU_ZONE)
SPRING_FESTIVAL = datetime(2026, 2, 18, 10, 40, tzinfo=BUREAU_ZONE)
PAST_THE_HORIZON = datetime(2027, 3, 1, 10, 40, tzinfo=BUREAU_ZONE)
"""Of the calendar: some of its dates cannot be counted any more, and the story says which."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "now",
    [ORDINARY_DAY, SPRING_FESTIVAL, PAST_THE_HORIZON],
    ids=["ordinary day", "Spring Festival", "past the horizon"],
)
async def test_the_story_of_the_demo_holds_on_the_day_it_is_told(
    now: datetime, settings: ChassisSettings
) -> None:
    verdict = await play_story(now, settings)
    assert list(verdict.differences) == []
    assert verdict.events
