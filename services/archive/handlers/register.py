"""The register of the whole bureau: reports, analyses, policies and guidance (art. 8, 9, 13).

Figures are drawn up outside: they follow from the log alone, so their hash is all that is kept.
"""

from __future__ import annotations

from contracts.commands.archive import (
    DraftAnnualReport,
    PublishReport,
    RegisterDocument,
    SubmitAnnualReport,
    SubmitUnitAnalysis,
)
from contracts.envelope import CaseEvent
from contracts.events.archive import (
    AnalysisPublished,
    AnnualReportDrafted,
    AnnualReportSubmitted,
    AssessmentDataPublished,
    GuidancePublished,
    MetricsPublished,
    PolicyPublished,
    ReportPublished,
    UnitAnalysisSubmitted,
)
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand
from contracts.zone import bureau_day
from services.archive.decisions import Known
from services.archive.state import CaseFile, version_of

YEAR_DIGITS = 4


def draft_annual_report(_: CaseFile, issued: Issued[DraftAnnualReport], __: Known) -> Announcements:
    """A year can be reported on once it has begun; a later draft takes the place of the former."""
    command = issued.command
    allow(command.year <= bureau_day(issued.occurred_at).year, "9.1.8")
    yield AnnualReportDrafted(year=command.year, sha256=command.sha256 or "")


def submit_annual_report(
    case: CaseFile, issued: Issued[SubmitAnnualReport], _: Known
) -> Announcements:
    """What goes before the Leading Group is the latest draft, with what people made of it."""
    command = issued.command
    drafts = [p for p in case.papers if (p.kind, p.name) == ("ANNUAL", str(command.year))]
    allow(bool(drafts), "9.1.8")
    yield AnnualReportSubmitted(
        year=command.year,
        sha256=drafts[0].sha256,
        principal=issued.actor.principal,
        edits_ref=command.edits,
    )


def publish_report(_: CaseFile, issued: Issued[PublishReport], __: Known) -> Announcements:
    """Figures of a period that has begun; the assessment is of a whole year (art. 13)."""
    command = issued.command
    year = int(command.period[:YEAR_DIGITS])
    allow(year <= bureau_day(issued.occurred_at).year, command.clause)
    demand(command.kind != "ASSESSMENT" or len(command.period) == YEAR_DIGITS, "INVALID", "13")
    yield _published(command, year)


def submit_unit_analysis(
    _: CaseFile, issued: Issued[SubmitUnitAnalysis], known: Known
) -> Announcements:
    """A unit's own paper; it stays with whoever keeps documents, the register has its hash."""
    unit = issued.actor.unit
    demand(unit is not None and unit in known.catalogue.units, "UNIT_UNKNOWN", "9.2.5")
    assert unit is not None
    yield UnitAnalysisSubmitted(
        unit=unit, period=issued.command.period, document=issued.command.document
    )


def register_document(case: CaseFile, issued: Issued[RegisterDocument], _: Known) -> Announcements:
    """The library counts the versions of each document."""
    command = issued.command
    version = version_of(case, command.kind, command.document) + 1
    kind = PolicyPublished if command.kind == "POLICY" else GuidancePublished
    yield kind(document=command.document, version=version, sha256=command.sha256)


def _published(command: PublishReport, year: int) -> CaseEvent:
    match command.kind:
        case "REPORT":
            return ReportPublished(period=command.period, sha256=command.sha256)
        case "ANALYSIS":
            return AnalysisPublished(period=command.period, sha256=command.sha256)
        case "METRICS":
            return MetricsPublished(period=command.period, sha256=command.sha256)
        case "ASSESSMENT":
            return AssessmentDataPublished(year=year, sha256=command.sha256)
