"""What is waited for inside the bureau (B-22), and what starts and ends the waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import StepKey
from contracts.envelope import UnitCode

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
