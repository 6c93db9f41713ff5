"""Only what is on the list leaves a process with a span."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from services.chassis.batch import Record
from services.chassis.span_export import ALLOWED_ATTRIBUTES, AllowListExporter
from services.chassis.telemetry import Telemetry
from tests.unit.chassis.promises import CASE, letter

SECRET = "张三"
RECORD = Record("cases.v1", "open", 3, 41, b"case-1", SECRET.encode())


@contextmanager
def exporting() -> Iterator[tuple[TracerProvider, list[ReadableSpan]]]:
    """A provider behind the list, and what has left by the end of the block."""
    left: list[ReadableSpan] = []
    outside = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(AllowListExporter(outside)))
    yield provider, left
    left += outside.get_finished_spans()
    provider.shutdown()


@pytest.mark.parametrize("name", sorted(ALLOWED_ATTRIBUTES))
def test_an_attribute_on_the_list_leaves(name: str) -> None:
    with exporting() as (provider, left):
        provider.get_tracer("t").start_span("s", attributes={name: "value"}).end()
    assert dict(left[0].attributes or {}) == {name: "value"}


@pytest.mark.parametrize(
    "name",
    ["petitioner.name", "exception.message", "messaging.kafka.message.key", "db.statement", "case"],
)
def test_any_other_attribute_stays(name: str) -> None:
    with exporting() as (provider, left):
        provider.get_tracer("t").start_span("s", attributes={name: SECRET}).end()
    assert dict(left[0].attributes or {}) == {}


def test_neither_events_nor_the_sentence_of_an_error_leave() -> None:
    with exporting() as (provider, left):
        span = provider.get_tracer("t").start_span("s")
        span.add_event(SECRET, {"case.id": SECRET})
        span.record_exception(ValueError(SECRET))
        span.set_status(StatusCode.ERROR, SECRET)
        span.end()
    (seen,) = left
    assert (list(seen.events), seen.status.status_code) == ([], StatusCode.ERROR)
    assert SECRET not in seen.to_json()


def test_all_else_of_a_span_leaves_as_it_was() -> None:
    with exporting() as (provider, left):
        tracer = provider.get_tracer("t")
        parent = tracer.start_span("parent")
        span = tracer.start_span("child", kind=SpanKind.CONSUMER)
        span.end()
        parent.end()
    (child, _) = left
    assert isinstance(span, ReadableSpan)
    assert (child.name, child.kind, child.context) == ("child", SpanKind.CONSUMER, span.context)
    assert (child.start_time, child.end_time) == (span.start_time, span.end_time)


def test_every_attribute_the_house_sets_is_on_the_list_and_none_is_a_key_or_a_text() -> None:
    house = Telemetry()
    with exporting() as (provider, left):
        house._provider = provider
        with house.batch("intake", [RECORD]), house.process("intake", RECORD, letter()):
            pass
        with house.fired("intake", CASE), house.create("gate", CASE, "petition.received", None):
            pass
        with pytest.raises(ValueError, match=SECRET), house.process("intake", RECORD, letter()):
            raise ValueError(SECRET)
    assert len(left) == 5
    assert SECRET not in "".join(span.to_json() for span in left)
    assert {"case.id", "case.event", "error.type"} <= {k for s in left for k in s.attributes or {}}
