"""Which records of a fetch are next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from services.chassis.batch import Lane, Record
from services.chassis.ledger import Position
from services.chassis.ordering import Order, Sorted, TopicOf, next_offsets

LOG = "cases.v1"
Place = tuple[int, int]


def record(partition: int, offset: int, topic: str = LOG, lane: Lane = "open") -> Record:
    """A record of which only the place matters."""
    return Record(topic, lane, partition, offset, None, None)


def standing(**offsets: int) -> dict[int, Position]:
    """Positions on the log: `p0=5` reads partition 0 from offset 5 on."""
    return {int(p[1:]): Position(int(p[1:]), 1, {LOG: at}) for p, at in offsets.items()}


def places(found: Sorted) -> list[Place]:
    """Partition and offset of what comes next."""
    return [(record.partition, record.offset) for record in found.next]


@pytest.mark.parametrize(
    ("fetched", "following", "stale"),
    [
        ([(0, 5), (0, 6)], [(0, 5), (0, 6)], set()),
        # What was done already is skipped, wherever it comes.
        ([(0, 3), (0, 4), (0, 5)], [(0, 5)], set()),
        ([(0, 5), (0, 5), (0, 6)], [(0, 5), (0, 6)], set()),
        ([(0, 3), (0, 4)], [], set()),
        # Something is missing before it: the fetch is older than a seek.
        ([(0, 7)], [], {0}),
        ([(0, 5), (0, 7)], [], {0}),
        # A stale partition does not hold up another one.
        ([(0, 7), (1, 0), (0, 8), (1, 1)], [(1, 0), (1, 1)], {0}),
        # Not ours, or not ours any more.
        ([(2, 0), (1, 0)], [(1, 0)], set()),
        ([], [], set()),
    ],
)
def test_what_was_done_is_skipped_and_a_gap_makes_the_fetch_stale(
    fetched: Sequence[Place], following: Sequence[Place], stale: set[int]
) -> None:
    found = Order().sort([record(*place) for place in fetched], standing(p0=5, p1=0))
    assert (places(found), found.stale, found.lost) == (following, stale, 0)


def test_a_gap_that_is_still_there_after_a_seek_was_made_by_retention() -> None:
    order, fetch = Order(), [record(0, 5), record(0, 8)]
    assert order.sort(fetch, standing(p0=5)).stale == {0}
    found = order.sort(fetch, standing(p0=5))
    assert (places(found), found.stale, found.lost) == ([(0, 5), (0, 8)], set(), 2)


@pytest.mark.parametrize(
    ("positions", "fetch"),
    [
        (standing(p0=8), [record(0, 9)]),
        (standing(p1=5), [record(1, 7)]),
        # An accepted gap is forgotten: at the same place the next one is looked at anew.
        (standing(p0=5), [record(0, 7)]),
    ],
)
def test_each_gap_is_stale_the_first_time(
    positions: Mapping[int, Position], fetch: Sequence[Record]
) -> None:
    order = Order()
    for _ in range(2):
        order.sort([record(0, 7)], standing(p0=5))
    assert order.sort(fetch, positions).stale == set(positions)


def test_topics_and_lanes_of_one_partition_are_counted_apart() -> None:
    at = {"commands.v1": 4, "restricted.commands.v1": 9}
    fetch = [
        record(0, 4, "commands.v1"),
        record(0, 9, "commands.v1", "restricted"),
        record(0, 0, "petitions.submitted.v1.bureau-desk"),
    ]
    found = Order().sort(fetch, {0: Position(0, 1, at)})
    assert found.next == fetch
    assert next_offsets(found.next) == {
        0: {
            "commands.v1": 5,
            "restricted.commands.v1": 10,
            "petitions.submitted.v1.bureau-desk": 1,
        }
    }


@pytest.mark.parametrize(
    ("lane", "key"),
    [("open", "commands.v1"), ("restricted", "restricted.commands.v1")],
)
def test_a_position_calls_a_topic_by_stem_and_lane(lane: Lane, key: str) -> None:
    assert TopicOf("commands.v1", lane).key == key
