"""The trace viewer as an ASGI application: one address takes spans, the others show them."""

from __future__ import annotations

from dataclasses import asdict

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from services.desk.traces import otlp, pages
from services.desk.traces.ring import CaseSpan, Ring
from services.desk.traces.timeline import timeline

PROTOBUF = "application/x-protobuf"
RECENT_CASES_MAX = 200

# A page needs nothing but its own style; whatever a span's name holds cannot run.
_LOCKED = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
}


def application(ring: Ring) -> Starlette:
    """The viewer over a ring of spans."""
    app = Starlette(
        routes=[
            Route("/v1/traces", _take, methods=["POST"]),
            Route("/traces", _show_case),
            Route("/api/traces", _case_as_json),
            Route("/", _show_cases),
            Route("/livez", _alive),
        ]
    )
    app.state.ring = ring
    return app


async def _take(request: Request) -> Response:
    """Spans of an exporter (OTLP/HTTP, protobuf, plain or gzip)."""
    if request.headers.get("content-type", "").split(";")[0] != PROTOBUF:
        return PlainTextResponse(f"send {PROTOBUF}", 415)
    try:
        spans = await run_in_threadpool(
            _decoded, await _body(request), request.headers.get("content-encoding", "")
        )
    except otlp.TooLarge:
        return PlainTextResponse("too large", 413)
    except otlp.Unreadable:
        return PlainTextResponse("not an OTLP trace request", 400)
    _ring(request).add(spans)
    return Response(otlp.ACCEPTED, media_type=PROTOBUF)


async def _show_case(request: Request) -> Response:
    """The timeline of `?case=`."""
    case_id = request.query_params.get("case", "").strip()
    traces = timeline(_ring(request).spans_of(case_id))
    return HTMLResponse(pages.case_page(case_id, traces), 200 if traces else 404, headers=_LOCKED)


async def _case_as_json(request: Request) -> Response:
    """The same for programs: spans in the order they are shown."""
    case_id = request.query_params.get("case", "").strip()
    traces = timeline(_ring(request).spans_of(case_id))
    rows = [
        {
            "depth": row.depth,
            "after_ns": row.after_ns,
            "duration_ns": row.duration_ns,
            **asdict(row.span),
        }
        for trace in traces
        for row in trace.rows
    ]
    return JSONResponse({"case": case_id, "traces": len(traces), "spans": rows})


async def _show_cases(request: Request) -> Response:
    """The cases that moved last."""
    return HTMLResponse(pages.cases_page(_ring(request).recent(RECENT_CASES_MAX)), headers=_LOCKED)


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > otlp.BODY_BYTES_MAX:
            raise otlp.TooLarge
    return bytes(body)


def _decoded(body: bytes, encoding: str) -> list[CaseSpan]:
    return list(otlp.spans_in(otlp.unzipped(body, encoding.lower())))


def _ring(request: Request) -> Ring:
    ring = request.app.state.ring
    assert isinstance(ring, Ring)
    return ring
