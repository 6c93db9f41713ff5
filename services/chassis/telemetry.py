"""Traces and metrics: names in one place, attributes by allow-list, nothing that people wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanContext, SpanKind, TraceFlags
from opentelemetry.util.types import AttributeValue
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from contracts.envelope import CaseEvent
from services.chassis.batch import Record
from services.chassis.codec import header
from services.chassis.span_export import span_provider

BATCH_LINKS_MAX = 32


@dataclass(slots=True)
class Trace:
    """The trace context that announcements of a decision carry on."""

    parent: str | None = None


class ProcessSpan:
    """The block in which one event is processed; without tracing it only hands the context on."""

    __slots__ = ("_span", "_trace")

    def __init__(self, context: Trace, span: Span | None = None) -> None:
        self._trace = context
        self._span = span

    def __enter__(self) -> Trace:
        return self._trace

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._span is None:
            return
        if kind is not None:
            self._span.set_attribute("error.type", kind.__name__)
            self._span.set_status(trace.StatusCode.ERROR)
        self._span.end()


class Telemetry:
    """Spans and metrics of one process."""

    def __init__(
        self, endpoint: str = "", sample_ratio: float = 1.0, process: str = "xinfang"
    ) -> None:
        self.registry = CollectorRegistry()
        self.process_name = process
        self._provider = span_provider(endpoint, sample_ratio, process) if endpoint else None
        self._tracers: dict[str, trace.Tracer] = {}
        r = self.registry
        self._records = Counter("xinfang_records", "Records taken", ["service"], registry=r)
        self._batch_size = Histogram(
            "xinfang_batch_records",
            "Records per batch",
            ["service"],
            buckets=(1, 5, 20, 50, 100, 200, 500),
            registry=r,
        )
        self._batch_seconds = Histogram(
            "xinfang_batch_seconds", "Seconds per batch, sending included", ["service"], registry=r
        )
        self._decisions = Counter(
            "xinfang_decisions", "Decisions by rule", ["service", "rule"], registry=r
        )
        self._fired = Counter("xinfang_timers_fired", "Timers fired", ["service"], registry=r)
        self._failures = Counter(
            "xinfang_failures", "Attempts that failed", ["service", "error"], registry=r
        )
        self._parked = Counter(
            "xinfang_cases_parked", "Events whose handler failed", ["service"], registry=r
        )
        self._events = Counter(
            "xinfang_incidents", "Things that should be rare", ["service", "what"], registry=r
        )
        self.clock_held = Gauge(
            "xinfang_clock_held_seconds", "Since when a tick is due", ["lane"], registry=r
        )
        self.horizon_days = Gauge(
            "xinfang_calendar_horizon_days", "Days the calendar still knows", registry=r
        )

    def close(self) -> None:
        """Send what waits and stop."""
        if self._provider is not None:
            self._provider.shutdown()

    @contextmanager
    def batch(self, service: str, records: Sequence[Record]) -> Iterator[None]:
        """Times a batch; its span links to the messages, it does not parent them."""
        started = perf_counter()
        span = self._batch_span(service, records)
        try:
            yield
        finally:
            self._batch_seconds.labels(service).observe(perf_counter() - started)
            self._batch_size.labels(service).observe(len(records))
            self._records.labels(service).inc(len(records))
            if span is not None:
                span.end()

    def process(self, service: str, record: Record, event: CaseEvent) -> ProcessSpan:
        """The span of one event in one service, child of the span that announced it."""
        incoming = header(record, "traceparent")
        tracer = self._tracer(service)
        if tracer is None:
            return ProcessSpan(Trace(incoming))
        attributes: dict[str, AttributeValue] = {
            "case.id": event.case_id,
            "case.event": event.name,
            "messaging.system": "kafka",
            "messaging.operation.type": "process",
            "messaging.operation.name": "process",
            "messaging.destination.name": record.topic,
            "messaging.destination.partition.id": str(record.partition),
            "messaging.kafka.offset": record.offset,
        }
        span = tracer.start_span(
            f"process {event.name}",
            context=_context(incoming),
            kind=SpanKind.CONSUMER,
            attributes=attributes,
        )
        return ProcessSpan(Trace(_traceparent(span)), span)

    @contextmanager
    def fired(self, service: str, case_id: str, armed: str | None = None) -> Iterator[Trace]:
        """A timer starts a trace of its own, linked to the one that armed it."""
        self._fired.labels(service).inc()
        tracer = self._tracer(service)
        if tracer is None:
            yield Trace()
            return
        span = tracer.start_span(
            "fire timer",
            context=trace.set_span_in_context(trace.INVALID_SPAN),
            attributes={"case.id": case_id},
            links=[Link(linked)] if (linked := _span_context(armed)) else (),
        )
        try:
            yield Trace(_traceparent(span))
        finally:
            span.end()

    @contextmanager
    def create(
        self, service: str, case_id: str, event: str, incoming: str | None
    ) -> Iterator[Trace]:
        """The span of something new at the gate, in the sender's trace where it sent one."""
        tracer = self._tracer(service)
        if tracer is None:
            yield Trace(incoming)
            return
        span = tracer.start_span(
            f"create {event}",
            context=_context(incoming),
            kind=SpanKind.PRODUCER,
            attributes={
                "case.id": case_id,
                "case.event": event,
                "messaging.system": "kafka",
                "messaging.operation.type": "create",
                "messaging.operation.name": "create",
            },
        )
        try:
            yield Trace(_traceparent(span))
        finally:
            span.end()

    def decided(self, service: str, event: CaseEvent) -> None:
        """Count the rules an announcement rests on."""
        if event.receipt is not None:
            for rule in event.receipt.rules:
                self._decisions.labels(service, rule.id).inc()

    def failed(self, service: str, error: BaseException) -> None:
        """Count an attempt that will be made again."""
        self._failures.labels(service, type(error).__name__).inc()

    def parked(self, service: str, error: BaseException) -> None:
        """Count a handler's failure: the case waits for us."""
        self._parked.labels(service).inc()
        self._failures.labels(service, type(error).__name__).inc()

    def count(self, what: str, service: str) -> None:
        """Count something that should be rare."""
        self._events.labels(service, what).inc()

    def _batch_span(self, service: str, records: Sequence[Record]) -> Span | None:
        tracer = self._tracer(service)
        if tracer is None:
            return None
        links = [
            Link(context)
            for record in records[:BATCH_LINKS_MAX]
            if (context := _span_context(header(record, "traceparent")))
        ]
        return tracer.start_span(
            "receive batch",
            context=trace.set_span_in_context(trace.INVALID_SPAN),
            kind=SpanKind.CONSUMER,
            links=links,
            attributes={
                "messaging.system": "kafka",
                "messaging.operation.type": "receive",
                "messaging.operation.name": "poll",
                "messaging.batch.message_count": len(records),
            },
        )

    def _tracer(self, service: str) -> trace.Tracer | None:
        if self._provider is None:
            return None
        tracer = self._tracers.get(service)
        if tracer is None:
            tracer = self._provider.get_tracer(f"xinfang.{service}")
            self._tracers[service] = tracer
        return tracer


def _span_context(traceparent: str | None) -> SpanContext | None:
    parts = (traceparent or "").split("-")
    try:
        trace_id, span_id, flags = int(parts[1], 16), int(parts[2], 16), int(parts[3], 16)
    except (IndexError, ValueError):
        return None
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None


def _context(traceparent: str | None) -> Context:
    context = _span_context(traceparent)
    span = trace.NonRecordingSpan(context) if context else trace.INVALID_SPAN
    return trace.set_span_in_context(span)


def _traceparent(span: Span) -> str:
    context = span.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"
