"""The services' own decisions on a log in memory: no broker, no database, no wall clock.

Each processor of the house hears its partitions in order, decides, and what it announces is
appended. Who is next is drawn by lot, so a seed gives one of the orders a real house may have.
"""

from __future__ import annotations

import base64
import heapq
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import SecretStr

from contracts.topics import CASES, COMMANDS, submitted_topic
from services.chassis.batch import Batch, InForce, Lane, Outgoing, Record
from services.chassis.case_plan import CasePlan, Due, Heard
from services.chassis.cases import CaseProcessor
from services.chassis.clock import StoryClock, WallClock
from services.chassis.drain import LOG_READERS
from services.chassis.house import House
from services.chassis.ids import partition_of
from services.chassis.kit import open_house
from services.chassis.ledger import Position
from services.chassis.ordering import TopicOf
from services.chassis.running import Part, case_processor, service_app
from services.chassis.searching import Others
from services.chassis.settings import ChassisSettings
from services.chassis.ticker import tick_plan
from services.gate.app import GateProcessor, Prefetched
from services.gate.state import Memory

LANES: tuple[Lane, ...] = ("open", "restricted")
STATES_MAX = 10_000_000
"""Nothing leaves memory here."""
ROUNDS_MAX = 1_000_000
KEYS = tuple(base64.b64encode(letter * 32).decode() for letter in (b"o", b"r"))


@dataclass(slots=True)
class Reader:
    """A service of one lane: how far it has read each partition, and what is armed."""

    part: Part
    processor: CaseProcessor[Any, Any]
    offsets: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    in_force: dict[int, InForce] = field(default_factory=lambda: defaultdict(InForce))
    due: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """Earliest timer and partition of each case that has one."""
    waiting: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How many bureau-wide events each open case has met, and its partition."""

    soon: list[tuple[datetime, str]] = field(default_factory=list)
    """The same as `due` in a heap, with what is out of date still in it."""

    def arm(self, case_id: str, at: datetime | None, partition: int) -> None:
        """A case has another earliest timer, or none."""
        if at is None:
            self.due.pop(case_id, None)
        else:
            self.due[case_id] = (at, partition)
            heapq.heappush(self.soon, (at, case_id))

    def is_due(self) -> bool:
        """Whether the last tick of any partition may have made a timer due."""
        while self.soon and self.due.get(self.soon[0][1], (None, 0))[0] != self.soon[0][0]:
            heapq.heappop(self.soon)
        ticks = [tick for state in self.in_force.values() if (tick := state.tick(self.part.lane))]
        return bool(self.soon and ticks) and self.soon[0][0] <= max(ticks)

    def behind(self) -> list[tuple[str, int]]:
        """Cases a bureau-wide event is still to be applied to, with their partition."""
        if not any(state.bureau for state in self.in_force.values()):
            return []
        return sorted(
            (case_id, partition)
            for case_id, (count, partition) in self.waiting.items()
            if count < self.in_force[partition].bureau
        )

    claimed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Cases by the keys they have claimed."""

    def others(self, batch: Batch) -> Others[Any]:
        """Who has claimed what the batch claims; the states of all of them are in memory."""
        search = self.processor.search
        asked = search.asked(batch) if search is not None else []
        keys = {key for _, sought in asked for key in sought.keys}
        for event, sought in asked:
            for key in sought.keys:
                self.claimed[key].add(event.case_id)
        return Others({key: tuple(sorted(self.claimed[key])) for key in keys})

    def armed(self, ticks: bool = False) -> Iterator[tuple[datetime, int, str]]:
        """Timers as (due, partition, case); with `ticks` only those the last tick made due."""
        if ticks and not self.is_due():
            return
        for case_id, (at, partition) in self.due.items():
            tick = self.in_force[partition].tick(self.part.lane)
            if not ticks or (tick is not None and at <= tick):
                yield at, partition, case_id


@dataclass(frozen=True, slots=True)
class Said:
    """A message beside the log: an answer, an outcome, a dead letter."""

    lane: Lane
    topic: str
    key: str
    kind: str
    value: bytes


def memory_settings(partitions: int) -> ChassisSettings:
    """Settings without servers."""
    return ChassisSettings(
        partitions=partitions,
        states_cached_max=STATES_MAX,
        vault_key_open=SecretStr(KEYS[0]),
        vault_key_restricted=SecretStr(KEYS[1]),
    )


def memory_house(clock: StoryClock, partitions: int = 1) -> House:
    """A house whose services are wired as always and whose servers are never asked."""
    return replace(_opened(partitions), clock=clock)


@cache
def _opened(partitions: int) -> House:
    """Catalogues and rule sets are read once."""
    return open_house(memory_settings(partitions), WallClock(), process="simulation")


class MemoryLog:
    """The whole house on one log per lane and partition."""

    def __init__(self, house: House, clock: StoryClock, seed: int | None = None) -> None:
        self.house = house
        self.clock = clock
        self.partitions = house.settings.partitions
        self.logs: dict[tuple[Lane, int], list[Record]] = defaultdict(list)
        self.said: list[Said] = []
        self.lot = random.Random(seed) if seed is not None else None
        self.readers = [
            Reader(part, case_processor(house, part))
            for lane in LANES
            for part in (Part(name, lane) for name in LOG_READERS)
        ]
        self._gate: GateProcessor = service_app("gate").processor(house)
        self._memory = Memory()
        self._gate_in_force: dict[int, InForce] = defaultdict(InForce)
        self._inbound: dict[str, int] = defaultdict(int)

    def submit(self, source: str, key: str, value: bytes) -> Record:
        """A petition arrives on its source's topic and is taken at once."""
        return self._arrives("open", submitted_topic(source), key, value)

    def command(self, lane: Lane, key: str, value: bytes, home: int | None = None) -> Record:
        """A command arrives and is taken at once."""
        return self._arrives(lane, COMMANDS, key, value, home)

    def tick(self, at: datetime) -> None:
        """It is `at`, in both lanes and each partition."""
        self.clock.move_to(at)
        for lane in LANES:
            for partition in range(self.partitions):
                self._tick(lane, partition, at)

    def armed(self) -> datetime | None:
        """The earliest timer of all."""
        return min((at for reader in self.readers for at, _, _ in reader.armed()), default=None)

    def settle(self) -> None:
        """Let everybody hear everything and fire what is due, until nothing is left."""
        for _ in range(ROUNDS_MAX):
            waiting = [reader for reader in self.readers if self.waits(reader)]
            if not waiting:
                return
            self._step(self.lot.choice(waiting) if self.lot else waiting[0])
        raise RuntimeError("the house does not come to rest")

    def waits(self, reader: Reader) -> bool:
        """Whether a service has something to hear or to fire."""
        return any(
            len(self.logs[reader.part.lane, p]) > reader.offsets[p] for p in range(self.partitions)
        ) or any(True for _ in (*reader.behind(), *reader.armed(ticks=True)))

    def _step(self, reader: Reader) -> None:
        """A batch where there is one, else a slice of timers."""
        lane = reader.part.lane
        records = [
            record
            for p in range(self.partitions)
            for record in self._next(self.logs[lane, p], reader.offsets[p])
        ]
        if records:
            self._batch(reader, records)
        else:
            self._slice(reader)

    def _next(self, log: Sequence[Record], offset: int) -> Sequence[Record]:
        most = self.lot.randint(1, 20) if self.lot else len(log)
        return log[offset : offset + most]

    def _batch(self, reader: Reader, records: Sequence[Record]) -> None:
        heard = [record for record in records if reader.processor.concerns_us(record)]
        for record in records:
            reader.offsets[record.partition] = record.offset + 1
        batch = Batch(records, {p: reader.in_force[p] for p in range(self.partitions)})
        others = reader.others(batch)
        self._take(reader, reader.processor.decide(batch, Heard(heard, {}, others)))

    def _slice(self, reader: Reader) -> None:
        due = sorted(reader.armed(ticks=True))
        key = TopicOf(CASES, reader.part.lane).key
        positions = {
            p: Position(p, 0, {key: reader.offsets[p]}, reader.in_force[p])
            for p in range(self.partitions)
        }
        cases = [(case_id, partition) for _, partition, case_id in due]
        cases = reader.behind() or cases
        self._take(reader, reader.processor.decide_due(Due(cases, {}), positions))

    def _take(self, reader: Reader, plan: CasePlan[Any]) -> None:
        if plan.parked:
            raise AssertionError(f"{reader.part.label} parked {plan.parked[0]}")
        reader.in_force.update(plan.in_force)
        reader.processor.settle(plan)
        for case_id, at in reader.processor.timers_of(plan.changed).items():
            reader.arm(case_id, at, plan.partition_of[case_id])
        for case_id in plan.changed:
            reader.waiting.pop(case_id, None)
        for case_id, count in reader.processor.waiting_of(plan.changed).items():
            reader.waiting[case_id] = (count, plan.partition_of[case_id])
        self._send(plan.outgoing)

    def _send(self, outgoing: Sequence[Outgoing]) -> None:
        for message in sorted(outgoing, key=lambda one: not one.on_log):
            if message.topic == CASES:
                self._append(message)
            else:
                kind = next(value for name, value in message.headers if name == "ce_type")
                said = Said(message.lane, message.topic, message.key, kind.decode(), message.value)
                self.said.append(said)

    def _append(self, message: Outgoing) -> None:
        log = self.logs[message.lane, message.partition]
        key = message.key.encode() if message.key else None
        log.append(
            Record(
                CASES,
                message.lane,
                message.partition,
                len(log),
                key,
                message.value,
                message.headers,
            )
        )

    def _arrives(
        self, lane: Lane, topic: str, key: str, value: bytes, home: int | None = None
    ) -> Record:
        partition = partition_of(key.encode(), self.partitions) if home is None else home
        place = f"{lane}/{topic}/{partition}"
        record = Record(topic, lane, partition, self._inbound[place], key.encode(), value)
        self._inbound[place] += 1
        now = self.clock.now()
        batch = Batch([record], dict(self._gate_in_force))
        readings = self._gate.readings(batch, now)
        plan = self._gate.decide(batch, Prefetched(now, readings, self._memory))
        self._memory.add(plan.news)
        self._gate_in_force.update(plan.in_force)
        self._send(plan.outgoing)
        return record

    def _tick(self, lane: Lane, partition: int, at: datetime) -> None:
        position = Position(partition, in_force=self._gate_in_force[partition])
        copies = self._gate.copies(position)
        self._gate_in_force.update(copies.in_force)
        self._send(copies.outgoing)
        position = Position(partition, in_force=self._gate_in_force[partition])
        plan = tick_plan(lane, at, drained=True)(position)
        self._gate_in_force.update(plan.in_force)
        self._send(plan.outgoing)
