"""What the desk reads: the archive's views, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from contracts.zone import BUREAU_ZONE
from services.chassis.database import Connection, Row

HISTORY_ROWS_MAX = 5_000
"""Events of one case that are read at once."""
FIGURE_ROWS_AT_ONCE = 5_000
"""Events that figures are fetched by."""

View = Mapping[str, Any]
"""A case as the archive sees it; fields at their default are left out."""
Happened = Mapping[str, Any]
"""An event of a case's timeline: its place on the log, its envelope, its body."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of a list."""

    case_id: str
    source: str
    platform_ref: str
    received_at: str
    view: View


@dataclass(frozen=True, slots=True)
class Published:
    """What may be looked up of a case: no person, no place, no unit."""

    reg_no: str
    kind: str | None
    received_on: str
    status: str | None
    outcome_code: str | None
    since: str


async def cases_known_as(link: Connection, reference: str) -> list[str]:
    """The cases that have this id, or came in under this number of any source."""
    rows = await link.fetch(
        "SELECT case_id FROM case_overview WHERE case_id = $1 OR (platform_ref = $1"
        " AND view ->> 'ended' IS NULL)"
        " ORDER BY received_at, case_id",
        reference,
    )
    return [row["case_id"] for row in rows]


async def whole_case(link: Connection, case_id: str) -> tuple[View, list[Happened]]:
    """The view of a case and its timeline in the order of the log; both empty for a stranger."""
    view = await link.fetchval("SELECT view FROM case_overview WHERE case_id = $1", case_id)
    return orjson.loads(view) if view else {}, await timeline(link, case_id)


async def merged_into(link: Connection, case_id: str) -> list[str]:
    """The cases that go on in this one, the first to come in first."""
    rows = await link.fetch(
        "SELECT case_id, source, platform_ref FROM case_merged WHERE into_case = $1"
        " ORDER BY received_at, case_id",
        case_id,
    )
    return [f"{row['source']} {row['platform_ref']} {row['case_id']}" for row in rows]


async def timeline(link: Connection, case_id: str) -> list[Happened]:
    """Everything that happened in a case, in the order of the log."""
    rows = await link.fetch(
        'SELECT partition, "offset", seq, type, owner, occurred_at, caused_by, body'
        ' FROM case_timeline WHERE case_id = $1 ORDER BY "offset" LIMIT $2',
        case_id,
        HISTORY_ROWS_MAX,
    )
    return [
        {
            "type": row["type"],
            "at": row["occurred_at"].astimezone(BUREAU_ZONE).isoformat(),
            "owner": row["owner"],
            "seq": row["seq"],
            "caused_by": row["caused_by"],
            "partition": row["partition"],
            "offset": row["offset"],
            "body": orjson.loads(row["body"]),
        }
        for row in rows
    ]


async def dossiers(link: Connection, case_id: str) -> list[Mapping[str, Any]]:
    """The sealed manifests of a case: the dossier, then its supplements."""
    rows = await link.fetch(
        "SELECT supplement, year, manifest, sha256, sealed_at FROM case_dossiers"
        " WHERE case_id = $1 ORDER BY supplement",
        case_id,
    )
    return [
        {
            "supplement": row["supplement"],
            "year": row["year"],
            "sha256": row["sha256"],
            "sealed_at": row["sealed_at"].astimezone(BUREAU_ZONE).isoformat(),
            "manifest": orjson.loads(row["manifest"]),
        }
        for row in rows
    ]


async def published_under(link: Connection, query_key: str) -> Published | None:
    """What was published of the case with this key; nothing else of it is read."""
    rows = await link.fetch(
        "SELECT reg_no, kind, received_at, published FROM case_publications WHERE query_key = $1",
        query_key,
    )
    return _published(rows[0]) if len(rows) == 1 else None


async def public_summaries(link: Connection, rows_max: int) -> list[Published]:
    """What everybody may read, because the petitioners agreed (E31)."""
    rows = await link.fetch(
        "SELECT reg_no, kind, received_at, published FROM case_publications"
        " WHERE published ->> 'audience' = 'PUBLIC_SUMMARY_OK'"
        " ORDER BY received_at DESC, reg_no LIMIT $1",
        rows_max,
    )
    return [_published(row) for row in rows]


def _published(row: Row) -> Published:
    shown = orjson.loads(row["published"])
    return Published(
        reg_no=row["reg_no"],
        kind=row["kind"],
        received_on=row["received_at"].astimezone(BUREAU_ZONE).date().isoformat(),
        status=shown.get("status"),
        outcome_code=shown.get("outcome_code"),
        since=datetime.fromisoformat(shown["at"]).astimezone(BUREAU_ZONE).isoformat(),
    )


async def latest_cases(
    link: Connection,
    rows_max: int,
    status: str | None = None,
    pending: str | None = None,
    unit: str | None = None,
) -> list[CaseRow]:
    """The cases that came in last; where asked, only those in a status, waiting, or of a unit."""
    rows = await link.fetch(
        "SELECT case_id, source, platform_ref, received_at, view FROM case_overview"
        " WHERE view ->> 'ended' IS NULL AND ($2::text IS NULL OR view ->> 'status' = $2)"
        " AND ($3::text IS NULL OR (view -> 'pending')::jsonb ? $3)"
        " AND ($4::text IS NULL OR view ->> 'lead_unit' = $4"
        " OR (view -> 'co_units')::jsonb ? $4)"
        " ORDER BY received_at DESC, case_id LIMIT $1",
        rows_max,
        status,
        pending,
        unit,
    )
    return [
        CaseRow(
            row["case_id"],
            row["source"],
            row["platform_ref"],
            row["received_at"].astimezone(BUREAU_ZONE).isoformat(),
            orjson.loads(row["view"] or "{}"),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class FiledCase:
    """A line of a year's volume."""

    case_id: str
    reg_no: str
    seal: str
    """The latest one, empty while the dossier is not sealed."""
    supplements: int
    sealed_at: str
    status: View
    volume: View


async def filed_in(link: Connection, year: int) -> list[FiledCase]:
    """The cases of a year's volume, in the order they were filed; sealed or not."""
    rows = await link.fetch(
        "SELECT o.case_id, o.view, o.volume, d.sha256, d.supplement, d.first_sealed_at"
        " FROM case_overview AS o LEFT JOIN LATERAL ("
        " SELECT sha256, supplement, min(sealed_at) OVER () AS first_sealed_at"
        " FROM case_dossiers WHERE case_id = o.case_id ORDER BY supplement DESC LIMIT 1"
        " ) AS d ON true WHERE (o.volume ->> 'year')::int = $1"
        " ORDER BY d.first_sealed_at, o.case_id",
        year,
    )
    return [
        FiledCase(
            case_id=row["case_id"],
            reg_no=(view := orjson.loads(row["view"] or "{}")).get("reg_no", ""),
            seal=row["sha256"] or "",
            supplements=row["supplement"] or 0,
            sealed_at=_moment(row["first_sealed_at"]),
            status=view,
            volume=orjson.loads(row["volume"]),
        )
        for row in rows
    ]


async def volume_of(link: Connection, case_id: str) -> tuple[View, View]:
    """The view of a case and where it is filed; both empty where it is not."""
    row = await link.fetchrow("SELECT view, volume FROM case_overview WHERE case_id = $1", case_id)
    if row is None or row["volume"] is None:
        return {}, {}
    return orjson.loads(row["view"] or "{}"), orjson.loads(row["volume"])


async def sealed_manifests(link: Connection, case_id: str) -> list[tuple[int, str, str, str]]:
    """Number, text as it was hashed, seal and moment of each manifest of a case."""
    rows = await link.fetch(
        "SELECT supplement, manifest, sha256, sealed_at FROM case_dossiers"
        " WHERE case_id = $1 ORDER BY supplement",
        case_id,
    )
    return [(r["supplement"], r["manifest"], r["sha256"], _moment(r["sealed_at"])) for r in rows]


async def chained(link: Connection, case_id: str) -> list[tuple[str, str]]:
    """Type and body of a case's events in the order the archive linked them.

    An event of its own comes right after the one it was decided on.
    """
    rows = await link.fetch(
        "SELECT type, body FROM case_timeline WHERE case_id = $1"
        " ORDER BY CASE WHEN owner = 'archive'"
        " THEN (body ->> 'decided_at')::bigint - 0.5 ELSE \"offset\" END, seq",
        case_id,
    )
    return [(row["type"], row["body"]) for row in rows]


def _moment(at: datetime | None) -> str:
    return at.astimezone(BUREAU_ZONE).isoformat() if at is not None else ""


async def happened_in(
    link: Connection, span: tuple[datetime, datetime], until: datetime, types: Collection[str]
) -> AsyncIterator[tuple[str, str, Any]]:
    """Case, type and body of these events before `until`, of petitions received in a span.

    Ordered by case, each case's as on the log.
    """
    async with link.transaction(readonly=True):
        cursor = link.cursor(
            "SELECT h.case_id, h.type, h.body FROM case_timeline AS h"
            " JOIN case_overview AS o ON o.case_id = h.case_id"
            " WHERE o.received_at >= $1 AND o.received_at < $2 AND h.occurred_at < $3"
            ' AND h.type = ANY($4::text[]) ORDER BY h.case_id, h."offset"',
            *span,
            until,
            list(types),
            prefetch=FIGURE_ROWS_AT_ONCE,
        )
        async for row in cursor:
            yield row["case_id"], row["type"], orjson.loads(row["body"])


async def latest_moment(link: Connection) -> datetime | None:
    """When the last thing happened that the archive has; None for an empty house."""
    at: datetime | None = await link.fetchval("SELECT max(occurred_at) FROM case_timeline")
    return at
