"""Defects planted on purpose: each must make a test of the suite fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from services.chassis import ledger
from services.chassis.batch import Outgoing
from services.chassis.database import Connection
from services.chassis.deciding import Decider
from services.chassis.ledger import Position
from services.chassis.worker import Worker


def no_compare_and_set() -> None:
    """The position is written whatever it was before: a zombie's commit goes through."""

    async def move_positions(link: Connection, moved: Sequence[Position]) -> None:
        for position in moved:
            await link.execute(
                "UPDATE position SET step = greatest(step, $2), offsets = $3::json,"
                " in_force = $4::json WHERE partition = $1",
                position.partition,
                position.step,
                orjson.dumps(position.offsets).decode(),
                ledger.dump_in_force(position.in_force),
            )

    ledger.move_positions = move_positions


def seq_unchecked() -> None:
    """An event that a crash sent twice is applied twice."""

    def is_repeat(*_: Any) -> bool:
        return False

    Decider.is_repeat = is_repeat  # type: ignore[method-assign, assignment]


def offsets_before_acknowledgement() -> None:
    """The group's offset is committed before the broker has acknowledged the announcements."""
    say = Worker._say

    async def _say(
        worker: Worker,
        link: Connection,
        outgoing: Sequence[Outgoing],
        steps: Mapping[int, int],
    ) -> None:
        await worker._commit_offsets(sorted(steps))
        await worker._passed("offsets_before_acknowledgement")
        await say(worker, link, outgoing, steps)

    Worker._say = _say  # type: ignore[method-assign, assignment]


DEFECTS: Mapping[str, Callable[[], None]] = {
    "no_compare_and_set": no_compare_and_set,
    "seq_unchecked": seq_unchecked,
    "offsets_before_acknowledgement": offsets_before_acknowledgement,
}
