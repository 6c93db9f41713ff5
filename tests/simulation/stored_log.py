"""The log of a story told in memory, and what becomes of it when it is decided again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from contracts.basis import Basis
from services.chassis.batch import Record
from services.chassis.clock import StoryClock
from services.chassis.codec import header
from services.chassis.drain import LOG_READERS
from services.chassis.house import House
from services.chassis.kit import configured
from services.chassis.replay import Stored, Tally, Terms, replay_partition
from services.desk.play.scenario import read_scenario
from tests.simulation.memory_house import memory_house
from tests.simulation.memory_story import Teller

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def told(name: str, seed: int | None = None, partitions: int = 1) -> tuple[House, list[Stored]]:
    """A story's house, and its log as it stands when all is said."""
    scenario = read_scenario(SCENARIOS / f"{name}.yaml")
    clock = StoryClock(scenario.starts_at)
    house = configured(memory_house(clock, partitions), scenario.config)
    teller = Teller(house, clock, seed)
    teller.tell(scenario)
    return house, [
        Stored(lane, partition, log, dict.fromkeys(LOG_READERS, len(log)))
        for (lane, partition), log in teller.log.logs.items()
    ]


def replayed(
    house: House, log: list[Stored], instead: Basis | None = None, *, receipts_only: bool = False
) -> Tally:
    """What a replay of all partitions finds."""
    tally = Tally(substance_only=instead is not None)
    terms = Terms(house, instead, receipts_only)
    for stored in log:
        assert list(replay_partition(stored, terms, tally))[-1:] in ([len(stored.records)], [])
    return tally


def at(log: list[Stored], kind: str) -> tuple[int, int]:
    """The first record of a kind: which partition of the list, and its place there."""
    return next(
        (number, place)
        for number, stored in enumerate(log)
        for place, record in enumerate(stored.records)
        if header(record, "ce_type") == kind
    )


def changed(log: list[Stored], kind: str, fields: Mapping[str, Any]) -> list[Stored]:
    """The same log, but for fields of its first event of a kind."""
    number, place = at(log, kind)
    record = log[number].records[place]
    assert record.value is not None
    body = orjson.loads(record.value) | fields
    return with_record(log, (number, place), record._replace(value=orjson.dumps(body)))


def with_record(log: list[Stored], where: tuple[int, int], record: Record | None) -> list[Stored]:
    """The same log with another record in a place, or with none."""
    number, place = where
    records = list(log[number].records)
    records[place : place + 1] = [record] if record is not None else []
    return [*log[:number], replace(log[number], records=records), *log[number + 1 :]]
