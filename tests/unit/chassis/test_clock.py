"""The machine's clock, and a story's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.clock import StoryClock, WallClock

START = datetime(2021, 6, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2999, 1, 1, tzinfo=UTC)


def test_the_machine_tells_an_instant_in_utc() -> None:
    assert WallClock().now().utcoffset() == timedelta(0)


def test_a_story_stands_still_until_it_is_moved() -> None:
    clock = StoryClock(START)
    assert [clock.now(), clock.now()] == [START, START]


@pytest.mark.parametrize(
    ("moves", "now"),
    [
        ([1], 1),
        ([1, 3], 3),
        ([3, 1], 3),
        ([-1], 0),
        ([0], 0),
    ],
)
def test_a_story_never_runs_backwards(moves: list[int], now: int) -> None:
    clock = StoryClock(START)
    for days in moves:
        clock.move_to(START + timedelta(days=days))
    assert clock.now() == START + timedelta(days=now)


@pytest.mark.parametrize(
    ("starts_at", "stays"),
    [(LONG_AGO, False), (FAR_AHEAD, True)],
    ids=["past", "future"],
)
def test_a_released_story_goes_on_with_the_machine_unless_it_is_ahead(
    starts_at: datetime, stays: bool
) -> None:
    clock = StoryClock(starts_at)
    clock.release()
    assert clock.now() >= starts_at
    assert (clock.now() == starts_at) is stays


def test_a_story_is_over_once_it_is_released() -> None:
    clock = StoryClock(START)
    before = clock.released
    clock.release()
    assert (before, clock.released) == (False, True)
