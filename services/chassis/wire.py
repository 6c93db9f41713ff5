"""Kafka as the chassis uses it: sending in order, topics, offsets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.protocol.admin import DeleteGroupsRequest

from services.chassis.batch import Outgoing
from services.chassis.settings import ChassisSettings

BATCH_BYTES_MAX = 524_288
REQUEST_TIMEOUT_MILLISECONDS = 10_000
MESSAGE_BYTES_MAX = 1_048_576
TOPIC_EXISTS = TopicAlreadyExistsError.errno


class Sender:
    """Sends what the outbox holds, log rows first, and waits until all is acknowledged."""

    def __init__(self, settings: ChassisSettings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._names: dict[tuple[str, str], str] = {}

    async def start(self) -> None:
        """Connect; raises a `KafkaError` where no broker answers."""
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.kafka_bootstrap,
            enable_idempotence=True,
            acks="all",
            request_timeout_ms=REQUEST_TIMEOUT_MILLISECONDS,
            max_request_size=MESSAGE_BYTES_MAX,
            max_batch_size=BATCH_BYTES_MAX,
        )
        await self._producer.start()

    async def stop(self) -> None:
        """Close the connection; what is in flight is waited for."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def send(self, outgoing: Sequence[Outgoing]) -> None:
        """Send all and wait for it; after an unknown result the producer is made anew."""
        try:
            await self._send_all([row for row in outgoing if row.on_log])
            await self._send_all([row for row in outgoing if not row.on_log])
        except (TimeoutError, KafkaError):
            await self._renew()
            raise

    async def _send_all(self, rows: Sequence[Outgoing]) -> None:
        """Batches per topic and partition, in order; every topic has the log's partitions."""
        groups: dict[tuple[str, int], list[Outgoing]] = {}
        for row in rows:
            groups.setdefault((self._name(row), row.partition), []).append(row)
        waiting = [
            future
            for (topic, partition), group in groups.items()
            for future in await self._send_group(topic, partition, group)
        ]
        await asyncio.gather(*waiting)

    async def _send_group(
        self,
        topic: str,
        partition: int,
        rows: Sequence[Outgoing],
    ) -> list[asyncio.Future[object]]:
        if self._producer is None:
            await self.start()
        assert self._producer is not None
        futures = []
        batch = self._producer.create_batch()
        for row in rows:
            if _append(batch, row):
                continue
            futures.append(await self._producer.send_batch(batch, topic, partition=partition))
            batch = self._producer.create_batch()
            _append(batch, row)
        futures.append(await self._producer.send_batch(batch, topic, partition=partition))
        return futures

    async def _renew(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            closing = asyncio.ensure_future(producer.stop())
            await asyncio.wait([closing], timeout=1)

    def _name(self, row: Outgoing) -> str:
        known = self._names.get((row.lane, row.topic))
        if known is None:
            known = self._settings.topic(row.lane, row.topic)
            self._names[row.lane, row.topic] = known
        return known


def _append(batch: BatchBuilder, row: Outgoing) -> bool:
    """Whether the message still found room; the first one of a batch always does."""
    added = batch.append(
        timestamp=None,
        key=row.key.encode() or None,
        value=row.value or None,
        headers=list(row.headers),  # aiokafka takes nothing but a list
    )
    return added is not None


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as it has to exist on the broker."""

    name: str
    partitions: int
    compacted: bool = False
    retention_days: int | None = None
    """None = for ever."""


class Cluster:
    """Questions to the broker, and the making of topics."""

    def __init__(self, settings: ChassisSettings) -> None:
        self._settings = settings
        self._admin = AIOKafkaAdminClient(
            bootstrap_servers=settings.kafka_bootstrap,
            request_timeout_ms=REQUEST_TIMEOUT_MILLISECONDS,
        )
        self._reader = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap)
        self._coordinators: dict[str, int] = {}

    async def __aenter__(self) -> Cluster:
        await asyncio.gather(self._admin.start(), self._reader.start())
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(self._admin.close(), self._reader.stop())

    async def create(self, topics: Iterable[TopicSpec]) -> None:
        """Make the topics that are missing; raises the broker's error for any other trouble."""
        new = [self._new_topic(topic) for topic in topics]
        response = await self._admin.create_topics(new)
        for topic, code, *_ in response.topic_errors:
            if code not in (0, TOPIC_EXISTS):
                raise for_code(code)(topic)

    async def delete(self, names: Sequence[str]) -> None:
        """Delete topics and everything on them."""
        if names:
            await self._admin.delete_topics(list(names))

    async def delete_groups(self, groups: Sequence[str]) -> None:
        """Delete consumer groups; one that still has a member stays, and dies with it."""
        for group in groups:
            coordinator = await self._admin.find_coordinator(group)
            # aiokafka has the request but offers no method for it.
            await self._admin._send_request_to_node(  # noqa: SLF001
                coordinator, DeleteGroupsRequest([group])
            )

    async def groups(self) -> list[str]:
        """Every consumer group of the broker."""
        return [name for name, _ in await self._admin.list_consumer_groups()]

    async def topics(self) -> dict[str, int]:
        """Every topic of the broker with its number of partitions."""
        names = await self._admin.list_topics()
        described = await self._admin.describe_topics(list(names)) if names else []
        return {topic["topic"]: len(topic["partitions"]) for topic in described}

    async def end_offsets(self, topic: str, partitions: Iterable[int]) -> dict[int, int]:
        """The next offset to be written, per partition."""
        ends = await self._reader.end_offsets([TopicPartition(topic, p) for p in partitions])
        return {tp.partition: offset for tp, offset in ends.items()}

    async def committed(self, group: str) -> Mapping[TopicPartition, tuple[int, str]]:
        """What a group has committed: offset and metadata per partition."""
        coordinator = self._coordinators.get(group)
        if coordinator is None:
            coordinator = await self._admin.find_coordinator(group)
            self._coordinators[group] = coordinator
        try:
            offsets = await self._admin.list_consumer_group_offsets(group, coordinator)
        except KafkaError:
            self._coordinators.pop(group, None)
            raise
        return {tp: (meta.offset, meta.metadata) for tp, meta in offsets.items()}

    def _new_topic(self, topic: TopicSpec) -> NewTopic:
        policy = {"cleanup.policy": "compact" if topic.compacted else "delete"}
        days = topic.retention_days
        policy["retention.ms"] = "-1" if days is None else str(days * 86_400_000)
        return NewTopic(
            topic.name,
            topic.partitions,
            self._settings.replication_factor,
            topic_configs=policy,
        )
