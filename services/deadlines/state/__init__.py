"""What deadlines remembers of a case, and how events change it."""

from __future__ import annotations

from services.deadlines.state.clock import Clock, Extension, Order, Review, Standing, Urge, end_of
from services.deadlines.state.clocks import CaseClocks
from services.deadlines.state.counted import Counted
from services.deadlines.state.endings import (
    KEPT_BY,
    OUTSIDE_BODY,
    STATUTORY,
    TOWARDS_THE_PETITIONER,
    Ending,
    Happened,
)
from services.deadlines.state.evolve import EVOLVE, order_of
from services.deadlines.state.steps import Progress, Step

__all__ = [
    "EVOLVE",
    "KEPT_BY",
    "OUTSIDE_BODY",
    "STATUTORY",
    "TOWARDS_THE_PETITIONER",
    "CaseClocks",
    "Clock",
    "Counted",
    "Ending",
    "Extension",
    "Happened",
    "Order",
    "Progress",
    "Review",
    "Standing",
    "Step",
    "Urge",
    "end_of",
    "order_of",
]
