"""What a service said of a case, in order, as far as it was not decided again yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.chassis.batch import Record
from services.chassis.codec import header
from services.chassis.replay.comparing import Said

Ours = Callable[[Mapping[str, Any]], bool]
"""Whether an announcement follows from what is decided now, by its body."""


@dataclass(slots=True)
class Spoken:
    """The announcements of one service about one case, the earliest first."""

    records: deque[Record] = field(default_factory=deque)
    _decided_at: deque[int] = field(default_factory=deque)
    _seq: int = 0
    """Of the last one collected."""

    def collect(self, record: Record) -> None:
        """Know one before the log comes to it; what a crash sent twice is dropped."""
        assert record.value is not None
        body = orjson.loads(record.value)
        if body["seq"] > self._seq:
            self._seq = body["seq"]
            self.records.append(record)
            self._decided_at.append(body["decided_at"])

    @property
    def decided_at(self) -> int:
        """How many events had been applied at the next one; -1 where nothing is left."""
        return self._decided_at[0] if self._decided_at else -1

    def that(self, ours: Ours) -> list[Record]:
        """The next ones, as far as they follow from the same."""
        return list(self._those(ours))

    def starts_with(self, ours: Ours) -> bool:
        """Whether there is any."""
        return next(self._those(ours), None) is not None

    def meet(self) -> Record:
        """The next one has had its turn."""
        self._decided_at.popleft()
        return self.records.popleft()

    def _those(self, ours: Ours) -> Iterator[Record]:
        for record in self.records:
            assert record.value is not None
            if not ours(orjson.loads(record.value)):
                return
            yield record


def follows(cause: str, applied_to: int) -> Ours:
    """Whether an announcement follows from an event, or a command."""
    return lambda body: body["caused_by"] == cause and body["decided_at"] == applied_to


def as_said(record: Record) -> Said:
    """A record as an announcement."""
    assert record.value is not None
    return Said(header(record, "ce_type") or "", record.value)
