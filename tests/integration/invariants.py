"""What must hold after any fault: questions to topics and tables, answered with violations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
from aiokafka import ConsumerRecord

from contracts.topics import CASES, COMMAND_RESULTS
from services.chassis.batch import Lane
from services.chassis.clock import StoryClock
from services.chassis.database import connection
from services.chassis.drain import Drain
from services.chassis.rebuild import rebuild
from services.chassis.running import Part, all_parts
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster
from tests.integration.stage import (
    STARTS_AT,
    house_of,
    messages_on,
    schema_of,
    tables_of,
)

ONE_OFF = (
    "petition.received",
    "petition.registered",
    "petition.accepted",
    "assignment.drafted",
    "assignment.dispatched",
    "assignment.received",
    "handler.designated",
    "verification.started",
    "verification.completed",
    "reply.submitted",
    "reply.content_passed",
    "reply.delivered",
    "receipt.signed",
    "reply.passed",
    "petition.concluded",
    "outcome.published",
)
"""What happens exactly once in a case that went the straight way to its conclusion."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the archive's history."""

    case_id: str
    owner: str
    seq: int
    type: str


async def violations(settings: ChassisSettings, lanes: Sequence[Lane]) -> list[str]:
    """Everything that does not hold, of what must hold in any house at rest."""
    found: list[str] = []
    for lane in lanes:
        found += gaps_in_seq(await history(settings, lane))
        found += contradictions(await messages_on(settings, settings.topic(lane, CASES)))
        found += several_answers(await messages_on(settings, settings.topic(lane, COMMAND_RESULTS)))
        found += await unread(settings, lane)
    return found + await unsent(settings, all_parts(lanes))


async def history(settings: ChassisSettings, lane: Lane) -> list[Happened]:
    """What the archive of a lane has kept."""
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    async with connection(dsn, schema) as link:
        rows = await link.fetch(
            'SELECT case_id, owner, seq, type FROM history ORDER BY partition, "offset"'
        )
    return [Happened(row["case_id"], row["owner"], row["seq"], row["type"]) for row in rows]


def gaps_in_seq(events: Iterable[Happened]) -> list[str]:
    """Per case and service the numbers are 1, 2, 3 …, each once, in the order of the log."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in events:
        numbers[event.case_id, event.owner].append(event.seq)
    return [
        f"{case_id}: {owner} counts {seqs}"
        for (case_id, owner), seqs in numbers.items()
        if seqs != list(range(1, len(seqs) + 1))
    ]


def not_once(events: Iterable[Happened], case_ids: Iterable[str]) -> list[str]:
    """Each of these cases went the straight way, every step of it once."""
    counted = Counter((event.case_id, event.type) for event in events)
    return [
        f"{case_id}: {name} × {counted[case_id, name]}"
        for case_id in case_ids
        for name in ONE_OFF
        if counted[case_id, name] != 1
    ]


def contradictions(log: Iterable[ConsumerRecord]) -> list[str]:
    """A crash may send an event twice, but never another one in its place."""
    said: dict[tuple[str, str, int], set[tuple[str, bytes]]] = defaultdict(set)
    for message in log:
        headers = dict(message.headers)
        if not message.key:
            continue
        source, event_id = headers["ce_source"].decode(), headers["ce_id"].decode()
        seq = orjson.loads(message.value)["seq"]
        said[message.key.decode(), source, seq].add((event_id, message.value))
    return [
        f"{case_id}: {source} said {len(events)} things as number {seq}"
        for (case_id, source, seq), events in said.items()
        if len(events) > 1
    ]


def several_answers(results: Iterable[ConsumerRecord]) -> list[str]:
    """However often a command was answered, it was the same answer."""
    answers: dict[str, set[bytes]] = defaultdict(set)
    for message in results:
        answers[orjson.loads(message.value)["command_id"]].add(message.value)
    return [
        f"command {command_id}: {len(bodies)} different answers"
        for command_id, bodies in answers.items()
        if len(bodies) > 1
    ]


def unanswered(results: Iterable[ConsumerRecord], command_ids: Iterable[str]) -> list[str]:
    """Every command of these has an answer."""
    answered = {orjson.loads(message.value)["command_id"] for message in results}
    return [f"command {one}: no answer" for one in sorted(set(command_ids) - answered)]


async def unread(settings: ChassisSettings, lane: Lane) -> list[str]:
    """Each service of a lane has committed the end of the log."""
    async with Cluster(settings) as cluster:
        look = await Drain(cluster, settings).lane(lane)
    return [f"{lane}: {service} is {n} behind" for service, n in look.behind.items()]


async def unsent(settings: ChassisSettings, parts: Iterable[Part]) -> list[str]:
    """No outbox holds a row."""
    dsn = settings.postgres_dsn.get_secret_value()
    found = []
    for part in parts:
        async with connection(dsn, settings.schema_of(part.lane, part.service)) as link:
            waiting = await link.fetchval("SELECT count(*) FROM outbox")
        if waiting:
            found.append(f"{part.label}: {waiting} outbox rows wait")
    return found


async def rebuilt_otherwise(settings: ChassisSettings, part: Part) -> list[str]:
    """Tables of a stopped service that do not follow from the log; they are made anew."""
    schema = schema_of(settings, part)
    kept = await tables_of(settings, schema)
    house = house_of(settings, (part.lane,), StoryClock(STARTS_AT))
    await rebuild(house, part)
    house.telemetry.close()
    anew = await tables_of(settings, schema)
    return [f"{part.label}: {name} is another" for name in kept if kept[name] != anew[name]]
