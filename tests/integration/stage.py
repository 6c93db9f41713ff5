"""A house for one test: which parts run here, on which clock, and how long anything may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from contracts.zone import BUREAU_ZONE
from services.chassis.batch import Lane
from services.chassis.client import Client
from services.chassis.clock import StoryClock
from services.chassis.database import connection
from services.chassis.drain import Drain
from services.chassis.house import House
from services.chassis.kit import open_house
from services.chassis.running import Part, Running, all_parts, prepare, running
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster
from services.desk.play.player import Player

SOURCE = "bureau-desk"
STARTS_AT = datetime(2021, 6, 1, 10, 0, tzinfo=BUREAU_ZONE)
OPEN_ONLY: tuple[Lane, ...] = ("open",)
BOTH_LANES: tuple[Lane, ...] = ("open", "restricted")

WAIT_SECONDS_MAX = 60
"""Longest wait for anything at all; no test is a measurement."""
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Stage:
    """Parts of a house at work in this process, and a client that speaks to them."""

    house: House
    clock: StoryClock
    here: Running
    client: Client

    async def settled(self) -> None:
        """Wait until every service, wherever it runs, has heard all there is to hear."""
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            for lane in self.house.lanes:
                await heard(self.here.drain, lane)

    async def advance(self, at: datetime) -> None:
        """Let time pass, a tick for every timer on the way."""
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            await Player(self.here, self.client, self.clock).advance(at)


def house_of(settings: ChassisSettings, lanes: Sequence[Lane], clock: StoryClock) -> House:
    """The house of a test."""
    return replace(open_house(settings, clock, process="test"), lanes=lanes)


@asynccontextmanager
async def staged(
    settings: ChassisSettings,
    lanes: Sequence[Lane] = OPEN_ONLY,
    without: Sequence[Part] = (),
    starts_at: datetime = STARTS_AT,
    sources: Sequence[str] = (SOURCE,),
) -> AsyncIterator[Stage]:
    """A house at work, prepared whole, without the parts that run elsewhere."""
    clock = StoryClock(starts_at)
    house = house_of(settings, lanes, clock)
    await prepare(house, all_parts(lanes), sources)
    parts = [part for part in all_parts(lanes) if part not in without]
    async with (
        running(house, parts, sources) as here,
        Client(settings, sources, lanes) as client,
    ):
        yield Stage(house, clock, here, client)
    house.close()


async def heard(drain: Drain, lane: Lane) -> None:
    """Wait until no service of a lane is behind and no announcement has followed meanwhile."""
    ends = await drain.log_ends(lane)
    while True:
        while (await drain.lane(lane, ends)).behind:
            await asyncio.sleep(LOOK_SECONDS)
        before, ends = ends, await drain.log_ends(lane)
        if ends == before:
            return


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a question is answered with yes; raises `TimeoutError` past the limit."""
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        while not await true():
            await asyncio.sleep(LOOK_SECONDS)


async def messages_on(settings: ChassisSettings, topic: str) -> list[ConsumerRecord]:
    """Everything that lies on a topic now, partition by partition."""
    partitions = [TopicPartition(topic, p) for p in range(settings.partitions)]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            while [tp for tp in partitions if await consumer.position(tp) < ends[tp]]:
                fetched = await consumer.getmany(timeout_ms=100)
                found += [message for messages in fetched.values() for message in messages]
    finally:
        await consumer.stop()
    return sorted(found, key=lambda message: (message.partition, message.offset))


async def topics_of(settings: ChassisSettings) -> list[str]:
    """Every topic of the test's house."""
    async with Cluster(settings) as cluster:
        names = await cluster.topics()
    return sorted(name for name in names if name.startswith(f"{settings.namespace}."))


def schema_of(settings: ChassisSettings, part: Part) -> str:
    """Where a part keeps its rows."""
    return settings.schema_of(part.lane, part.service)


NOT_KEPT = frozenset({"position", "outbox", "schema_migrations"})
"""How far a worker has come is no memory of a case."""


async def tables_of(
    settings: ChassisSettings, schema: str, left_out: Collection[str] = NOT_KEPT
) -> dict[str, list[str]]:
    """Every row of a schema as text, table by table."""
    async with connection(settings.postgres_dsn.get_secret_value(), schema) as link:
        names = await link.fetch(
            "SELECT table_name::text AS name FROM information_schema.tables"
            " WHERE table_schema = $1 AND table_type = 'BASE TABLE'",
            schema,
        )
        kept = sorted(row["name"] for row in names if row["name"] not in left_out)
        rows = {name: await link.fetch(f'SELECT t::text FROM "{name}" AS t') for name in kept}
    return {name: sorted(row["t"] for row in found) for name, found in rows.items()}
