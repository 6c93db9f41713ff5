"""The partition worker: prefetch, decide, record and move the position, send, commit.

The position in the database says what was done, moved by compare-and-set; the group's committed
offset only follows it. A worker begins anew on assignment, after a lost compare-and-set and after a
failed send: its memory of states goes, the outbox is said again, reading starts at the position.
Whatever a zombie did meanwhile is then either committed and seen, or refused by the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndMetadata

from services.chassis import ledger
from services.chassis.batch import Batch, Lane, Outgoing, Plan, Processor, Record
from services.chassis.clockwork import Act, Clockwork, Consumer, due_ticks, overdue_first
from services.chassis.database import Connection, Pool
from services.chassis.ledger import Position, PositionLost
from services.chassis.ordering import Order, TopicOf, as_record, next_offsets
from services.chassis.progress import Patience, Progress
from services.chassis.settings import ChassisSettings
from services.chassis.telemetry import Telemetry
from services.chassis.wire import Sender

Offsets = Mapping[int, Mapping[str, int]]
Step = Callable[[str], Awaitable[None]]
"""A point between two steps of a batch; tests end the process or wait here."""


@dataclass(slots=True)
class Worker:
    """One service of one lane, on the partitions the group gives it."""

    name: str
    processor: Processor
    topics: Mapping[str, TopicOf]
    pool: Pool
    sender: Sender
    settings: ChassisSettings
    telemetry: Telemetry
    clockwork: Clockwork | None = None
    timer_lane: Lane = "open"
    step: Step | None = None
    positions: dict[int, Position] = field(default_factory=dict)
    due: dict[int, datetime | None] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)
    consumer: Consumer | None = None
    _order: Order = field(default_factory=Order)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _patience: Patience = field(default_factory=Patience)

    async def assigned(self, consumer: Consumer) -> None:
        """Take over partitions: begin anew on all that are assigned now."""
        async with self._lock:
            self.consumer = consumer
            partitions = {tp.partition for tp in consumer.assignment()}
            self.positions = {p: at for p, at in self.positions.items() if p in partitions}
            await self._retrying(lambda: self._begin(sorted(partitions)))

    async def revoked(self) -> None:
        """Partitions go to somebody else: finish what is under way, then know nothing."""
        async with self._lock:
            self.processor.forget(sorted(self.positions))
            self.positions.clear()
            self.due.clear()

    async def handle(self, raw: Sequence[ConsumerRecord]) -> None:
        """Take a batch the consumer fetched; returns when it is done or will be fetched again."""
        records = [as_record(message, self.topics[message.topic]) for message in raw]
        async with self._lock:
            self.progress.busy = True
            try:
                await self._handle(records)
            finally:
                self.progress.busy = False
        await self.run_slice()
        if len(raw) < self.settings.batch_records_max:
            await asyncio.sleep(self.settings.linger_milliseconds / 1_000)

    async def run_slice(self) -> bool:
        """Fire due timers of up to `slice_cases_max` cases; true if there was anything to fire."""
        if self.clockwork is None:
            return False
        async with self._lock:
            ticks = due_ticks(self.due, self.positions, self.timer_lane)
            if not ticks:
                return False
            self.progress.busy = True  # a slice that never succeeds is work that stands still
            try:
                await self._slice(ticks)
            except Exception as error:  # whatever it was, nothing was recorded
                await self._recover(error, sorted(ticks))
            finally:
                self.progress.busy = False
            return True

    async def announce(
        self, partition: int, make: Callable[[Position], Plan] = lambda _: Plan()
    ) -> bool:
        """Say what no record asked for (the tick), after what is overdue; false as in `act`."""
        return await self.act(
            partition,
            lambda link, position: overdue_first(self.processor, link, position, make),
            processed=False,
        )

    async def act(self, partition: int, decide: Act, processed: bool = True) -> bool:
        """Do between two batches what no record asked for; false if it was not this worker's."""
        async with self._lock:
            position = self.positions.get(partition)
            if position is None:
                return False
            try:
                async with self.pool.acquire() as link:
                    plan = await decide(link, position)
                    if plan.outgoing:
                        await self._commit(link, plan, {partition: {}}, processed)
            except Exception as error:  # whatever it was, nothing was recorded
                await self._recover(error, [partition])
                return False
            return True

    async def _handle(self, records: Sequence[Record]) -> None:
        pending = self._next(records)
        while pending:
            try:
                await self._batch(pending)
            except PositionLost as lost:
                await self._recover(lost, sorted(lost.partitions))
                pending = [r for r in pending if r.partition not in lost.partitions]
            except Exception as error:  # a bug stands still too, until the watchdog
                await self._recover(error, sorted({r.partition for r in pending}))
                return
            else:
                return

    async def _batch(self, records: Sequence[Record]) -> None:
        offsets = next_offsets(records)
        batch = Batch(records, {p: self.positions[p].in_force for p in sorted(offsets)})
        with self.telemetry.batch(self.name, records):
            async with self.pool.acquire() as link:
                if self.processor.searches(batch):
                    async with link.transaction():
                        plan = await self._decided(link, batch)
                        moved = await self._record(link, plan, offsets)
                    await self._follow(link, plan, moved)
                else:
                    plan = await self._decided(link, batch)
                    await self._commit(link, plan, offsets)
        self.progress.batches += 1
        self.progress.records += len(records)

    async def _decided(self, link: Connection, batch: Batch) -> Plan:
        prefetched = await self.processor.prefetch(link, batch)
        await self._passed("prefetched")
        return self.processor.decide(batch, prefetched)

    async def _slice(self, ticks: Mapping[int, datetime]) -> None:
        assert self.clockwork is not None
        async with self.pool.acquire() as link:
            due = await self.clockwork.prefetch_due(link, ticks)
            await self._passed("slice_prefetched")
            positions = {p: self.positions[p] for p in ticks}
            plan = self.clockwork.decide_due(due, positions)
            await self._commit(link, plan, {p: {} for p in ticks})

    async def _commit(
        self, link: Connection, plan: Plan, offsets: Offsets, processed: bool = True
    ) -> None:
        """One transaction, then say it; `processed` = the plan is the processor's own."""
        async with link.transaction():
            moved = await self._record(link, plan, offsets, processed)
        await self._follow(link, plan, moved, processed)

    async def _record(
        self, link: Connection, plan: Plan, offsets: Offsets, processed: bool = True
    ) -> dict[int, Position]:
        moved = {
            p: self.positions[p].moved(offsets[p], plan.in_force.get(p)) for p in sorted(offsets)
        }
        await ledger.move_positions(link, list(moved.values()))
        if processed:
            await self.processor.record(link, plan)
        await ledger.add_to_outbox(link, plan.outgoing, _steps(moved))
        await self._passed("before_commit")
        return moved

    async def _follow(
        self, link: Connection, plan: Plan, moved: Mapping[int, Position], processed: bool = True
    ) -> None:
        await self._passed("after_commit")
        if processed:
            self.processor.settle(plan)
        self.positions.update(moved)
        await self._look_at_timers(link, sorted(moved))
        await self._say(link, plan.outgoing, _steps(moved))
        await self._commit_offsets(sorted(moved))
        self._patience.restore()
        self.progress.moved_at = asyncio.get_running_loop().time()

    async def _say(
        self,
        link: Connection,
        outgoing: Sequence[Outgoing],
        steps: Mapping[int, int],
    ) -> None:
        if not outgoing:
            return
        await self.sender.send(outgoing)
        await self._passed("after_send")
        await ledger.clear_outbox(link, steps)

    async def _commit_offsets(self, partitions: Iterable[int]) -> None:
        await self._passed("before_offsets")
        assert self.consumer is not None
        offsets = {}
        for tp in self.consumer.assignment():
            position = self.positions.get(tp.partition)
            if position is not None and tp.partition in partitions:
                next_offset = position.offsets.get(self.topics[tp.topic].key, 0)
                offsets[tp] = OffsetAndMetadata(next_offset, self._armed(tp.partition))
        try:
            await self.consumer.commit(offsets)
        except (KafkaError, AssertionError):
            # A rebalance is under way; the position stands, the next owner goes by it.
            self.telemetry.count("offset_commits_failed", self.name)

    async def _begin(self, partitions: Sequence[int]) -> None:
        self.processor.forget(partitions)
        async with self.pool.acquire() as link:
            found = await ledger.read_positions(link, partitions)
            while left := await ledger.read_outbox(link, partitions):
                await self.sender.send([message for step in left for message in step.messages])
                await ledger.clear_outbox(link, {step.partition: step.step for step in left})
            self.positions.update(found)
            await self._look_at_timers(link, partitions)
        self._seek(partitions)
        await self._commit_offsets(partitions)

    def _seek(self, partitions: Sequence[int]) -> None:
        assert self.consumer is not None
        for tp in self.consumer.assignment():
            if tp.partition in partitions and tp.partition in self.positions:
                key = self.topics[tp.topic].key
                self.consumer.seek(tp, self.positions[tp.partition].offsets.get(key, 0))

    async def _recover(self, error: BaseException, partitions: Sequence[int]) -> None:
        """Trust nothing of the attempt: wait a little, then begin anew on these partitions."""
        self.progress.failures += 1
        self.telemetry.failed(self.name, error)
        await self._patience.wait(self.settings)
        await self._retrying(lambda: self._begin(partitions))

    async def _retrying(self, attempt: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await attempt()
            except Exception as error:  # without a beginning there is no work
                self.telemetry.failed(self.name, error)
                await self._patience.wait(self.settings)
            else:
                return

    async def _look_at_timers(self, link: Connection, partitions: Sequence[int]) -> None:
        if self.clockwork is not None:
            found = await self.clockwork.next_due(link, partitions)
            self.due.update({p: found.get(p) for p in partitions})

    def _armed(self, partition: int) -> str:
        due = self.due.get(partition)
        return due.isoformat() if due is not None else ""

    def _next(self, records: Sequence[Record]) -> list[Record]:
        found = self._order.sort(records, self.positions)
        if found.stale:
            self.telemetry.count("fetches_stale", self.name)
            self._seek(sorted(found.stale))
        if found.lost:
            self.telemetry.count("records_lost_by_retention", self.name)
        return found.next

    async def _passed(self, point: str) -> None:
        if self.step is not None:
            await self.step(point)


def _steps(moved: Mapping[int, Position]) -> dict[int, int]:
    return {partition: position.step for partition, position in moved.items()}
