"""What the law sets, and what is only the bureau's own aim (E3, E71)."""

from __future__ import annotations

from services.deadlines.decisions.known import Known
from services.deadlines.settings import ClockClass
from services.deadlines.state import STATUTORY, CaseClocks


def is_target(state: CaseClocks, known: Known) -> bool:
    """Whether the date of conclusion is the bureau's own: the law of 2022 gives it to few."""
    kinds = known.settings.statutory_kinds
    if state.regime == "2005" or kinds is None:
        return False
    return (state.kind_2022 or known.settings.unclassified) not in kinds


def class_of(key: str, state: CaseClocks, known: Known) -> ClockClass | None:
    """Whose clock it is; None where nobody is pressed for it."""
    match key:
        case "superior":
            return "SUPERIOR"
        case "channel":
            return "CHANNEL"
        case "promise":
            return "PROMISE"
        case _ if key in STATUTORY:
            return None if is_target(state, known) else "STATUTORY"
        case _:
            return None
