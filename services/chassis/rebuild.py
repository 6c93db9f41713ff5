"""A service's rows made anew from the log: nothing is decided again, history stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.envelope import CaseEvent
from contracts.topics import CASES
from services.chassis import case_store, claims, ledger, standing_store
from services.chassis.batch import InForce, Record
from services.chassis.case_record import CaseRecord
from services.chassis.case_turns import BUREAU_EVENTS
from services.chassis.cases import CaseProcessor
from services.chassis.codec import SOURCE_PREFIX, decode, header
from services.chassis.database import Connection, checked_schema, connection
from services.chassis.house import House
from services.chassis.ledger import Position
from services.chassis.migrate import migrate
from services.chassis.ordering import TopicOf
from services.chassis.running import Part, case_processor, migrations_of
from services.chassis.service import Applied
from services.chassis.standing import Copy
from services.chassis.wire import Cluster

EVENTS_WRITTEN_AT_ONCE_MAX = 5_000


@dataclass(slots=True)
class _Anew:
    """What the log has led to so far, in one partition."""

    cases: dict[str, CaseRecord[Any]] = field(default_factory=dict)
    own: dict[str, list[CaseEvent]] = field(default_factory=lambda: defaultdict(list))
    """Own announcements not yet evolved, per case, the earliest last."""
    applied: list[Applied[Any]] = field(default_factory=list)
    in_force: InForce = InForce()
    copies: list[Copy] = field(default_factory=list)


async def rebuild(house: House, part: Part) -> int:
    """Drop the schema of a stopped service and fill it again up to its committed offsets.

    Returns how many events were read; what lies beyond is decided when the service starts.
    """
    settings = house.settings
    dsn = settings.postgres_dsn.get_secret_value()
    schema = checked_schema(settings.schema_of(part.lane, part.service))
    async with connection(dsn) as link:
        await link.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    await migrate(dsn, schema, migrations_of(part))
    processor = case_processor(house, part)
    topic = settings.topic(part.lane, CASES)
    async with Cluster(settings) as cluster, connection(dsn, schema) as link:
        committed = await cluster.committed(settings.group(part.lane, part.service))
        events = 0
        for tp, (end, _) in sorted(committed.items()):
            if tp.topic == topic:
                records = [r async for r in _read(house, part, tp, end)]
                await _fill(link, processor, part, records, end)
                events += len(records)
    return events


async def _read(house: House, part: Part, tp: TopicPartition, end: int) -> AsyncIterator[Record]:
    if end <= 0:
        return
    consumer = AIOKafkaConsumer(bootstrap_servers=house.settings.kafka_bootstrap)
    await consumer.start()
    try:
        consumer.assign([tp])
        await consumer.seek_to_beginning(tp)
        async for m in consumer:
            if m.offset < end:
                yield Record(CASES, part.lane, m.partition, m.offset, m.key, m.value, m.headers)
            if m.offset >= end - 1:
                return
    finally:
        await consumer.stop()


async def _fill(
    link: Connection,
    processor: CaseProcessor[Any, Any],
    part: Part,
    records: Sequence[Record],
    end: int,
) -> None:
    anew = _Anew()
    _collect_own(processor, records, anew, end)
    for record in records:
        _take(processor, anew, record)
    for case_id in list(anew.own):
        _evolve_own(processor, anew, case_id, end)
    partition = records[0].partition if records else 0
    _catch_up(processor, anew, partition, end)
    async with link.transaction():
        await _write(link, processor, anew, partition)
        await ledger.read_positions(link, [partition])
        key = TopicOf(CASES, part.lane).key
        position = Position(partition).moved({key: end}, anew.in_force)
        await ledger.move_positions(link, [position])


def _collect_own(
    processor: CaseProcessor[Any, Any],
    records: Sequence[Record],
    anew: _Anew,
    end: int,
) -> None:
    seen: dict[str, int] = defaultdict(int)
    for record in records:
        if _source(record) != processor.service.name:
            continue
        event = decode(record, processor.own_events)
        if event is not None and event.seq > seen[event.case_id] and event.decided_at <= end:
            seen[event.case_id] = event.seq
            anew.own[event.case_id].append(event)
    for waiting in anew.own.values():
        waiting.reverse()


def _take(processor: CaseProcessor[Any, Any], anew: _Anew, record: Record) -> None:
    if (header(record, "ce_type") or "") in BUREAU_EVENTS:
        anew.in_force = processor.put_in_force(record, anew.in_force, anew.copies)
        return
    event = decode(record, processor.registry)
    source = _source(record)
    if event is None:
        return
    if source == processor.service.name:
        _note_own(processor, anew, event)
        return
    case = _case(processor, anew, event)
    if processor.decider.is_repeat(case, event, source) or not processor.wants(event):
        return
    _evolve_own(processor, anew, event.case_id, event.offset)
    case = anew.cases.get(event.case_id, case)
    turn = processor.decider.replay(_aged(processor, case, anew.in_force.bureau), event, source)
    if processor.service.timers is not None:
        turn.record.trace = header(record, "traceparent") or ""
    anew.cases[event.case_id] = turn.record
    anew.applied.extend(turn.applied)


def _note_own(processor: CaseProcessor[Any, Any], anew: _Anew, event: CaseEvent) -> None:
    """Only a service that reads everything keeps where its own events stand."""
    if not processor.service.reads_everything:
        return
    _evolve_own(processor, anew, event.case_id, event.offset)
    case = anew.cases[event.case_id]
    if not processor.decider.is_repeat(case, event, processor.service.name):
        anew.cases[event.case_id] = processor.noted(case, event)
        anew.applied.append(Applied(event, case.state, event.partition, event.offset))


def _evolve_own(
    processor: CaseProcessor[Any, Any],
    anew: _Anew,
    case_id: str,
    applied_to: int,
) -> None:
    waiting = anew.own.get(case_id, [])
    while waiting and waiting[-1].decided_at <= applied_to:
        event = waiting.pop()
        case = _case(processor, anew, event)
        turn = processor.decider.replay(case, event, processor.service.name)
        anew.cases[case_id] = turn.record
        anew.applied.extend(turn.applied)


def _case(processor: CaseProcessor[Any, Any], anew: _Anew, event: CaseEvent) -> CaseRecord[Any]:
    known = anew.cases.get(event.case_id)
    return known or processor.decider.fresh(event.case_id, anew.in_force.bureau, event)


def _aged(processor: CaseProcessor[Any, Any], case: CaseRecord[Any], count: int) -> CaseRecord[Any]:
    """The record once these bureau-wide events are in force; what followed stands on the log."""
    if case.bureau == count:
        return case
    aged, decider = case.copy(), processor.decider
    for number in range(case.bureau + 1, count + 1):
        decider.age(aged, decider.standing.event(number))
    return aged


def _catch_up(processor: CaseProcessor[Any, Any], anew: _Anew, partition: int, end: int) -> None:
    """Open cases have met what is in force, but for those that would still have to say something.

    Those the service brings up to date by itself when it starts.
    """
    behind = processor.waiting_of(anew.cases)
    for case_id in [case_id for case_id, count in behind.items() if count < anew.in_force.bureau]:
        case, count = anew.cases[case_id], anew.in_force.bureau
        turn = processor.decider.catch_up(case, count, partition, end)
        if not turn.announced:
            anew.cases[case_id] = turn.record


async def _write(
    link: Connection,
    processor: CaseProcessor[Any, Any],
    anew: _Anew,
    partition: int,
) -> None:
    partition_of = dict.fromkeys(anew.cases, partition)
    waiting = processor.waiting_of(anew.cases)
    await case_store.write(link, anew.cases, partition_of, processor.codec, waiting)
    await standing_store.write(link, anew.copies)
    await case_store.write_timers(link, processor.timers_of(anew.cases), partition_of)
    if processor.search is not None:
        applied = (processor.search.claims_of(one.event) for one in anew.applied)
        await claims.claim(link, [claimed for each in applied for claimed in each])
    if processor.service.store is not None:
        for start in range(0, len(anew.applied), EVENTS_WRITTEN_AT_ONCE_MAX):
            some = anew.applied[start : start + EVENTS_WRITTEN_AT_ONCE_MAX]
            await processor.service.store.record(link, some)


def _source(record: Record) -> str:
    return (header(record, "ce_source") or "").removeprefix(SOURCE_PREFIX)
