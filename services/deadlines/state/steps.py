"""How far a case has come, and what is waited for inside the bureau (B-22)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import Status, StepKey
from contracts.envelope import CaseEvent, UnitCode

OF_THE_OFFICE: frozenset[StepKey] = frozenset({"draft", "approval", "urgent_approval"})
"""Until a unit has the case; whoever decides is urged through the Petition Office."""
OF_THE_UNIT: frozenset[StepKey] = frozenset(
    {
        "unit_receipt",
        "head_report",
        "designate_handler",
        "verification_start",
        "co_opinion",
        "reply_before_due",
    }
)
"""From the dispatch to the reply."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that should follow soon."""

    key: StepKey
    since: datetime
    armed_by: str
    unit: UnitCode | None = None
    """Who is to do it; None = the Petition Office."""
    urged: bool = False
    """That it is late has been said."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case stands, what should follow soon, and when something last happened."""

    status: Status = "REGISTERED"
    steps: tuple[Step, ...] = ()
    active_at: datetime | None = None
    active_by: str = ""
    """Id of what happened then."""
    stall_told: bool = False
    """That nothing has happened since has been announced."""

    def moved(self, event: CaseEvent) -> Progress:
        """Something has happened."""
        return Progress(self.status, self.steps, event.occurred_at, event.id)

    def at(self, status: Status) -> Progress:
        """The case stands elsewhere."""
        return self._with(status, self.steps)

    def waits(self, event: CaseEvent, *keys: StepKey, unit: UnitCode | None = None) -> Progress:
        """From this event on the unit's steps are waited for, unless they are already."""
        waiting = {(step.key, step.unit) for step in self.steps}
        new = tuple(
            Step(key, event.occurred_at, event.id, unit)
            for key in keys
            if (key, unit) not in waiting
        )
        return self._with(self.status, (*self.steps, *new)) if new else self

    def done(self, keys: Collection[StepKey], unit: UnitCode | None = None) -> Progress:
        """Nobody waits for these steps any more; of one unit only, where it is named."""
        kept = tuple(
            step for step in self.steps if step.key not in keys or unit not in (None, step.unit)
        )
        return self._with(self.status, kept) if len(kept) != len(self.steps) else self

    def _with(self, status: Status, steps: tuple[Step, ...]) -> Progress:
        return Progress(status, steps, self.active_at, self.active_by, self.stall_told)


JUST_BEGUN = Progress()
