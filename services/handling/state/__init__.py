"""What handling remembers of a case, and how each event changes it."""

from __future__ import annotations

from services.handling.state.case import (
    Assignment,
    Handler,
    HandlingState,
    Reply,
    Review,
    SeatHolder,
    Standing,
)
from services.handling.state.evolve import EVOLVE

__all__ = [
    "EVOLVE",
    "Assignment",
    "Handler",
    "HandlingState",
    "Reply",
    "Review",
    "SeatHolder",
    "Standing",
]
