"""Materials, copies, filing, reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.codes import ArchiveItem, BreachCause, LibraryKind, ReportKind
from contracts.commands.base import Command, Line, NamedPrincipal, PlainText, Text
from contracts.days import YEAR_MAX, YEAR_MIN, Sha256
from contracts.envelope import Owner

Items = Annotated[tuple[ArchiveItem, ...], Field(max_length=4)]
Year = Annotated[int, Field(strict=True, ge=YEAR_MIN, le=YEAR_MAX)]

Period = Annotated[str, Field(pattern=r"^\d{4}(-(Q[1-4]|(0[1-9]|1[0-2])))?$")]
"""A year, a quarter or a month: 2021, 2021-Q2, 2021-05."""


class ArchiveCommand(Command):
    """Decided by the archive."""

    owner = Owner.ARCHIVE


class ReturnMaterials(ArchiveCommand, type="return_materials", clause="9.2.6"):
    """The unit gives its papers back."""

    items: Items = ()


class RegisterCopy(ArchiveCommand, type="register_copy", clause="9.2.6"):
    """Somebody keeps a copy."""

    who: NamedPrincipal
    who_key: str | None = None
    """Keyed hash of the principal, added by the gate where names stand in the deny set."""
    purpose: Text = ""
    what: PlainText


class FileDossier(ArchiveCommand, type="file_dossier", clause="10.6a"):
    """The dossier goes into the volume of its year."""

    items: Items = ()


class NoteMissingItem(ArchiveCommand, type="note_missing_item", clause="10.6d"):
    """An item does not exist, and why."""

    item: ArchiveItem
    reason: Text = ""


class SealDossier(ArchiveCommand, type="seal_dossier", clause="10.6a"):
    """The volume is closed: its dossiers are sealed."""


class MoveCustody(ArchiveCommand, type="move_custody", clause="10.6b"):
    """A class of papers goes to another keeper, a unit or a person."""

    item: ArchiveItem
    to: Annotated[PlainText, Field(min_length=1)]
    to_key: str | None = None
    """Its keyed hash, added by the gate where names stand in the deny set."""


class ReportBreach(ArchiveCommand, type="report_breach", clause="10.6b"):
    """Papers are lost, shown to somebody, or not what they were."""

    item: ArchiveItem
    cause: BreachCause
    note: Text = ""


class RegisterCommand(ArchiveCommand):
    """About the whole bureau: it names no case and goes into the register of reports."""


class DraftAnnualReport(RegisterCommand, type="draft_annual_report", clause="9.1.8"):
    """Put the year's figures together."""

    year: Year
    sha256: Sha256 | None = None
    """Of the figures; whoever draws up the report of that day again gets the same."""


class PublishReport(RegisterCommand, type="publish_report", clause="4.f"):
    """Figures of a period are final and known."""

    kind: ReportKind
    period: Period
    sha256: Sha256


class SubmitUnitAnalysis(RegisterCommand, type="submit_unit_analysis", clause="9.2.5"):
    """A unit says what could be done better."""

    period: Period
    document: Sha256


class RegisterDocument(RegisterCommand, type="register_document", clause="9.1.6"):
    """A policy, or guidance for the units, enters the library; again, and it is a new version."""

    kind: LibraryKind
    document: Annotated[PlainText, Field(min_length=1)]
    sha256: Sha256


class SubmitAnnualReport(RegisterCommand, type="submit_annual_report", clause="9.1.8"):
    """The report goes before the Leading Group."""

    year: Year
    edits: Text = ""


class DestroyExpired(ArchiveCommand, type="destroy_expired", clause="10.6b"):
    """The time to keep a year's volume has ended."""

    year: Year
    approval: Line
