"""What a replay has found: counts, and the first differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.chassis.replay.comparing import Difference, Likeness, of_substance

DIFFERENCES_KEPT_MAX = 10_000
"""Beyond it they are counted only."""


@dataclass(slots=True)
class Tally:
    """Added up over services, partitions and lanes."""

    events: int = 0
    """Records of the log."""
    decided: int = 0
    """Announcements that were decided again."""
    likeness: Counter[Likeness] = field(default_factory=Counter)
    waiting: int = 0
    """Announcements the services have still to make: the log ends before them."""
    receipts: int = 0
    receipts_of_older_rules: Counter[str] = field(default_factory=Counter)
    """Receipts whose rule set is not here in that edition, by name and hash."""
    differences: list[Difference] = field(default_factory=list)
    different: int = 0
    cases: set[str] = field(default_factory=set)
    """Those that would differ."""

    @property
    def holds(self) -> bool:
        """Nothing differs."""
        return not self.different

    substance_only: bool = False
    """By another version of the procedure, only what is decided otherwise counts."""

    def differ(self, found: Iterable[Difference]) -> None:
        """Keep what differs, up to a limit."""
        for one in found:
            if self.substance_only and not of_substance(one):
                continue
            self.different += 1
            self.cases.add(one.case_id)
            if len(self.differences) < DIFFERENCES_KEPT_MAX:
                self.differences.append(one)
