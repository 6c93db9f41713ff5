"""Cases whose handler failed: their events wait in order, the other cases go on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from contracts.outcomes import DeadLetter
from contracts.topics import CASES, DEAD_LETTERS
from services.chassis.batch import InForce, Lane, Outgoing, Record
from services.chassis.codec import cloud_headers, encode_body, header
from services.chassis.database import Connection
from services.chassis.ids import derived_id
from services.chassis.ledger import dump_in_force

HANDLER_FAILED = "HANDLER_FAILED"


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that waits, with what held at its offset."""

    record: Record
    case_id: str
    in_force: InForce
    cause: str
    """Class of the error for the event that failed; empty for those behind it."""

    @classmethod
    def failed(cls, record: Record, case_id: str, in_force: InForce, error: Exception) -> Parked:
        """The event whose handler raised."""
        return cls(record, case_id, in_force, type(error).__name__)

    @classmethod
    def waiting(cls, record: Record, case_id: str, in_force: InForce) -> Parked:
        """A later event of the same case."""
        return cls(record, case_id, in_force, "")


def timer_record(case_id: str, partition: int, applied_to: int, lane: Lane) -> Record:
    """What stands for a timer among parked events: the place on the log it fired at."""
    return Record(CASES, lane, partition, applied_to - 1, case_id.encode(), None)


def dead_letter(record: Record, service: str, lane: Lane, error: Exception) -> Outgoing:
    """What operators are told: where it lies and what kind of error, nothing of what it says."""
    value = record.value or b""
    body = DeadLetter.of(
        code=HANDLER_FAILED,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        sha256=hashlib.sha256(value).hexdigest(),
        size=len(value),
        service=service,
        error=type(error).__name__,
    )
    key = record.key.decode() if record.key else ""
    # With the key: timers of several cases may fail at one place of the log.
    cause = f"{record.topic}/{record.partition}/{record.offset}/{key}"
    at = header(record, "ce_time") or ""
    headers = cloud_headers(derived_id(cause, service, 0), DeadLetter.name, service, at)
    return Outgoing(record.partition, lane, DEAD_LETTERS, key, encode_body(body), headers, False)


async def parked_cases(link: Connection) -> set[str]:
    """The cases that wait now."""
    rows = await link.fetch("SELECT DISTINCT case_id FROM parked")
    return {row["case_id"] for row in rows}


async def park(link: Connection, events: Sequence[Parked]) -> None:
    """Keep these events until their case is driven again."""
    if not events:
        return
    await link.execute(
        "INSERT INTO parked"
        ' (partition, "offset", case_id, lane, key, value, headers, in_force, cause)'
        " SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::bytea[],"
        " $6::bytea[], $7::json[], $8::json[], $9::text[])",
        [event.record.partition for event in events],
        [event.record.offset for event in events],
        [event.case_id for event in events],
        [event.record.lane for event in events],
        [event.record.key for event in events],
        [event.record.value for event in events],
        [_headers(event.record) for event in events],
        [dump_in_force(event.in_force) for event in events],
        [event.cause for event in events],
    )


def _headers(record: Record) -> str:
    texts = {key: header(record, key) for key, _ in record.headers}
    return orjson.dumps({key: text for key, text in texts.items() if text is not None}).decode()
