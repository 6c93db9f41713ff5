"""What the archive may consult beside the case."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.ports import Calendar, Judge
from services.archive.decisions.filing import FilingLimits
from services.archive.settings import ArchiveReadings


@dataclass(frozen=True, slots=True)
class Known:
    """The same for every case of a process."""

    catalogue: Catalogue
    calendar: Calendar
    judge: Judge
    limits: FilingLimits
    readings: ArchiveReadings


def known_of(basis: Basis, limits: FilingLimits) -> Known:
    """What may be consulted where this is in force; the limits of B-18 are the process's."""
    return Known(
        catalogue=basis.catalogue,
        calendar=basis.calendar,
        judge=basis.judge,
        limits=limits,
        readings=ArchiveReadings.of(basis.catalogue),
    )
