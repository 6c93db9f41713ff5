"""Dossiers, reports, outcomes."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from contracts.codes import ArchiveItem, OutcomeCode, Retention, Status
from contracts.envelope import BureauEvent, CaseEvent, Owner, Principal, Receipt, UnitCode


class ArchiveEvent(CaseEvent):
    """A case event only the archive announces."""

    owner = Owner.ARCHIVE


class ArchiveBureauEvent(BureauEvent):
    """A bureau-wide event only the archive announces."""

    owner = Owner.ARCHIVE


class MaterialsReturned(ArchiveEvent, name="materials.returned", clauses=("9.2.6",)):
    """The unit has given its papers back."""

    unit: UnitCode
    items: tuple[ArchiveItem, ...] = ()


class CopyRegistered(ArchiveEvent, name="copy.registered", clauses=("9.2.6",)):
    """Somebody keeps a copy, and what for."""

    principal: Principal
    purpose_ref: str = ""
    what: str


class CustodyChanged(ArchiveEvent, name="custody.changed", clauses=("10.6b",)):
    """A paper went from one keeper to another."""

    item: ArchiveItem
    from_: str = Field(alias="from")
    to: str


class BreachSuspected(ArchiveEvent, name="breach.suspected", clauses=("10.6b",)):
    """Something may have been lost or shown."""

    item: str
    cause: str
    note_ref: str = ""


class ArchiveDue(ArchiveEvent, name="archive.due", clauses=("9.1.9",)):
    """When the papers must be back and the dossier filed."""

    materials_by: date | None = None
    """None past the published calendar."""
    file_by: date


class ArchiveItemNoted(ArchiveEvent, name="archive.item.noted", clauses=("10.6d",)):
    """An item does not exist, and why."""

    item: ArchiveItem
    reason_ref: str = ""


class ArchiveIncomplete(ArchiveEvent, name="archive.incomplete", clauses=("10.6d",)):
    """The dossier lacks items that are neither there nor explained."""

    missing: tuple[ArchiveItem, ...] = ()


class ArchiveFiled(ArchiveEvent, name="archive.filed", clauses=("9.1.9", "10.6a", "10.6c")):
    """The dossier stands in the volume of its year."""

    year: int
    items: tuple[ArchiveItem, ...] = ()
    retention: Retention | None = None
    keep_until: date | None = None
    """The last day of its time; None where it is kept for ever, or from before that was counted."""
    further_receipts: tuple[Receipt, ...] = ()
    """Of the rule that says how long; that it is filed is a person's decision."""


class ArchiveSealed(ArchiveEvent, name="archive.sealed", clauses=("10.6a",)):
    """Nothing in the dossier can change without its seal telling."""

    sha256: str
    """Of the manifest, which holds the chain over everything that happened in the case."""
    supplement: int = 0


class ArchiveDestroyed(ArchiveEvent, name="archive.destroyed", clauses=("10.6b",)):
    """The time to keep it has ended."""

    year: int
    approval: str


class OutcomePublished(ArchiveEvent, name="outcome.published", clauses=("9.1.3",)):
    """Subscribers know how it ended."""

    status: Status
    outcome_code: OutcomeCode | None = None


class AnnualReportDrafted(ArchiveBureauEvent, name="annual_report.drafted", clauses=("9.1.8",)):
    """The year's figures are put together."""

    year: int
    sha256: str


class AnnualReportSubmitted(ArchiveBureauEvent, name="annual_report.submitted", clauses=("9.1.8",)):
    """The year's report is before the Leading Group."""

    year: int
    sha256: str
    principal: Principal
    edits_ref: str = ""


class AssessmentDataPublished(
    ArchiveBureauEvent, name="assessment.data.published", clauses=("13",)
):
    """The year's indicators of each unit; weighing them is not the system's."""

    year: int
    sha256: str


class MetricsPublished(ArchiveBureauEvent, name="metrics.published", clauses=("N.3",)):
    """How well the procedure itself works."""

    period: str
    sha256: str


class ReportPublished(ArchiveBureauEvent, name="report.published", clauses=("4.f",)):
    """Figures by topic and unit."""

    period: str
    sha256: str


class AnalysisPublished(ArchiveBureauEvent, name="analysis.published", clauses=("8.3",)):
    """Where petitions come from and where they are going."""

    period: str
    sha256: str


class UnitAnalysisSubmitted(ArchiveBureauEvent, name="unit.analysis.submitted", clauses=("9.2.5",)):
    """A unit proposes what could be done better."""

    unit: UnitCode
    period: str
    document: str


class PolicyPublished(ArchiveBureauEvent, name="policy.published", clauses=("8.1",)):
    """A policy is in the library."""

    document: str
    version: int
    sha256: str = ""


class GuidancePublished(ArchiveBureauEvent, name="guidance.published", clauses=("9.1.6",)):
    """Guidance for the units is in the library."""

    document: str
    version: int
    sha256: str = ""
