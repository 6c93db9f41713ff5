"""What a routing decision may look at beside the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.directory import NOBODY, Directory
from contracts.ports import Judge
from services.routing.settings import RoutingSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Rule sets, catalogue and readings."""

    judge: Judge
    catalogue: Catalogue
    settings: RoutingSettings
    directory: Directory = NOBODY
    """Who is the head of which unit, where the bureau has said so."""


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    settings = RoutingSettings.of(basis.catalogue)
    return Known(basis.judge, basis.catalogue, settings, basis.directory)
