"""What a routing decision may look at beside the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.catalogue import Catalogue
from contracts.ports import Judge
from services.routing.settings import RoutingSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Rule sets, catalogue and readings."""

    judge: Judge
    catalogue: Catalogue
    settings: RoutingSettings
