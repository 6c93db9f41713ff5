"""Time becomes an event: a tick in each partition, once everything before it has been heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiokafka.errors import KafkaError

from contracts.events.gate import ClockTicked
from services.chassis.batch import Lane, Plan
from services.chassis.clock import Clock
from services.chassis.codec import encode
from services.chassis.drain import Drain, LaneLook
from services.chassis.ids import derived_id
from services.chassis.ledger import Position
from services.chassis.telemetry import Telemetry
from services.chassis.worker import Worker

LOOK_SECONDS = 0.02
"""Between two looks at the consumer groups while a tick waits."""
HOLD_SHOWN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class TickLimits:
    """How often the clock ticks, and how long it is held for services that are behind."""

    interval_seconds: float = 60
    quiet_minutes: float = 10
    """Where nothing is armed, this long passes between two ticks."""
    rounds: int = 4
    """The longest chain of answers: that many times running the log's end must have been heard."""
    hold_minutes_max: float = 60
    """Beyond it the tick is written undrained, with an alert."""


@dataclass(slots=True)
class Ticker:
    """Writes `clock.ticked` into the partitions the gate's worker holds, lane by lane."""

    worker: Worker
    drain: Drain
    lanes: Sequence[Lane]
    inbound: Mapping[Lane, Sequence[str]]
    """Full names of the topics the gate takes for a lane."""
    telemetry_of: Callable[[Lane], Telemetry]
    limits: TickLimits = TickLimits()

    async def tick(self, lane: Lane, at: datetime, drained: bool = True) -> None:
        """Write a tick into each partition of a lane, unless it has one of that time already."""
        for partition in sorted(self.worker.positions):
            await self.worker.announce(partition, tick_plan(lane, at, drained))

    async def catch_up(self) -> None:
        """Write what is in force in the whole bureau into partitions that do not have it yet."""
        for partition in sorted(self.worker.positions):
            await self.worker.announce(partition)

    async def run(self, clock: Clock) -> None:
        """Tick by the wall clock until cancelled; a lane that stands still holds up only itself."""
        await asyncio.gather(*(self._run_lane(lane, clock) for lane in self.lanes))

    async def _run_lane(self, lane: Lane, clock: Clock) -> None:
        while True:
            await asyncio.sleep(self.limits.interval_seconds)
            await self._tick_when_heard(lane, clock.now())

    async def _tick_when_heard(self, lane: Lane, at: datetime) -> None:
        try:
            await self.catch_up()
            look = await self.drain.lane(lane)
            last = self._last(lane)
            quiet = timedelta(minutes=self.limits.quiet_minutes)
            if last is not None and look.armed is None and not look.behind and at - last < quiet:
                return
            await self.tick(lane, at, await self._heard(lane))
        except KafkaError as error:
            # The broker is away: the clock stands, and the next interval asks again.
            self.telemetry_of(lane).failed("ticker", error)

    async def _heard(self, lane: Lane) -> bool:
        """Wait for all that came before; false where a service held the clock up too long."""
        holding = asyncio.create_task(self._show_hold(lane))
        try:
            async with asyncio.timeout(self.limits.hold_minutes_max * 60):
                await self._inbound_taken(lane)
                for _ in range(self.limits.rounds):
                    await self.settled(lane, await self.drain.log_ends(lane))
        except TimeoutError:
            self.telemetry_of(lane).count("ticks_undrained", "ticker")
            return False
        finally:
            holding.cancel()
            self.telemetry_of(lane).clock_held.labels(lane).set(0)
        return True

    async def _show_hold(self, lane: Lane) -> None:
        """Let operators see how long a tick has been due."""
        held_seconds = 0
        while True:
            self.telemetry_of(lane).clock_held.labels(lane).set(held_seconds)
            await asyncio.sleep(HOLD_SHOWN_SECONDS)
            held_seconds += HOLD_SHOWN_SECONDS

    async def _inbound_taken(self, lane: Lane) -> None:
        topics = self.inbound[lane]
        before = await self.drain.ends(topics)
        while not await self.drain.inbound(topics, before):  # noqa: ASYNC110 - nobody calls us
            await asyncio.sleep(LOOK_SECONDS)

    async def settled(self, lane: Lane, ends: Mapping[int, int] | None = None) -> LaneLook:
        """Wait until every service of a lane has heard its log up to these ends, no timer due."""
        ticks = {p: at for p in self.worker.positions if (at := self._tick_of(p, lane))}
        while not (look := await self.drain.lane(lane, ends)).settled(ticks):  # noqa: ASYNC110 - same
            await asyncio.sleep(LOOK_SECONDS)
        return look

    def _tick_of(self, partition: int, lane: Lane) -> datetime | None:
        position = self.worker.positions.get(partition)
        return position.in_force.tick(lane) if position else None

    def _last(self, lane: Lane) -> datetime | None:
        ticks = [self._tick_of(p, lane) for p in self.worker.positions]
        return min((tick for tick in ticks if tick is not None), default=None)


def tick_plan(lane: Lane, at: datetime, drained: bool) -> Callable[[Position], Plan]:
    """One tick for the partition of a position, unless it has one of that time already."""

    def plan(position: Position) -> Plan:
        last = position.in_force.tick(lane)
        if last is not None and at <= last:
            return Plan()
        event = ClockTicked(at=at, drained=drained).stamped(
            id=derived_id(f"clock/{lane}/{at.isoformat()}", "gate", position.partition),
            occurred_at=at,
            caused_by="clock",
            partition=position.partition,
        )
        ticks = {**position.in_force.ticks, lane: at}
        in_force = replace(position.in_force, ticks=ticks)
        return Plan([encode(event, lane, "gate")], {position.partition: in_force})

    return plan
