"""The window of a process: /livez, /readyz, /metrics, /status."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from services.chassis.batch import Lane
from services.chassis.running import Part, Running
from services.chassis.worker import Worker

LOOPBACK = "127.0.0.1"


class _Server(uvicorn.Server):
    """Leaves signals to the process around it, which stops its workers before its window."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@asynccontextmanager
async def served(app: ASGIApp, port: int) -> AsyncIterator[int]:
    """Serve an ASGI app on loopback until the block ends; gives the port, a free one for 0."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    server = _Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
        listener.close()


def window(here: Running, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The endpoints an operator's tools ask.

    A process with parts of both lanes shows the open one's only: nobody there learns of the other.
    """
    lane: Lane = "open" if any(part.lane == "open" for part in here.shells) else "restricted"

    def livez(_: Request) -> Response:
        return PlainTextResponse("ok")

    def readyz(_: Request) -> Response:
        waiting = [
            part.label
            for part, shell in here.shells.items()
            if part.lane == lane and not shell.worker.positions
        ]
        return JSONResponse({"waiting": waiting}, status_code=503 if waiting else 200)

    def metrics(_: Request) -> Response:
        text = generate_latest(here.house.telemetry_of(lane).registry)
        return Response(text, media_type="text/plain; version=0.0.4")

    def status(_: Request) -> Response:
        return JSONResponse(
            {
                part.label: _status(part, shell.worker)
                for part, shell in here.shells.items()
                if part.lane == lane
            }
        )

    routes: list[BaseRoute] = [
        Route("/livez", livez),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/status", status),
    ]
    return Starlette(routes=[*routes, *more])


def _status(part: Part, worker: Worker) -> dict[str, Any]:
    """What a worker knows of itself."""
    progress = worker.progress
    return {
        "service": part.service,
        "lane": part.lane,
        "partitions": sorted(worker.positions),
        "offsets": {p: dict(at.offsets) for p, at in sorted(worker.positions.items())},
        "ticks": {
            p: {lane: tick.isoformat() for lane, tick in at.in_force.ticks.items()}
            for p, at in sorted(worker.positions.items())
        },
        "timer_due": min((d.isoformat() for d in worker.due.values() if d), default=None),
        "batches": progress.batches,
        "records": progress.records,
        "failures": progress.failures,
        "busy": progress.busy,
    }
