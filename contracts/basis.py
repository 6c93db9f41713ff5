"""What decisions are made by, as it is in force from a point of the log on."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.catalogue import Catalogue
from contracts.ports import Calendar, Judge


@dataclass(frozen=True, eq=False, slots=True)
class Basis:
    """One version of the procedure with the catalogues and the calendar of the moment.

    Compared by identity: what a service derives from one is derived once.
    """

    catalogue: Catalogue
    """Units, topics, limits, and the readings chosen for this version."""
    calendar: Calendar
    judge: Judge
    """Decides by the rule sets of this version."""
    version: int = 0
    """Which bureau-wide event put this version in force; 0 = the one the house came with."""
