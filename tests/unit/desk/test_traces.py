"""The trace viewer over real HTTP, fed by the real exporter."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import uvicorn
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from services.desk.traces import otlp
from services.desk.traces.ring import CaseSpan, Ring
from services.desk.traces.timeline import timeline
from services.desk.traces.viewer import application

CASE = "0d9c4a5e-0000-5000-8000-000000000001"
START_SECONDS_MAX = 5


@pytest.fixture
def viewer() -> Iterator[str]:
    """The address of a running viewer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        application(Ring()), host="127.0.0.1", port=port, log_level="error", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS_MAX
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def _get(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


def _status(request: Request | str) -> int:
    try:
        with urlopen(request) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def _export(viewer: str, compression: Compression) -> None:
    provider = TracerProvider(resource=Resource.create({"service.name": "house"}))
    exporter = OTLPSpanExporter(endpoint=f"{viewer}/v1/traces", compression=compression)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    gate, intake = provider.get_tracer("xinfang.gate"), provider.get_tracer("xinfang.intake")
    with gate.start_as_current_span(
        "create petition.received", attributes={"case.id": CASE}
    ) as first:
        intake.start_span(
            "process petition.received",
            attributes={"case.id": CASE, "case.rules": "<b>R-PUB-1"},
            links=[trace.Link(first.get_span_context())],
        ).end()
        intake.start_span("receive batch").end()
    provider.shutdown()


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip])
def test_what_a_real_exporter_sends_is_shown_as_the_timeline_of_its_case(
    viewer: str, compression: Compression
) -> None:
    _export(viewer, compression)
    shown = json.loads(_get(f"{viewer}/api/traces?case={CASE}"))
    assert [(row["service"], row["name"], row["depth"]) for row in shown["spans"]] == [
        ("gate", "create petition.received", 0),
        ("intake", "process petition.received", 1),
    ]
    assert shown["spans"][1]["links"] == [
        {key: shown["spans"][0][key] for key in ("trace_id", "span_id")}
    ]
    page = _get(f"{viewer}/traces?case={CASE}")
    assert "process petition.received" in page
    assert f'href="#s{shown["spans"][0]["span_id"]}"' in page
    assert "<b>R-PUB-1" not in page
    assert CASE in _get(f"{viewer}/")


def test_the_viewer_says_that_it_lives(viewer: str) -> None:
    assert _get(f"{viewer}/livez") == "ok"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"not protobuf at all", {"content-type": "application/x-protobuf"}, 400),
        (b"{}", {"content-type": "application/json"}, 415),
        (b"plain", {"content-type": "application/x-protobuf", "content-encoding": "gzip"}, 400),
        (b"", {"content-type": "application/x-protobuf", "content-encoding": "br"}, 400),
        (b"", {"content-type": "application/x-protobuf"}, 200),
        (
            gzip.compress(bytes(otlp.BODY_BYTES_MAX + 1)),
            {"content-type": "application/x-protobuf", "content-encoding": "gzip"},
            413,
        ),
    ],
)
def test_a_request_that_is_no_otlp_is_refused(
    viewer: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert _status(Request(f"{viewer}/v1/traces", body, headers)) == status


def test_a_case_that_was_never_traced_is_not_found(viewer: str) -> None:
    assert _status(f"{viewer}/traces?case=%3Cscript%3E") == 404


def _span(case_id: str, span_id: str, parent_id: str = "", started_ns: int = 1) -> CaseSpan:
    return CaseSpan(
        case_id, "t", span_id, parent_id, "gate", "n", started_ns, started_ns + 5, False, {}, ()
    )


def test_the_case_that_has_rested_longest_leaves_first() -> None:
    ring = Ring(cases_max=2)
    ring.add([_span("a", "1"), _span("b", "2"), _span("a", "3"), _span("c", "4")])
    assert [seen.case_id for seen in ring.recent(10)] == ["c", "a"]


def test_a_full_case_counts_what_it_cannot_take_and_a_repeat_is_kept_once() -> None:
    ring = Ring(spans_per_case_max=2)
    ring.add([_span("a", "1"), _span("a", "2"), _span("a", "1"), _span("a", "3")])
    [seen] = ring.recent(10)
    assert (seen.spans, seen.dropped) == (2, 1)


def test_children_stand_under_their_parent_and_a_lost_parent_leaves_them_at_the_edge() -> None:
    spans = [
        _span("a", "1", "", 1),
        _span("a", "3", "2", 3),
        _span("a", "2", "1", 2),
        _span("a", "4", "gone", 4),
    ]
    [found] = timeline(spans)
    assert [(row.span.span_id, row.depth) for row in found.rows] == [
        ("1", 0),
        ("2", 1),
        ("3", 2),
        ("4", 0),
    ]
