"""How each clause of the procedure is covered, and whether what is claimed exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "RULE", "COMMAND", "DEADLINE", "EVENT", "DOCUMENT", "INTERFACE", "PRINCIPLE", "OUTSIDE"
]
"""How software meets a clause; PRINCIPLE is held by a check, OUTSIDE stays with people."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One clause of the procedure and what is done about it."""

    id: str
    kind: Kind
    where: tuple[str, ...] = ()
    """`what:name`, as in `rule:GRP-GROUP`, `event:reply.returned`, `file:contracts/access.py`."""
    tests: tuple[str, ...] = ()
    """`path::function`, from the top of the project."""
    reason: str = ""
    """Why it stays outside of software, where it does."""


def problems_of(
    rows: Sequence[Covered],
    clauses: Collection[str],
    existing: Mapping[str, Collection[str]],
) -> list[str]:
    """Everything that keeps the table from being true; `existing` lists the names of each what."""
    found = [*_missing_and_twice(rows, clauses)]
    for row in rows:
        found += [f"{row.id}: {problem}" for problem in _row_problems(row, existing)]
    return found


def untested(rows: Sequence[Covered], tests: Collection[str]) -> list[str]:
    """Tests that are named and not among these."""
    return [
        f"{row.id}: the test {test} is not there or did not pass; name another or mend it."
        for row in rows
        for test in row.tests
        if test not in tests
    ]


def _missing_and_twice(rows: Sequence[Covered], clauses: Collection[str]) -> Iterator[str]:
    count = Counter(row.id for row in rows)
    yield from (
        f"{clause}: no row says how it is covered; add one."
        for clause in clauses
        if not count[clause]
    )
    yield from (f"{row_id}: has {n} rows; keep one." for row_id, n in count.items() if n > 1)
    yield from (
        f"{row_id}: is no clause of the procedure; delete the row."
        for row_id in count
        if row_id not in clauses
    )


def _row_problems(row: Covered, existing: Mapping[str, Collection[str]]) -> Iterator[str]:
    if row.kind == "OUTSIDE":
        if not row.reason:
            yield "stays outside of software; say why."
        return
    if not row.where:
        yield "say where it is covered."
    if not row.tests:
        yield "name a test that proves it."
    for place in row.where:
        what, _, name = place.partition(":")
        if what not in existing:
            yield f"{place}: write one of {', '.join(sorted(existing))} before the colon."
        elif name not in existing[what]:
            yield f"{place} does not exist; correct the name."
