"""What an intake decision may look at beside the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.ports import Calendar, Judge
from services.intake.settings import IntakeSettings


@dataclass(frozen=True, slots=True)
class Known:
    """Rule sets, calendar and readings."""

    judge: Judge
    calendar: Calendar
    settings: IntakeSettings


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    return Known(basis.judge, basis.calendar, IntakeSettings.of(basis.catalogue))
