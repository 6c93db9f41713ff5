"""What handling may consult beside the case."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.ports import Calendar, Judge
from services.handling.settings import HandlingSettings


@dataclass(frozen=True, slots=True)
class Known:
    """The same for every case of a process."""

    judge: Judge
    calendar: Calendar
    catalogue: Catalogue
    settings: HandlingSettings


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    settings = HandlingSettings.of(basis.catalogue)
    return Known(basis.judge, basis.calendar, basis.catalogue, settings)
