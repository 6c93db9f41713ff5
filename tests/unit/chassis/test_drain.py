"""When a lane has heard everything, and nothing is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.drain import LaneLook

TICK = datetime(2021, 6, 1, 1, tzinfo=UTC)
SOON, LATER = TICK + timedelta(seconds=1), TICK + timedelta(days=1)
Moments = Mapping[int, datetime]


@pytest.mark.parametrize(
    ("behind", "due", "ticks", "settled"),
    [
        ({}, {}, {}, True),
        ({}, {}, {0: TICK}, True),
        # Something waits to be read, or to be sent.
        ({"archive": 1}, {}, {}, False),
        ({"archive": 1}, {0: SOON}, {0: TICK}, False),
        # A timer that the last tick of its own partition has not reached may rest.
        ({}, {0: SOON}, {0: TICK}, True),
        ({}, {0: TICK}, {0: TICK}, False),
        ({}, {0: TICK}, {0: SOON}, False),
        ({}, {0: TICK}, {1: LATER}, True),
        ({}, {0: LATER, 1: TICK}, {0: TICK, 1: TICK}, False),
        ({}, {0: LATER, 1: SOON}, {0: TICK, 1: TICK}, True),
        # Without a tick no timer is due.
        ({}, {0: TICK}, {}, True),
    ],
)
def test_a_lane_is_settled_when_nothing_waits_and_no_timer_is_due(
    behind: Mapping[str, int], due: Moments, ticks: Moments, settled: bool
) -> None:
    assert LaneLook(behind, due, {}).settled(ticks) is settled


@pytest.mark.parametrize(
    ("due", "armed"),
    [({}, None), ({0: LATER}, LATER), ({0: LATER, 1: SOON}, SOON)],
)
def test_of_all_partitions_the_earliest_timer_counts(due: Moments, armed: datetime | None) -> None:
    assert LaneLook({}, due, {}).armed == armed
