"""Has everything that was said been heard? Read from committed offsets, before the ends of the log.

A worker commits an offset only after its announcements are acknowledged, and writes the earliest
armed timer of the partition beside it. So offsets alone tell that no outbox row waits and which
timers are due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiokafka.errors import KafkaError

from contracts.topics import CASES
from services.chassis.batch import Lane
from services.chassis.clockwork import AT_ONCE
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster

LOG_READERS = ("intake", "routing", "handling", "deadlines", "escalation", "archive")
"""The services that read the case log; each lane runs all of them."""


@dataclass(frozen=True, slots=True)
class LaneLook:
    """How far the services of a lane have come, at one look."""

    behind: Mapping[str, int]
    """Events of the log not yet done, per service that is behind."""
    due: Mapping[int, datetime]
    """The earliest armed timer, per partition that has one."""
    ends: Mapping[int, int]
    """The next offset of the log, per partition."""

    def settled(self, ticks: Mapping[int, datetime]) -> bool:
        """All is read and sent, and no partition has a timer that its last tick made due."""
        if self.behind:
            return False
        return all(p not in ticks or due > ticks[p] for p, due in self.due.items())

    @property
    def armed(self) -> datetime | None:
        """The earliest timer of the lane."""
        return min((due for due in self.due.values() if due != AT_ONCE), default=None)


class Drain:
    """Looks at the consumer groups of the house."""

    def __init__(self, cluster: Cluster, settings: ChassisSettings) -> None:
        self._cluster = cluster
        self._settings = settings

    async def lane(self, lane: Lane, ends: Mapping[int, int] | None = None) -> LaneLook:
        """How far the log of a lane is done, up to these ends or else up to where it ends now."""
        groups = [self._settings.group(lane, service) for service in LOG_READERS]
        committed = await asyncio.gather(*(self._committed(group) for group in groups))
        topic = self._settings.topic(lane, CASES)
        if ends is None:
            ends = await self.log_ends(lane)
        behind = {}
        due: dict[int, datetime] = {}
        for service, offsets in zip(LOG_READERS, committed, strict=True):
            done = {p: at for (name, p), (at, _) in offsets.items() if name == topic}
            missing = sum(max(0, end - max(0, done.get(p, 0))) for p, end in ends.items())
            if missing:
                behind[service] = missing
            for (_, partition), (_, armed) in offsets.items():
                if armed:
                    at = datetime.fromisoformat(armed)
                    due[partition] = min(at, due.get(partition, at))
        return LaneLook(behind, due, ends)

    async def log_ends(self, lane: Lane) -> dict[int, int]:
        """Where the log of a lane ends now, per partition."""
        topic = self._settings.topic(lane, CASES)
        return await self._cluster.end_offsets(topic, range(self._settings.partitions))

    async def inbound(self, topics: Sequence[str], ends: Mapping[str, Mapping[int, int]]) -> bool:
        """Whether the gate has put everything before these ends onto the log."""
        offsets = await self._committed(self._settings.group("open", "gate"))
        done = {(name, p): at for (name, p), (at, _) in offsets.items()}
        return all(
            max(0, done.get((topic, p), 0)) >= end
            for topic in topics
            for p, end in ends[topic].items()
        )

    async def ends(self, topics: Iterable[str]) -> dict[str, dict[int, int]]:
        """The next offset of each partition of these topics."""
        names = list(topics)
        partitions = range(self._settings.partitions)
        found = await asyncio.gather(*(self._cluster.end_offsets(n, partitions) for n in names))
        return dict(zip(names, found, strict=True))

    async def _committed(self, group: str) -> Mapping[tuple[str, int], tuple[int, str]]:
        try:
            offsets = await self._cluster.committed(group)
        except KafkaError:
            return {}
        return {(tp.topic, tp.partition): at for tp, at in offsets.items()}
