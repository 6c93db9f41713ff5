"""What a worker asks of its consumer, and of a processor that has timers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.structs import OffsetAndMetadata

from services.chassis.batch import Lane, Plan, Processor
from services.chassis.database import Connection
from services.chassis.ledger import Position

AT_ONCE = datetime.min.replace(tzinfo=UTC)
"""Due so early is no timer: a bureau-wide event is still to be applied to cases."""


Act = Callable[[Connection, Position], Awaitable[Plan]]
"""Decides on the worker's own connection, where it stands in a partition."""


class Consumer(Protocol):
    """What a worker needs of a Kafka consumer."""

    def assignment(self) -> set[TopicPartition]:
        """The partitions the group gave it."""
        ...

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Fetch from here on, whatever was fetched already."""
        ...

    async def commit(self, offsets: Mapping[TopicPartition, OffsetAndMetadata]) -> None:
        """Tell the group how far the work is done."""
        ...


class Clockwork(Protocol):
    """The part of a processor that has timers."""

    async def next_due(self, link: Connection, partitions: Sequence[int]) -> dict[int, datetime]:
        """The earliest timer of each partition that has one."""
        ...

    async def prefetch_due(self, link: Connection, ticks: Mapping[int, datetime]) -> Any:
        """The cases whose timers are due by these ticks, up to the slice's limit."""
        ...

    def decide_due(self, due: Any, positions: Mapping[int, Position]) -> Plan:
        """Fire them."""
        ...


async def overdue_first(
    processor: Processor,
    link: Connection,
    position: Position,
    make: Callable[[Position], Plan],
) -> Plan:
    """What is overdue in a partition, and after it what `make` says there."""
    before = await processor.overdue(link, position)
    in_force = before.in_force.get(position.partition, position.in_force)
    plan = make(replace(position, in_force=in_force))
    moved = {position.partition: in_force, **plan.in_force}
    return Plan([*before.outgoing, *plan.outgoing], moved)


def due_ticks(
    due: Mapping[int, datetime | None], positions: Mapping[int, Position], lane: Lane
) -> dict[int, datetime]:
    """The partitions in which a timer is due by the last tick, with that tick."""
    ticks = {}
    for partition, earliest in due.items():
        position = positions.get(partition)
        tick = position.in_force.tick(lane) if position else None
        if earliest is not None and tick is not None and earliest <= tick:
            ticks[partition] = tick
    return ticks
