"""Speaks to the house from outside, as a platform or the desk: publishes, waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from contracts.topics import (
    BUREAU_PARTITION,
    COMMAND_RESULTS,
    COMMANDS,
    DEAD_LETTERS,
    RETURNED_PREFIX,
    returned_topic,
    submitted_topic,
)
from services.chassis.batch import Lane
from services.chassis.settings import ChassisSettings

ANSWER_SECONDS_MAX = 15.0


class NoAnswer(Exception):
    """Nothing came back in time: is the gate running? `xinfang status` tells."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    kind: str
    """`ce_type` of the message."""
    lane: Lane
    body: Mapping[str, Any]


class Client:
    """A producer, and a reader of everything that answers it."""

    def __init__(
        self,
        settings: ChassisSettings,
        sources: Sequence[str],
        lanes: Sequence[Lane] = ("open", "restricted"),
        answer_seconds_max: float = ANSWER_SECONDS_MAX,
    ) -> None:
        self._settings = settings
        self._sources = sources
        self._lanes = lanes
        self._answer_seconds_max = answer_seconds_max
        self._waiting: dict[tuple[str, ...], asyncio.Future[Answer]] = {}
        self._early: dict[tuple[str, ...], Answer] = {}
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            acks="all",
            enable_idempotence=True,
        )
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap,
            enable_auto_commit=False,
        )
        self._lane_of: dict[str, Lane] = {}
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Client:
        await asyncio.gather(self._producer.start(), self._consumer.start())
        for lane in self._lanes:
            returned = [returned_topic(source) for source in self._sources]
            for stem in (COMMAND_RESULTS, DEAD_LETTERS, *returned):
                self._lane_of[self._settings.topic(lane, stem)] = lane
        partitions = range(self._settings.partitions)
        listened = [TopicPartition(name, p) for name in self._lane_of for p in partitions]
        self._consumer.assign(listened)
        await self._consumer.seek_to_end(*listened)
        self._reading = asyncio.create_task(self._read(), name="client answers")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        await asyncio.gather(self._producer.stop(), self._consumer.stop())

    async def submit(self, source: str, petition: Mapping[str, Any]) -> Answer:
        """Publish a petition and wait for its receipt or its dead letter; raises `NoAnswer`."""
        reference = str(petition.get("platform_ref", ""))
        return await self.submit_bytes(source, reference, orjson.dumps(petition))

    async def submit_bytes(self, source: str, reference: str, value: bytes) -> Answer:
        """The same with a petition as it stands on the topic."""
        stem = submitted_topic(source)
        receipt = ("receipt", source, reference)
        self._future(receipt)
        place = await self._publish("open", stem, reference, value)
        return await self._first(receipt, _dead(stem, place))

    async def command(self, lane: Lane, command: Mapping[str, Any]) -> Answer:
        """Publish a command into its case's lane and wait for the result; raises `NoAnswer`."""
        command_id = str(command["command_id"])
        result = ("result", command_id)
        self._future(result)
        key = str(command.get("case_id") or command_id)
        # What is about the whole bureau is decided in one place, so that it has one order.
        home = None if command.get("case_id") else BUREAU_PARTITION
        place = await self._publish(lane, COMMANDS, key, orjson.dumps(command), home)
        return await self._first(result, _dead(COMMANDS, place))

    async def publish_raw(self, source: str, key: bytes | None, value: bytes | None) -> Answer:
        """Publish bytes as they are and wait for the dead letter."""
        stem = submitted_topic(source)
        topic = self._settings.topic("open", stem)
        place = await self._producer.send_and_wait(topic, value, key=key)
        return await self._first(_dead(stem, place))

    async def _publish(
        self, lane: Lane, stem: str, key: str, value: bytes, partition: int | None = None
    ) -> Any:
        topic = self._settings.topic(lane, stem)
        key_bytes = key.encode()
        return await self._producer.send_and_wait(topic, value, key_bytes, partition)

    def _future(self, key: tuple[str, ...]) -> asyncio.Future[Answer]:
        """What will be answered under this key; it may have been already."""
        known = self._waiting.get(key)
        if known is not None:
            return known
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        early = self._early.pop(key, None)
        if early is not None:
            future.set_result(early)
        self._waiting[key] = future
        return future

    async def _first(self, *keys: tuple[str, ...]) -> Answer:
        done, _ = await asyncio.wait(
            {self._future(key) for key in keys},
            timeout=self._answer_seconds_max,
            return_when=asyncio.FIRST_COMPLETED,
        )
        for key in keys:
            self._waiting.pop(key, None)
        if not done:
            raise NoAnswer(NoAnswer.__doc__)
        return done.pop().result()

    async def _read(self) -> None:
        async for message in self._consumer:
            if message.value is not None:
                self._take(message)

    def _take(self, message: ConsumerRecord) -> None:
        body = orjson.loads(message.value)
        headers = {key: value.decode() for key, value in message.headers}
        answer = Answer(headers.get("ce_type", ""), self._lane_of[message.topic], body)
        stem = message.topic.removeprefix(f"{self._settings.namespace}.").removeprefix(
            "restricted."
        )
        key = _key(stem, body)
        future = self._waiting.get(key)
        if future is not None and not future.done():
            future.set_result(answer)
        elif key[0] != "other":
            self._early[key] = answer


def _dead(stem: str, place: Any) -> tuple[str, ...]:
    return ("dead", stem, str(place.partition), str(place.offset))


def _key(stem: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    if stem == COMMAND_RESULTS:
        return ("result", str(body["command_id"]))
    if stem == DEAD_LETTERS:
        return ("dead", str(body["topic"]), str(body["partition"]), str(body["offset"]))
    if "lane" in body:
        source = stem.removeprefix(RETURNED_PREFIX)
        return ("receipt", source, str(body["platform_ref"]))
    return ("other",)
