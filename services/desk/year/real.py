"""A year's house on real servers: a private namespace, a clock of its own, two processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from contracts.topics import DEAD_LETTERS
from services.chassis.batch import Lane
from services.chassis.client import Answer, Client
from services.chassis.clock import StoryClock
from services.chassis.database import Connection, connection
from services.chassis.drain import LOG_READERS
from services.chassis.house import House
from services.chassis.namespace import drop_namespace
from services.chassis.running import GATE, Part, Running, all_parts, prepare, running
from services.chassis.settings import ChassisSettings
from services.chassis.ticker import Ticker
from services.chassis.topics import sources_of
from services.desk.demo.processes import Program, ready, spawn, stop
from services.desk.year import tables
from services.desk.year.balance import Row, Standing
from services.desk.year.petitions import Arrival
from services.desk.year.seen import NOT_FACTS, Seen

LANES: tuple[Lane, ...] = ("open", "restricted")
PARTITIONS = 4
ANSWER_SECONDS_MAX = 120.0
"""A batch of commands waits for its turn behind the one before."""
LETTER = "y"
REGISTER = "bureau"
"""Under this id the archive keeps the register of the whole bureau, which is no case."""
OTHERS = tuple(part.label for part in all_parts(LANES) if part.service != GATE)
CASES_READ_AT_ONCE = 1_000


@dataclass(slots=True)
class RealYear:
    """Speaks to running services as platforms and the desk do, and reads what the archive has."""

    house: House
    ticker: Ticker
    client: Client
    clock: StoryClock
    links: Mapping[Lane, Connection]
    """To the archive of each lane; kept open, because every moment asks."""
    dead: Counter[str] = field(default_factory=Counter)
    """Dead letters by code, as they were answered."""
    cases: dict[str, Seen] = field(default_factory=dict)
    _read: dict[tuple[Lane, int], int] = field(default_factory=dict)

    async def submit(self, arrivals: Sequence[Arrival]) -> Sequence[str]:
        """Publish petitions, all at once, and wait for each receipt or dead letter."""
        asked = (
            self.client.submit_bytes(one.source, one.platform_ref, one.value) for one in arrivals
        )
        codes = [_code(answer) for answer in await asyncio.gather(*asked)]
        self.dead.update(code for code in codes if code)
        return codes

    async def order(self, commands: Sequence[tuple[Seen, Mapping[str, Any]]]) -> Sequence[str]:
        """Issue commands, all at once, and wait for each result."""
        asked = (self.client.command(seen.lane, command) for seen, command in commands)
        return [_code(answer) for answer in await asyncio.gather(*asked)]

    async def tick(self, at: datetime) -> None:
        """Let time pass once everything before it has been heard."""
        await self._settled()
        self.clock.move_to(at)
        await asyncio.gather(*(self.ticker.tick(lane, at) for lane in LANES))

    async def changed(self) -> Sequence[Seen]:
        """Every case in which something has happened, once nothing waits anywhere."""
        await self._settled()
        touched = await asyncio.gather(*(self._changed_in(lane) for lane in LANES))
        return [self.cases[case_id] for case_ids in touched for case_id in sorted(case_ids)]

    async def standing(self) -> Standing:
        """What stands in every table at the end."""
        rows: dict[str, Row] = {}
        cases: dict[str, int] = {}
        wanted: dict[str, int] = {}
        parked = outbox = 0
        for lane in LANES:
            async with _tables_of(self.house.settings, Part("archive", lane)) as link:
                arrived = await tables.received(link)
                ids = await tables.every_case(link)
                for start in range(0, len(ids), CASES_READ_AT_ONCE):
                    some = ids[start : start + CASES_READ_AT_ONCE]
                    for one in await tables.overviews(link, some):
                        rows[one.case_id] = Row.of(one.source, one.platform_ref, one.view)
            for part in (Part(name, lane) for name in LOG_READERS):
                async with _tables_of(self.house.settings, part) as link:
                    wanted[part.label] = arrived
                    cases[part.label] = await tables.cases_kept(link, REGISTER)
                    parked += await tables.cases_parked(link)
                    outbox += await tables.outbox_rows(link)
        async with _tables_of(self.house.settings, Part(GATE)) as link:
            outbox += await tables.outbox_rows(link)
        looks = [await self.ticker.drain.lane(lane) for lane in LANES]
        behind = sum(sum(look.behind.values()) for look in looks)
        letters = await self._dead_letters()
        return Standing(rows, cases, wanted, self.dead, letters, parked, outbox, behind)

    async def log_events(self) -> int:
        """Events on the logs of both lanes."""
        ends = [await self.ticker.drain.log_ends(lane) for lane in LANES]
        return sum(sum(of_lane.values()) for of_lane in ends)

    async def _dead_letters(self) -> int:
        names = [self.house.settings.topic(lane, DEAD_LETTERS) for lane in LANES]
        ends = await self.ticker.drain.ends(names)
        return sum(sum(of_topic.values()) for of_topic in ends.values())

    async def _settled(self) -> None:
        await asyncio.gather(*(self.ticker.settled(lane) for lane in LANES))

    async def _changed_in(self, lane: Lane) -> set[str]:
        touched: set[str] = set()
        link = self.links[lane]
        for partition in range(self.house.settings.partitions):
            start = self._read.get((lane, partition), 0)
            for line in await tables.happened_since(link, partition, start):
                self._read[lane, partition] = line.offset + 1
                if line.type in NOT_FACTS or line.case_id == REGISTER:
                    continue
                new = Seen(line.case_id, lane, {}, [])
                self.cases.setdefault(line.case_id, new).happened.append(line.type)
                touched.add(line.case_id)
        for one in await tables.overviews(link, touched):
            self.cases[one.case_id].view = one.view
        return touched


def _tables_of(settings: ChassisSettings, part: Part) -> AbstractAsyncContextManager[Connection]:
    schema = settings.schema_of(part.lane, part.service)
    return connection(settings.postgres_dsn.get_secret_value(), schema)


@asynccontextmanager
async def real_year(house: House, clock: StoryClock, folder: Path) -> AsyncIterator[RealYear]:
    """The gate and its clock here, all other services in a process beside; gone afterwards."""
    settings, sources = house.settings, sources_of(house.basis.catalogue)
    program = Program("cases", "services.chassis.process", OTHERS)
    await prepare(house, all_parts(LANES), sources)
    beside = [spawn(program, _environment(settings), folder)]
    try:
        async with AsyncExitStack() as stack:
            here: Running = await stack.enter_async_context(running(house, [Part(GATE)], sources))
            client = Client(settings, sources, answer_seconds_max=ANSWER_SECONDS_MAX)
            await stack.enter_async_context(client)
            await ready(beside)
            assert here.ticker is not None
            links = {
                lane: await stack.enter_async_context(_tables_of(settings, Part("archive", lane)))
                for lane in LANES
            }
            yield RealYear(house, here.ticker, client, clock, links)
    finally:
        await stop(beside)
        await drop_namespace(settings)


def _environment(settings: ChassisSettings) -> Mapping[str, str]:
    return {
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "POSTGRES_DSN": settings.postgres_dsn.get_secret_value(),
        "NAMESPACE": settings.namespace,
        "PARTITIONS": str(settings.partitions),
        "LINGER_MILLISECONDS": str(settings.linger_milliseconds),
        "SESSION_TIMEOUT_MILLISECONDS": str(settings.session_timeout_milliseconds),
        "VAULT_KEY_OPEN": settings.vault_key_open.get_secret_value(),
        "VAULT_KEY_RESTRICTED": settings.vault_key_restricted.get_secret_value(),
    }


def _code(answer: Answer) -> str:
    return str(answer.body.get("code") or "")
