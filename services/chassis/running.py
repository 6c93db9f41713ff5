"""Services at work: migrated, checked, started together, stopped together."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.topics import CASES
from services.chassis.batch import Lane, Processor
from services.chassis.cases import CaseProcessor
from services.chassis.database import open_pool
from services.chassis.deciding import Decider
from services.chassis.drain import LOG_READERS, Drain
from services.chassis.house import House
from services.chassis.migrate import CASES_MIGRATIONS, WORKER_MIGRATIONS, migrate
from services.chassis.ordering import TopicOf
from services.chassis.security import guard
from services.chassis.shell import Shell
from services.chassis.ticker import Ticker
from services.chassis.topics import inbound_topics, required_topics
from services.chassis.wire import Cluster, Sender
from services.chassis.worker import Step, Worker

GATE = "gate"
TOPIC_LOOKS_MAX = 50
TOPIC_LOOK_SECONDS = 0.2
TOPICS_SHOWN_MAX = 3

StepOf = Callable[["Part"], Step | None]


@dataclass(frozen=True, slots=True)
class Part:
    """One service in one lane; the gate belongs to neither and serves both."""

    service: str
    lane: Lane = "open"

    @property
    def label(self) -> str:
        """How logs, metrics and /status call it."""
        return self.service if self.lane == "open" else f"restricted.{self.service}"


def all_parts(lanes: Sequence[Lane]) -> tuple[Part, ...]:
    """The gate, and every log service of these lanes."""
    return (Part(GATE), *(Part(name, lane) for lane in lanes for name in LOG_READERS))


class TopicsWrong(Exception):
    """Topics are missing or have another number of partitions: create them, or set PARTITIONS."""

    def __init__(self, wrong: Sequence[str]) -> None:
        shown = ", ".join(wrong[:TOPICS_SHOWN_MAX])
        super().__init__(f"{self.__doc__} {len(wrong)} in all, among them {shown}")


@dataclass(slots=True)
class Running:
    """Services that run in this process."""

    house: House
    cluster: Cluster
    drain: Drain
    shells: dict[Part, Shell] = field(default_factory=dict)
    ticker: Ticker | None = None

    def worker(self, part: Part) -> Worker:
        """The worker of a part."""
        return self.shells[part].worker


async def prepare(house: House, parts: Iterable[Part], sources: Sequence[str]) -> None:
    """Make what is missing on the servers: schemas up to date, topics created."""
    settings = house.settings
    dsn = settings.postgres_dsn.get_secret_value()
    for part in parts:
        await migrate(dsn, settings.schema_of(part.lane, part.service), migrations_of(part))
    async with Cluster(settings) as cluster:
        await cluster.create(required_topics(settings, house.lanes, sources))


@asynccontextmanager
async def running(
    house: House,
    parts: Sequence[Part],
    sources: Sequence[str],
    step: StepOf | None = None,
) -> AsyncIterator[Running]:
    """Run parts of the house until the block ends; stops in the reverse order.

    `step` gives the hook of a part, for tests that stop it between two steps of a batch.
    """
    async with AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(Cluster(house.settings))
        await _check_topics(house, cluster, sources)
        here = Running(house, cluster, Drain(cluster, house.settings))
        for part in parts:
            here.shells[part] = await _shell(house, part, sources, stack, step)
        await asyncio.gather(*(shell.start() for shell in here.shells.values()))
        stack.push_async_callback(_stop_all, list(here.shells.values()))
        if Part(GATE) in here.shells:
            here.ticker = _ticker(here, sources)
        yield here


async def _shell(
    house: House,
    part: Part,
    sources: Sequence[str],
    stack: AsyncExitStack,
    step: StepOf | None,
) -> Shell:
    settings = house.settings
    dsn = settings.postgres_dsn.get_secret_value()
    pool = await open_pool(dsn, settings.schema_of(part.lane, part.service))
    stack.push_async_callback(pool.close)
    sender = Sender(settings)
    await sender.start()
    stack.push_async_callback(sender.stop)
    processor, topics = _processor(house, part, sources)
    clockwork = processor if isinstance(processor, CaseProcessor) and processor.has_slices else None
    worker = Worker(
        name=part.label,
        processor=processor,
        topics=topics,
        pool=pool,
        sender=sender,
        settings=settings,
        telemetry=house.telemetry_of(part.lane),
        clockwork=clockwork,
        timer_lane=part.lane,
        step=step(part) if step else None,
    )
    return Shell(worker, settings.group(part.lane, part.service), settings)


def _processor(
    house: House,
    part: Part,
    sources: Sequence[str],
) -> tuple[Processor, Mapping[str, TopicOf]]:
    settings = house.settings
    if part.service == GATE:
        stems = [(lane, stem) for lane in house.lanes for stem in inbound_topics(lane, sources)]
        topics = {settings.topic(lane, stem): TopicOf(stem, lane) for lane, stem in stems}
        return service_app(GATE).processor(house), topics
    topics = {settings.topic(part.lane, CASES): TopicOf(CASES, part.lane)}
    return case_processor(house, part), topics


def case_processor(house: House, part: Part) -> CaseProcessor[Any, Any]:
    """The processor of a service that reads the log."""
    service = service_app(part.service).service(house)
    return CaseProcessor(
        Decider(service, guard, house.standing()),
        part.lane,
        house.telemetry_of(part.lane),
        house.settings.states_cached_max,
        house.settings.slice_cases_max,
    )


def service_app(name: str) -> Any:
    """The `app` module of a service, found by name: the chassis imports no service."""
    return importlib.import_module(f"services.{name}.app")


def rooms_of(here: Running) -> list[Any]:
    """What the gate offers beside the log, where it runs here: its reading room."""
    return list(service_app(GATE).rooms(here)) if Part(GATE) in here.shells else []


def migrations_of(part: Part) -> list[Path]:
    """The folders of a part's migrations, the chassis's first."""
    module = importlib.import_module(f"services.{part.service}")
    assert module.__file__ is not None
    own = Path(module.__file__).parent / "migrations"
    chassis = [WORKER_MIGRATIONS] if part.service == GATE else [WORKER_MIGRATIONS, CASES_MIGRATIONS]
    return [*chassis, own]


async def _check_topics(house: House, cluster: Cluster, sources: Sequence[str]) -> None:
    """Topics just created take a moment to be known; what is wrong after it is wrong."""
    for _ in range(TOPIC_LOOKS_MAX):
        found = await cluster.topics()
        wrong = [
            f"{topic.name} ({found.get(topic.name, 'missing')})"
            for topic in required_topics(house.settings, house.lanes, sources)
            if found.get(topic.name) != topic.partitions
        ]
        if not wrong:
            return
        await asyncio.sleep(TOPIC_LOOK_SECONDS)
    raise TopicsWrong(wrong)


def _ticker(here: Running, sources: Sequence[str]) -> Ticker:
    settings = here.house.settings
    inbound = {
        lane: [settings.topic(lane, stem) for stem in inbound_topics(lane, sources)]
        for lane in here.house.lanes
    }
    # A petition of either lane arrives on an open topic.
    inbound = {lane: sorted({*inbound["open"], *names}) for lane, names in inbound.items()}
    return Ticker(
        worker=here.worker(Part(GATE)),
        drain=here.drain,
        lanes=here.house.lanes,
        inbound=inbound,
        telemetry_of=here.house.telemetry_of,
    )


async def _stop_all(shells: Sequence[Shell]) -> None:
    await asyncio.gather(*(shell.stop() for shell in shells))
