"""Keys that cases claim: the SQL by which cases of one lane find one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.chassis.database import Connection


async def claim(
    link: Connection, claimed: Iterable[tuple[str, str]]
) -> Mapping[str, tuple[str, ...]]:
    """Claim keys for cases, `(key, case id)` each; gives who has claimed them, these included.

    In one order for everybody: transactions that want the same keys wait, and never in a circle.
    """
    pairs = sorted(set(claimed))
    if not pairs:
        return {}
    rows = await link.fetch(
        "INSERT INTO claims AS c (key, case_ids)"
        " SELECT key, array_agg(case_id ORDER BY case_id)"
        " FROM unnest($1::text[], $2::text[]) AS t (key, case_id) GROUP BY key ORDER BY key"
        " ON CONFLICT (key) DO UPDATE SET case_ids = (SELECT array_agg(DISTINCT one ORDER BY one)"
        " FROM unnest(c.case_ids || EXCLUDED.case_ids) AS one)"
        " RETURNING key, case_ids",
        [key for key, _ in pairs],
        [case_id for _, case_id in pairs],
    )
    return {row["key"]: tuple(row["case_ids"]) for row in rows}
