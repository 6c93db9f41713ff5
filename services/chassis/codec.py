"""Events as Kafka messages: CloudEvents 1.0 in binary mode, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from contracts.envelope import CaseEvent
from contracts.outcomes import Outward
from contracts.topics import CASES
from services.chassis.batch import Headers, Lane, Outgoing, Record

SOURCE_PREFIX = "xinfang/"


def header(record: Record, name: str) -> str | None:
    """A header as text; None where it is missing, null or not UTF-8."""
    for key, value in record.headers:
        if key == name and value is not None:
            try:
                return value.decode()
            except UnicodeDecodeError:
                return None
    return None


def encode(event: CaseEvent, lane: Lane, service: str, traceparent: str | None = None) -> Outgoing:
    """A stamped event as the message that goes onto the log of its lane, on its own partition."""
    return Outgoing(
        partition=event.partition,
        lane=lane,
        topic=CASES,
        key=event.case_id,
        value=event.__pydantic_serializer__.to_json(event, exclude_none=True),
        headers=cloud_headers(
            event.id, event.name, service, event.occurred_at, event.case_id, traceparent
        ),
        on_log=True,
    )


def encode_body(body: Outward) -> bytes:
    """The JSON of a message outside the log; nothing where it takes back what was said."""
    if body.tombstone:
        return b""
    return body.__pydantic_serializer__.to_json(body, exclude_none=True)


def cloud_headers(  # noqa: PLR0913, PLR0917 - the attributes CloudEvents names
    event_id: str,
    event_type: str,
    service: str,
    at: datetime | str,
    subject: str = "",
    traceparent: str | None = None,
) -> Headers:
    """The CloudEvents attributes of a message, and its trace context."""
    time = at if isinstance(at, str) else at.isoformat()
    headers = (
        *_headers_of_kind(event_type, service),
        ("ce_id", event_id.encode()),
        ("ce_time", time.encode()),
    )
    if subject:
        headers = (*headers, ("ce_subject", subject.encode()))
    if traceparent:
        headers = (*headers, ("traceparent", traceparent.encode()))
    return headers


@cache
def _headers_of_kind(event_type: str, service: str) -> Headers:
    """Those that are the same for every message of a kind; the type first, readers look for it."""
    return (
        ("ce_type", event_type.encode()),
        ("ce_source", (SOURCE_PREFIX + service).encode()),
        ("ce_specversion", b"1.0"),
        ("content-type", b"application/json"),
    )


def decode(record: Record, registry: Mapping[str, type[CaseEvent]]) -> CaseEvent | None:
    """The event a log record holds; None for a type nobody in `registry` asked for."""
    event_type = registry.get(header(record, "ce_type") or "")
    if event_type is None or record.value is None:
        return None
    event = event_type.model_validate_json(record.value)
    event.fill(partition=record.partition, offset=record.offset)
    return event
