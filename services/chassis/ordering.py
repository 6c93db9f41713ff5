"""Which records of a fetch are next: done ones are skipped, a gap means that the fetch is stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiokafka import ConsumerRecord

from services.chassis.batch import Lane, Record
from services.chassis.ledger import Position


def place_key(stem: str, lane: Lane) -> str:
    """How a position calls a topic: the gate reads those of both lanes."""
    return stem if lane == "open" else f"restricted.{stem}"


@dataclass(frozen=True, slots=True)
class TopicOf:
    """What a full topic name stands for."""

    stem: str
    lane: Lane

    @property
    def key(self) -> str:
        """How a position calls it."""
        return place_key(self.stem, self.lane)


@dataclass(slots=True)
class Sorted:
    """A fetch, told apart."""

    next: list[Record] = field(default_factory=list)
    stale: set[int] = field(default_factory=set)
    """Partitions of which records between our position and this fetch are missing."""
    lost: int = 0
    """Records the broker has deleted before we read them."""


@dataclass(slots=True)
class Order:
    """Remembers gaps: one still there after a seek was made by retention, not by a stale fetch."""

    _gaps: set[tuple[int, str, int]] = field(default_factory=set)

    def sort(self, records: Sequence[Record], positions: Mapping[int, Position]) -> Sorted:
        """The records that come next in each topic and partition."""
        found = Sorted()
        expected: dict[tuple[int, str], int] = {}
        for record in records:
            position = positions.get(record.partition)
            if position is None or record.partition in found.stale:
                continue
            key = place_key(record.topic, record.lane)
            place = (record.partition, key)
            next_offset = expected.get(place, position.offsets.get(key, 0))
            if record.offset < next_offset:
                continue
            if record.offset > next_offset:
                gap = (record.partition, key, next_offset)
                if gap not in self._gaps:
                    self._gaps.add(gap)
                    found.stale.add(record.partition)
                    continue
                self._gaps.discard(gap)
                found.lost += record.offset - next_offset
            expected[place] = record.offset + 1
            found.next.append(record)
        found.next = [r for r in found.next if r.partition not in found.stale]
        return found


def as_record(message: ConsumerRecord, topic: TopicOf) -> Record:
    """A message as aiokafka fetched it, under the names the house uses."""
    return Record(
        topic.stem,
        topic.lane,
        message.partition,
        message.offset,
        message.key,
        message.value,
        message.headers,
    )


def next_offsets(records: Sequence[Record]) -> dict[int, dict[str, int]]:
    """Where each topic and partition is read on after these records."""
    offsets: dict[int, dict[str, int]] = {}
    for record in records:
        key = place_key(record.topic, record.lane)
        offsets.setdefault(record.partition, {})[key] = record.offset + 1
    return offsets
