"""The archive, wired: every event in, the view, the dossier and the outcomes out."""

from __future__ import annotations

from contracts.envelope import Owner
from services.archive.decisions import FilingLimits, Known, known_of
from services.archive.handlers import ON_COMMAND, ON_EVENT
from services.archive.settings import ArchiveSettings
from services.archive.state import EVOLVE, CaseFile
from services.archive.store import ArchiveStore
from services.chassis.house import House
from services.chassis.service import Service


def service(_: House) -> Service[CaseFile, Known]:
    """The archive of one lane."""
    limits = FilingLimits(**ArchiveSettings().model_dump())
    return Service(
        owner=Owner.ARCHIVE,
        state=CaseFile,
        known=lambda basis: known_of(basis, limits),
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
        store=ArchiveStore(),
        reads_everything=True,
    )
