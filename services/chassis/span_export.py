"""Spans leave the process by an allow-list: what is not named here stays."""

from __future__ import annotations

from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

SPANS_QUEUED_MAX = 16_384
SPANS_EXPORTED_AT_ONCE_MAX = 1_024
EXPORT_DELAY_MILLISECONDS = 500

ALLOWED_ATTRIBUTES = frozenset(
    {
        "case.id",  # finds every span of a case
        "case.event",  # name of the event, code of the contract
        "case.rules",  # ids of the rules that decided
        "case.armed_by",  # id of the event that armed a timer
        "messaging.system",
        "messaging.operation.type",
        "messaging.operation.name",
        "messaging.destination.name",
        "messaging.destination.partition.id",
        "messaging.consumer.group.name",
        "messaging.kafka.offset",
        "messaging.batch.message_count",
        "error.type",
    }
)
"""The only attributes that leave a process; a key or an exception's text may hold personal data."""


class AllowListExporter(SpanExporter):
    """Drops every span attribute that is not on the list, then hands on."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export the spans without what is not allowed."""
        return self._inner.export([_cleaned(span) for span in spans])

    def shutdown(self) -> None:
        """Close the inner exporter."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Flush the inner exporter."""
        return self._inner.force_flush(timeout_millis)


def _cleaned(span: ReadableSpan) -> ReadableSpan:
    attributes = {k: v for k, v in (span.attributes or {}).items() if k in ALLOWED_ATTRIBUTES}
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=attributes,
        links=span.links,
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=trace.Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def span_provider(endpoint: str, sample_ratio: float, process: str) -> TracerProvider:
    """A provider that exports to an OTLP/HTTP endpoint."""
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(sample_ratio)),
        resource=Resource.create({"service.name": process}),
    )
    exporter = AllowListExporter(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces"))
    provider.add_span_processor(
        BatchSpanProcessor(
            exporter,
            max_queue_size=SPANS_QUEUED_MAX,
            max_export_batch_size=SPANS_EXPORTED_AT_ONCE_MAX,
            schedule_delay_millis=EXPORT_DELAY_MILLISECONDS,
        )
    )
    return provider
