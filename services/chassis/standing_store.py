"""The SQL of what is in force in the whole bureau: each partition's copies, as they were heard."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.database import Connection
from services.chassis.standing import HEARD, Copy, Standing


async def read(link: Connection, standing: Standing) -> None:
    """Know what all partitions of this schema have heard."""
    rows = await link.fetch(
        "SELECT partition, number, tick, name, event FROM bureau_events ORDER BY number, partition"
    )
    for row in rows:
        event = HEARD[row["name"]].model_validate_json(row["event"])
        standing.learn_copy(Copy(row["partition"], row["tick"], event))


async def write(link: Connection, copies: Sequence[Copy]) -> None:
    """Keep what was heard."""
    if not copies:
        return
    await link.execute(
        "INSERT INTO bureau_events (partition, number, tick, name, event)"
        " SELECT * FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::text[])",
        [copy.partition for copy in copies],
        [copy.event.seq for copy in copies],
        [copy.tick for copy in copies],
        [copy.event.name for copy in copies],
        [copy.event.model_dump_json(exclude_none=True) for copy in copies],
    )
