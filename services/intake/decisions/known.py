"""What an intake decision may look at beside the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.events.intake import FoundCase
from contracts.ports import Calendar, Judge
from services.intake.settings import IntakeSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Rule sets, catalogue, calendar and readings."""

    judge: Judge
    catalogue: Catalogue
    calendar: Calendar
    settings: IntakeSettings
    found: tuple[FoundCase, ...] = ()
    """Other cases of the lane, where an event asks after them."""


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    catalogue = basis.catalogue
    return Known(basis.judge, catalogue, basis.calendar, IntakeSettings.of(catalogue))
