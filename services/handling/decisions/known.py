"""What handling may consult beside the case."""

from __future__ import annotations

from dataclasses import dataclass

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
