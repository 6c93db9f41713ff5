"""The stored log, read from the broker partition by partition; no table is looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import CASES
from services.chassis.batch import Lane, Record
from services.chassis.drain import LOG_READERS
from services.chassis.replay.partition import Stored
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster

RECORDS_AT_ONCE = 2_000
POLL_MILLISECONDS = 1_000


async def stored_partitions(settings: ChassisSettings, lane: Lane) -> AsyncIterator[Stored]:
    """Each partition of a lane's log up to where it ends now; one of them is held at a time."""
    topic = settings.topic(lane, CASES)
    async with Cluster(settings) as cluster:
        partitions = range((await cluster.topics()).get(topic, 0))
        ends = await cluster.end_offsets(topic, partitions)
        applied = {
            name: await cluster.committed(settings.group(lane, name)) for name in LOG_READERS
        }
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap)
    await consumer.start()
    try:
        for partition in partitions:
            tp = TopicPartition(topic, partition)
            records = await _read(consumer, tp, ends[partition], lane)
            reached = {name: done[tp][0] for name, done in applied.items() if tp in done}
            yield Stored(lane, partition, records, reached)
    finally:
        await consumer.stop()


async def _read(
    consumer: AIOKafkaConsumer, tp: TopicPartition, end: int, lane: Lane
) -> list[Record]:
    records: list[Record] = []
    consumer.assign([tp])
    await consumer.seek_to_beginning(tp)
    while await consumer.position(tp) < end:
        found = await consumer.getmany(
            tp, timeout_ms=POLL_MILLISECONDS, max_records=RECORDS_AT_ONCE
        )
        records += [
            Record(CASES, lane, m.partition, m.offset, m.key, m.value, m.headers)
            for m in found.get(tp, ())
            if m.offset < end
        ]
    return records
