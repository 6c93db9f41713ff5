"""What routing remembers of a case, and how events change it."""

from __future__ import annotations

from services.routing.state.case import PETITION_OFFICE, Approval, Draft, Refusal, RoutingState
from services.routing.state.evolve import EVOLVE, with_superior_visit

__all__ = [
    "EVOLVE",
    "PETITION_OFFICE",
    "Approval",
    "Draft",
    "Refusal",
    "RoutingState",
    "with_superior_visit",
]
