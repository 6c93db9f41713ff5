"""What a year reads from the tables of a house: cases that have changed, and the final count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from services.chassis.database import Connection

LEFT_OUT = ("contents", "status_clauses", "custody")
"""Parts of a view that grow and that nobody decides by."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event of the timeline, without what it says."""

    case_id: str
    type: str
    offset: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A case as the archive sees it."""

    case_id: str
    source: str
    platform_ref: str
    view: Mapping[str, Any]


async def happened_since(link: Connection, partition: int, offset: int) -> Sequence[Line]:
    """Everything of a partition at this offset and after it, in the order of the log."""
    rows = await link.fetch(
        'SELECT case_id, type, "offset" FROM case_timeline'
        ' WHERE partition = $1 AND "offset" >= $2 ORDER BY "offset"',
        partition,
        offset,
    )
    return [Line(row["case_id"], row["type"], row["offset"]) for row in rows]


async def overviews(link: Connection, case_ids: Collection[str]) -> Sequence[Overview]:
    """These cases, in the order of their ids."""
    rows = await link.fetch(
        "SELECT case_id, source, platform_ref, view FROM case_overview"
        " WHERE case_id = ANY($1::text[]) ORDER BY case_id",
        list(case_ids),
    )
    return [
        Overview(row["case_id"], row["source"], row["platform_ref"], _short(row["view"]))
        for row in rows
    ]


async def every_case(link: Connection) -> Sequence[str]:
    """The ids of all cases of the archive, in the order they came in."""
    rows = await link.fetch("SELECT case_id FROM case_overview ORDER BY received_at, case_id")
    return [row["case_id"] for row in rows]


async def received(link: Connection) -> int:
    """How many petitions the archive's history has seen arrive."""
    count: int = await link.fetchval(
        "SELECT count(*) FROM case_timeline WHERE type = 'petition.received'"
    )
    return count


async def cases_kept(link: Connection, but: str) -> int:
    """Cases a service keeps, all but one that is none."""
    count: int = await link.fetchval("SELECT count(*) FROM case_states WHERE case_id <> $1", but)
    return count


async def cases_parked(link: Connection) -> int:
    """Cases of a service whose events wait because a handler failed."""
    count: int = await link.fetchval("SELECT count(DISTINCT case_id) FROM parked")
    return count


async def outbox_rows(link: Connection) -> int:
    """What a worker has decided and not yet sent."""
    count: int = await link.fetchval("SELECT count(*) FROM outbox")
    return count


def _short(view: str | None) -> Mapping[str, Any]:
    found: dict[str, Any] = orjson.loads(view or "{}")
    for name in LEFT_OUT:
        found.pop(name, None)
    return found
