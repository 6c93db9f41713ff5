"""FastStream around a worker: subscription, rebalance, lifespan; the worker stays correct alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy, BaseMiddleware
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaMessage
from faststream.kafka.subscriber.usecase import BatchSubscriber

from services.chassis.settings import ChassisSettings
from services.chassis.worker import Worker

IDLE_LOOK_SECONDS = 0.05
MAX_POLL_INTERVAL_MILLISECONDS = 300_000


class AutoCommitFound(Exception):
    """A subscriber commits offsets by itself and would lose messages: set AckPolicy.MANUAL."""


def _taking(worker: Worker) -> type[BaseMiddleware[Any, Any]]:
    class TakeRecords(BaseMiddleware[Any, Any]):
        """Hands the raw records to the worker and nothing on to FastStream's decoding."""

        async def consume_scope(self, _: Callable[[Any], Awaitable[Any]], msg: Any) -> Any:
            await worker.handle(msg.raw_message)

    return TakeRecords


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Tells the worker what the group gives it and takes from it."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def on_partitions_revoked(self, _: Iterable[TopicPartition]) -> None:
        await self._shell.worker.revoked()

    async def on_partitions_assigned(self, _: Iterable[TopicPartition]) -> None:
        await self._shell.worker.assigned(self._shell.consumer)


class Shell:
    """One worker and its consumer, started and stopped together."""

    def __init__(self, worker: Worker, group: str, settings: ChassisSettings) -> None:
        self.worker = worker
        self.group = group
        self._broker = KafkaBroker(
            settings.kafka_bootstrap,
            consumer_only=True,
            allow_auto_create_topics=False,
            apply_types=False,
            middlewares=[_taking(worker)],
            graceful_timeout=settings.graceful_stop_seconds,
            logger=None,
        )
        self._subscriber = self._subscribe(settings)
        self._idle: asyncio.Task[None] | None = None

    @property
    def consumer(self) -> Any:
        """The consumer FastStream made; it exists before it subscribes."""
        return self._subscriber.consumer

    async def start(self) -> None:
        """Join the group; returns once the consumer runs."""
        self._check_no_auto_commit()
        await self._broker.start()
        self._idle = asyncio.create_task(self._run_slices(), name=f"slices {self.group}")

    async def stop(self) -> None:
        """Finish the batch under way, leave the group, close."""
        if self._idle is not None:
            self._idle.cancel()
            await asyncio.gather(self._idle, return_exceptions=True)
        await self._broker.stop()

    def _subscribe(self, settings: ChassisSettings) -> BatchSubscriber:
        subscriber = self._broker.subscriber(
            *self.worker.topics,
            group_id=self.group,
            batch=True,
            max_records=settings.batch_records_max,
            batch_timeout_ms=settings.batch_wait_milliseconds,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            partition_assignment_strategy=[RangePartitionAssignor],
            session_timeout_ms=settings.session_timeout_milliseconds,
            heartbeat_interval_ms=settings.session_timeout_milliseconds // 3,
            max_poll_interval_ms=MAX_POLL_INTERVAL_MILLISECONDS,
            listener=_Rebalance(self),
            parser=_unparsed,
            decoder=_undecoded,
        )
        assert isinstance(subscriber, BatchSubscriber)
        subscriber(_never_called)
        return subscriber

    def _check_no_auto_commit(self) -> None:
        if self._subscriber._connection_args.get("enable_auto_commit", True):  # noqa: SLF001
            raise AutoCommitFound(self.group)

    async def _run_slices(self) -> None:
        """When idle, timers that the last tick made due are still fired."""
        while True:
            fired = await self.worker.run_slice()
            await asyncio.sleep(0 if fired else IDLE_LOOK_SECONDS)


async def _unparsed(message: tuple[ConsumerRecord, ...]) -> KafkaMessage:
    return KafkaMessage(raw_message=message, body=b"", consumer=None)  # type: ignore[arg-type]


async def _undecoded(_: KafkaMessage) -> bytes:
    return b""


async def _never_called(body: bytes) -> None:  # noqa: ARG001 - FastStream asks for a body
    raise AssertionError("the middleware takes every batch")
