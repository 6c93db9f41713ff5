"""Position and outbox: the SQL of what a worker has done and what it still has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson
from pydantic import TypeAdapter

from services.chassis.batch import Headers, InForce, Outgoing
from services.chassis.database import Connection

OUTBOX_STEPS_READ_MAX = 100
"""Steps taken at once when a worker begins anew; it leaves one per partition as a rule."""

_IN_FORCE = TypeAdapter(InForce)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a worker stands in one partition."""

    partition: int
    step: int = 0
    offsets: Mapping[str, int] = field(default_factory=dict)
    """Next offset to read, per topic stem (with the lane, where a worker reads both)."""
    in_force: InForce = InForce()

    def moved(self, offsets: Mapping[str, int], in_force: InForce | None) -> Position:
        """The position one step on."""
        return Position(
            self.partition,
            self.step + 1,
            {**self.offsets, **offsets},
            in_force or self.in_force,
        )


class Waiting(NamedTuple):
    """What one step of a partition still has to say."""

    partition: int
    step: int
    messages: Sequence[Outgoing]


class PositionLost(Exception):
    """Another worker has moved the position of a partition meanwhile."""

    def __init__(self, partitions: frozenset[int]) -> None:
        super().__init__(f"partitions {sorted(partitions)}: {self.__doc__}")
        self.partitions = partitions


def dump_in_force(in_force: InForce) -> str:
    """As it is kept in the database."""
    return _IN_FORCE.dump_json(in_force).decode()


def load_in_force(text: str) -> InForce:
    """As it was kept in the database."""
    return _IN_FORCE.validate_json(text)


async def read_positions(link: Connection, partitions: Sequence[int]) -> dict[int, Position]:
    """The positions of these partitions, made at step 0 where there was none."""
    await link.execute(
        "INSERT INTO position (partition, step, offsets, in_force)"
        " SELECT p, 0, '{}', '{}' FROM unnest($1::int[]) AS p ORDER BY p ON CONFLICT DO NOTHING",
        list(partitions),
    )
    rows = await link.fetch(
        "SELECT partition, step, offsets, in_force FROM position WHERE partition = ANY($1::int[])",
        list(partitions),
    )
    return {
        row["partition"]: Position(
            row["partition"],
            row["step"],
            orjson.loads(row["offsets"]),
            load_in_force(row["in_force"]),
        )
        for row in rows
    }


async def bureau_counts(link: Connection, partitions: Sequence[int]) -> dict[int, int]:
    """How many bureau-wide events are in force in these partitions."""
    rows = await link.fetch(
        "SELECT partition, coalesce((in_force ->> 'bureau')::int, 0) AS bureau"
        " FROM position WHERE partition = ANY($1::int[])",
        list(partitions),
    )
    return {row["partition"]: row["bureau"] for row in rows}


async def move_positions(link: Connection, moved: Sequence[Position]) -> None:
    """Compare-and-set: each goes from the step before to its new one; raises `PositionLost`."""
    ordered = sorted(moved, key=lambda position: position.partition)
    rows = await link.fetch(
        "WITH mine AS (SELECT partition FROM position WHERE partition = ANY($1::int[])"
        " ORDER BY partition FOR UPDATE)"
        " UPDATE position AS p"
        " SET step = m.step, offsets = m.offsets::json, in_force = m.in_force::json"
        " FROM unnest($1::int[], $2::bigint[], $3::text[], $4::text[])"
        " AS m (partition, step, offsets, in_force) JOIN mine USING (partition)"
        " WHERE p.partition = m.partition AND p.step = m.step - 1 RETURNING p.partition",
        [position.partition for position in ordered],
        [position.step for position in ordered],
        [orjson.dumps(position.offsets).decode() for position in ordered],
        [dump_in_force(position.in_force) for position in ordered],
    )
    lost = {position.partition for position in ordered} - {row["partition"] for row in rows}
    if lost:
        raise PositionLost(frozenset(lost))


async def add_to_outbox(
    link: Connection,
    outgoing: Sequence[Outgoing],
    steps: Mapping[int, int],
) -> None:
    """Keep what is to be said, in order, with the step of its partition it was decided in."""
    if not outgoing:
        return
    of_partition: dict[int, list[Outgoing]] = {}
    for message in outgoing:
        of_partition.setdefault(message.partition, []).append(message)
    await link.execute(
        "INSERT INTO outbox (partition, step, messages)"
        " SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[])",
        list(of_partition),
        [steps[partition] for partition in of_partition],
        [_packed(messages) for messages in of_partition.values()],
    )


async def read_outbox(link: Connection, partitions: Sequence[int]) -> list[Waiting]:
    """What a former worker of these partitions left unsaid, in order, up to a limit."""
    rows = await link.fetch(
        "SELECT partition, step, messages FROM outbox WHERE partition = ANY($1::int[])"
        " ORDER BY partition, step LIMIT $2",
        list(partitions),
        OUTBOX_STEPS_READ_MAX,
    )
    return [
        Waiting(row["partition"], row["step"], _unpacked(row["partition"], row["messages"]))
        for row in rows
    ]


async def clear_outbox(link: Connection, steps: Mapping[int, int]) -> None:
    """Forget what the broker has acknowledged: everything up to these steps."""
    await link.execute(
        "DELETE FROM outbox AS o USING unnest($1::int[], $2::bigint[]) AS d (partition, step)"
        " WHERE o.partition = d.partition AND o.step <= d.step",
        list(steps.keys()),
        list(steps.values()),
    )


def _packed(messages: Sequence[Outgoing]) -> str:
    """Values and headers are UTF-8 text, so that all of it can stand in one JSON text."""
    rows = [
        (m.lane, m.topic, m.key, m.value.decode(), _as_text(m.headers), m.on_log) for m in messages
    ]
    return orjson.dumps(rows).decode()


def _as_text(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value.decode()) for name, value in headers]


def _unpacked(partition: int, text: str) -> list[Outgoing]:
    return [
        Outgoing(
            partition=partition,
            lane=lane,
            topic=topic,
            key=key,
            value=value.encode(),
            headers=tuple((name, content.encode()) for name, content in headers),
            on_log=on_log,
        )
        for lane, topic, key, value, headers, on_log in orjson.loads(text)
    ]
