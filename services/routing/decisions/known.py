"""What a routing decision may look at beside the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.ports import Judge
from services.routing.settings import RoutingSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Rule sets, catalogue and readings."""

    judge: Judge
    catalogue: Catalogue
    settings: RoutingSettings


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    return Known(basis.judge, basis.catalogue, RoutingSettings.of(basis.catalogue))
