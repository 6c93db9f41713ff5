"""Case records and timers: the SQL of what a service remembers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from services.chassis.case_record import CaseRecord
from services.chassis.database import Connection

S = TypeVar("S")


class RecordCodec(Generic[S]):
    """Case records as JSON: the same record is always the same text."""

    def __init__(self, state: type[S]) -> None:
        kind: Any = state
        self._adapter: TypeAdapter[CaseRecord[S]] = _adapter(kind)

    def dump(self, record: CaseRecord[S]) -> str:
        """The record as text."""
        return self._adapter.dump_json(record, exclude_defaults=True).decode()

    def load(self, text: str) -> CaseRecord[S]:
        """The record a text holds."""
        return self._adapter.validate_json(text)


@cache
def _adapter(state: Hashable) -> TypeAdapter[Any]:
    """Made once of each kind of state: it takes longer than a thousand records."""
    return TypeAdapter(CaseRecord[state])  # type: ignore[valid-type]


async def read(
    link: Connection,
    case_ids: Sequence[str],
    codec: RecordCodec[S],
) -> dict[str, CaseRecord[S]]:
    """What is remembered of these cases."""
    if not case_ids:
        return {}
    rows = await link.fetch(
        "SELECT case_id, record FROM case_states WHERE case_id = ANY($1::text[])",
        list(case_ids),
    )
    return {row["case_id"]: codec.load(row["record"]) for row in rows}


async def write(
    link: Connection,
    records: Mapping[str, CaseRecord[S]],
    partition_of: Mapping[str, int],
    codec: RecordCodec[S],
    bureau: Mapping[str, int],
) -> None:
    """Remember these records from now on; `bureau` = those that wait for bureau-wide events."""
    if not records:
        return
    ordered = sorted(records)
    await link.execute(
        "INSERT INTO case_states (case_id, partition, record, bureau)"
        " SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::int[])"
        " ON CONFLICT (case_id) DO UPDATE SET record = EXCLUDED.record, bureau = EXCLUDED.bureau",
        ordered,
        [partition_of[case_id] for case_id in ordered],
        [codec.dump(records[case_id]) for case_id in ordered],
        [bureau.get(case_id) for case_id in ordered],
    )


async def write_timers(
    link: Connection,
    due: Mapping[str, datetime | None],
    partition_of: Mapping[str, int],
) -> None:
    """Set the earliest timer of these cases; None = the case has none now."""
    gone = sorted(case_id for case_id, at in due.items() if at is None)
    if gone:
        await link.execute("DELETE FROM timers WHERE case_id = ANY($1::text[])", gone)
    armed = sorted((case_id, at) for case_id, at in due.items() if at is not None)
    if armed:
        await link.execute(
            "INSERT INTO timers (case_id, partition, due_at)"
            " SELECT * FROM unnest($1::text[], $2::int[], $3::timestamptz[])"
            " ON CONFLICT (case_id) DO UPDATE SET due_at = EXCLUDED.due_at"
            " WHERE timers.due_at <> EXCLUDED.due_at",
            [case_id for case_id, _ in armed],
            [partition_of[case_id] for case_id, _ in armed],
            [at for _, at in armed],
        )


async def next_due(link: Connection, partitions: Sequence[int]) -> dict[int, datetime]:
    """The earliest timer of each partition that has one; parked cases rest."""
    rows = await link.fetch(
        "SELECT p.partition, (SELECT t.due_at FROM timers AS t WHERE t.partition = p.partition"
        " AND NOT EXISTS (SELECT FROM parked AS k WHERE k.case_id = t.case_id)"
        " ORDER BY t.due_at LIMIT 1) AS due_at FROM unnest($1::int[]) AS p (partition)",
        list(partitions),
    )
    return {row["partition"]: row["due_at"] for row in rows if row["due_at"] is not None}


async def due_cases(
    link: Connection,
    ticks: Mapping[int, datetime],
    cases_max: int,
) -> list[tuple[str, int]]:
    """Cases with a timer due by the tick of their partition, the longest due first."""
    rows = await link.fetch(
        "SELECT t.case_id, t.partition"
        " FROM unnest($1::int[], $2::timestamptz[]) AS k (partition, at)"
        " JOIN timers AS t ON t.partition = k.partition AND t.due_at <= k.at"
        " WHERE NOT EXISTS (SELECT FROM parked AS p WHERE p.case_id = t.case_id)"
        " ORDER BY t.due_at, t.case_id LIMIT $3",
        list(ticks.keys()),
        list(ticks.values()),
        cases_max,
    )
    return [(row["case_id"], row["partition"]) for row in rows]


async def cases_behind(
    link: Connection, counts: Mapping[int, int], cases_max: int
) -> list[tuple[str, int]]:
    """Cases that have not met all bureau-wide events of their partition; parked ones rest."""
    rows = await link.fetch(
        "SELECT s.case_id, s.partition FROM unnest($1::int[], $2::int[]) AS k (partition, bureau)"
        " JOIN case_states AS s ON s.partition = k.partition AND s.bureau < k.bureau"
        " WHERE NOT EXISTS (SELECT FROM parked AS p WHERE p.case_id = s.case_id)"
        " ORDER BY s.case_id LIMIT $3",
        list(counts.keys()),
        list(counts.values()),
        cases_max,
    )
    return [(row["case_id"], row["partition"]) for row in rows]


async def partitions_behind(link: Connection, partitions: Sequence[int]) -> set[int]:
    """The partitions that have such cases."""
    rows = await link.fetch(
        "SELECT k.partition FROM position AS k WHERE k.partition = ANY($1::int[]) AND EXISTS"
        " (SELECT FROM case_states AS s WHERE s.partition = k.partition"
        " AND s.bureau < coalesce((k.in_force ->> 'bureau')::int, 0)"
        " AND NOT EXISTS (SELECT FROM parked AS p WHERE p.case_id = s.case_id))",
        list(partitions),
    )
    return {row["partition"] for row in rows}
