"""What a worker asks of its consumer, and of a processor that has timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.structs import OffsetAndMetadata

from services.chassis.batch import Plan
from services.chassis.database import Connection
from services.chassis.ledger import Position


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
