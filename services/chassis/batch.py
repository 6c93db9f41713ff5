"""What goes through a worker: raw records in, a plan of what to write and say out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from contracts.envelope import CaseEvent
from services.chassis.database import Connection

Lane = Literal["open", "restricted"]
Headers = tuple[tuple[str, bytes], ...]


class Record(NamedTuple):
    """A message as it lies on a topic, untrusted and unparsed."""

    topic: str
    """Stem of the topic, without namespace and lane."""
    lane: Lane
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds in a partition from a point of the log on."""

    ticks: Mapping[str, datetime] = field(default_factory=dict)
    """The last clock tick, per lane."""
    bureau: int = 0
    """How many bureau-wide events stand before it; what they say is in `Standing`."""

    def tick(self, lane: Lane) -> datetime | None:
        """The last tick of a lane, None before the first one."""
        return self.ticks.get(lane)

    def ticked(self, lane: Lane, at: datetime) -> InForce:
        """The same after a tick; a clock never runs back."""
        last = self.ticks.get(lane)
        if last is not None and at <= last:
            return self
        return replace(self, ticks={**self.ticks, lane: at})


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one or several partitions, in offset order within each topic and partition."""

    records: Sequence[Record]
    in_force: Mapping[int, InForce]
    """Per partition, before the first of these records."""
    parsed: dict[tuple[int, int], CaseEvent] = field(default_factory=dict)
    """By partition and offset: what was parsed before deciding is not parsed again."""


class Outgoing(NamedTuple):
    """A message waiting in the outbox until the broker has acknowledged it."""

    partition: int
    """The partition it was decided on, and goes to."""
    lane: Lane
    topic: str
    """Stem of the topic."""
    key: str
    value: bytes
    """Empty for a message that takes back what a compacted topic holds."""
    headers: Headers
    on_log: bool
    """Case log rows are sent, and acknowledged, before all others."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a processor has decided for a batch; subclasses add the rows of their own tables."""

    outgoing: Sequence[Outgoing] = ()
    in_force: Mapping[int, InForce] = field(default_factory=dict)
    """Per partition, after the last record, where it changed."""


class Processor(Protocol):
    """The part of a worker that differs: the gate reads the outside, all others the log."""

    def searches(self, batch: Batch) -> bool:
        """Whether deciding needs cases beside those of the batch.

        Then one transaction reaches from the prefetch to the rows, so that of two that want the
        same the later waits and sees what the earlier has done.
        """
        ...

    async def prefetch(self, connection: Connection, batch: Batch) -> Any:
        """All the batch needs from the database, one query per kind."""
        ...

    def decide(self, batch: Batch, prefetched: Any) -> Plan:
        """All that follows from the batch; a function of its arguments and of settled states."""
        ...

    async def record(self, connection: Connection, plan: Any) -> None:
        """Write rows, one query per kind, in the transaction that holds position and outbox."""
        ...

    async def overdue(self, connection: Connection, position: Any) -> Plan:
        """What is to be said in a partition before anything else; empty but for the gate."""
        ...

    def settle(self, plan: Any) -> None:
        """The plan is committed: later batches see its states."""
        ...

    def forget(self, partitions: Sequence[int]) -> None:
        """Whatever is cached of these partitions may be stale."""
        ...
