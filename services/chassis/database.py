"""PostgreSQL: connections, and the names schemas may have."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
from asyncpg.pool import PoolConnectionProxy

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:  # asyncpg's classes are generic in its stubs only
    Connection = asyncpg.Connection | PoolConnectionProxy
    Pool = asyncpg.Pool
Row = asyncpg.Record

COMMAND_TIMEOUT_SECONDS = 30
IDLE_IN_TRANSACTION_SECONDS_MAX = 5
"""A process that stands still in a transaction holds up whoever took its partitions over."""
CONNECTIONS_PER_SERVICE_MAX = 2
SCHEMA_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def checked_schema(name: str) -> str:
    """The name, if it can stand in SQL unquoted; raises `ValueError` otherwise."""
    if not SCHEMA_NAME.fullmatch(name):
        raise ValueError(
            f"Schema name {name!r} may hold only a-z, 0-9 and _ and starts with a letter."
        )
    return name


async def open_pool(
    dsn: str, schema: str, connections_max: int = CONNECTIONS_PER_SERVICE_MAX
) -> Pool:
    """A small pool whose connections see the service's own schema and nothing else."""
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=connections_max,
        command_timeout=COMMAND_TIMEOUT_SECONDS,
        reset=_nothing_to_reset,
        server_settings={
            "search_path": checked_schema(schema),
            "application_name": schema,
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_SECONDS_MAX}s",
        },
    )


async def _nothing_to_reset(_: Connection) -> None:
    """A service sets nothing on its connections, so that a round trip per batch is saved."""


async def connect(dsn: str, schema: str | None = None) -> Connection:
    """One connection, for work outside a service: migrations, tools."""
    settings = {"search_path": checked_schema(schema)} if schema else {}
    return await asyncpg.connect(
        dsn, command_timeout=COMMAND_TIMEOUT_SECONDS, server_settings=settings
    )


@asynccontextmanager
async def connection(dsn: str, schema: str | None = None) -> AsyncIterator[Connection]:
    """A connection that is closed at the end of the block."""
    link = await connect(dsn, schema)
    try:
        yield link
    finally:
        await link.close()
