"""A tick as a plan: what it writes into a partition, and when it writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from contracts.envelope import NO_CASE
from contracts.events.gate import ClockTicked
from contracts.topics import CASES
from contracts.zone import BUREAU_ZONE
from services.chassis.batch import InForce, Lane, Plan
from services.chassis.ledger import Position
from services.chassis.ticker import tick_plan

AT = datetime(2021, 6, 1, 9, tzinfo=BUREAU_ZONE)
MINUTE = timedelta(minutes=1)


def position(partition: int = 2, /, **ticks: datetime) -> Position:
    """A partition whose lanes have heard these ticks."""
    return Position(partition, 1, {}, InForce(ticks))


@pytest.mark.parametrize(
    ("lane", "ticks", "written"),
    [
        ("open", {}, True),
        ("open", {"open": AT - MINUTE}, True),
        ("open", {"open": AT}, False),
        ("open", {"open": AT + MINUTE}, False),
        ("open", {"restricted": AT}, True),
        ("restricted", {"open": AT}, True),
        ("restricted", {"restricted": AT}, False),
    ],
)
def test_time_goes_on_lane_by_lane_and_never_back(
    lane: Lane, ticks: dict[str, datetime], written: bool
) -> None:
    plan = tick_plan(lane, AT, drained=True)(position(**ticks))
    if written:
        assert [(row.lane, row.partition, row.on_log) for row in plan.outgoing] == [(lane, 2, True)]
        assert plan.in_force == {2: InForce({**ticks, lane: AT})}
    else:
        assert plan == Plan()


@pytest.mark.parametrize("drained", [True, False])
def test_a_tick_belongs_to_no_case_and_says_whether_all_was_heard(drained: bool) -> None:
    (row,) = tick_plan("open", AT, drained)(position()).outgoing
    event = ClockTicked.model_validate_json(row.value)
    assert (row.topic, row.key, event.case_id) == (CASES, "", NO_CASE)
    assert (event.at, event.occurred_at, event.drained) == (AT, AT, drained)


def test_the_same_tick_has_the_same_id_and_no_two_partitions_share_one() -> None:
    ids = [
        ClockTicked.model_validate_json(row.value).id
        for partition in (1, 2, 1)
        for row in tick_plan("open", AT, drained=True)(position(partition)).outgoing
    ]
    assert (ids[0] == ids[2], ids[0] == ids[1]) == (True, False)
