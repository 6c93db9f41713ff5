"""What deadlines remembers of a case, and how events change it."""

from __future__ import annotations

from services.deadlines.state.clocks import (
    KEPT_BY,
    OUTSIDE_BODY,
    STATUTORY,
    CaseClocks,
    Clock,
    Ending,
    Happened,
    Order,
)
from services.deadlines.state.evolve import EVOLVE, order_of

__all__ = [
    "EVOLVE",
    "KEPT_BY",
    "OUTSIDE_BODY",
    "STATUTORY",
    "CaseClocks",
    "Clock",
    "Ending",
    "Happened",
    "Order",
    "order_of",
]
