"""Puts messages on a topic as anybody with a client could, well-formed or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aiokafka import AIOKafkaProducer

from services.chassis.settings import ChassisSettings

PARTITION = 0
"""One partition, so that every message stands in the way of the next."""


class Posted(NamedTuple):
    """A message as it is sent."""

    value: bytes | None
    key: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


async def post(settings: ChassisSettings, topic: str, messages: Sequence[Posted]) -> list[int]:
    """Send them in order, onto one partition; gives the offsets they got."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, acks="all")
    await producer.start()
    try:
        return [
            (
                await producer.send_and_wait(
                    topic,
                    message.value,
                    key=message.key,
                    partition=PARTITION,
                    headers=list(message.headers),  # aiokafka takes nothing but a list
                )
            ).offset
            for message in messages
        ]
    finally:
        await producer.stop()
