"""OTLP over HTTP: protobuf in, spans of cases out; what names no case is passed over."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it ships none
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from services.desk.traces.ring import CaseSpan, SpanLink

BODY_BYTES_MAX = 16 * 1024 * 1024
"""Of a request after decompression: an exporter sends at most some thousand spans at once."""

GZIP_WINDOW = 16 + zlib.MAX_WBITS
SCOPE_PREFIX = "xinfang."
CASE_ATTRIBUTE = "case.id"

ACCEPTED = ExportTraceServiceResponse().SerializeToString()


class Unreadable(Exception):
    """The body is no OTLP trace request."""


class TooLarge(Exception):
    """The body is larger than BODY_BYTES_MAX."""


def unzipped(body: bytes, encoding: str) -> bytes:
    """The plain body; a small one that would unfold without end is refused."""
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Unreadable(encoding)
    inflater = zlib.decompressobj(GZIP_WINDOW)
    try:
        plain = inflater.decompress(body, BODY_BYTES_MAX)
    except zlib.error as error:
        raise Unreadable from error
    if inflater.unconsumed_tail:
        raise TooLarge
    return plain


def spans_in(body: bytes) -> Iterator[CaseSpan]:
    """The spans that name a case; raises `Unreadable`."""
    try:
        request = ExportTraceServiceRequest.FromString(body)
    except DecodeError as error:
        raise Unreadable from error
    for resource in request.resource_spans:
        process = str(_values(resource.resource.attributes).get("service.name", ""))
        for scope in resource.scope_spans:
            service = scope.scope.name.removeprefix(SCOPE_PREFIX) or process
            for span in scope.spans:
                attributes = _values(span.attributes)
                case_id = attributes.pop(CASE_ATTRIBUTE, None)
                if case_id:
                    yield _case_span(str(case_id), service, span, attributes)


def _case_span(
    case_id: str,
    service: str,
    span: Span,
    attributes: dict[str, str | int | float | bool],
) -> CaseSpan:
    return CaseSpan(
        case_id=case_id,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        service=service,
        name=span.name,
        started_ns=span.start_time_unix_nano,
        ended_ns=span.end_time_unix_nano,
        failed=span.status.code == Status.STATUS_CODE_ERROR,
        attributes=attributes,
        links=tuple(SpanLink(link.trace_id.hex(), link.span_id.hex()) for link in span.links),
    )


def _values(pairs: Iterable[KeyValue]) -> dict[str, str | int | float | bool]:
    """Scalar attributes; lists and maps are not among those the house sends."""
    values: dict[str, str | int | float | bool] = {}
    for pair in pairs:
        kind = pair.value.WhichOneof("value")
        if kind in ("string_value", "int_value", "double_value", "bool_value"):
            values[pair.key] = getattr(pair.value, kind)
    return values
