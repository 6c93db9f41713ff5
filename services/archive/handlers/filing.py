"""The way of the papers into the volume of their year (art. 10(六))."""

from __future__ import annotations

from dataclasses import replace

from contracts.commands.archive import FileDossier, NoteMissingItem, ReturnMaterials, SealDossier
from contracts.events.archive import (
    ArchiveFiled,
    ArchiveIncomplete,
    ArchiveItemNoted,
    ArchiveSealed,
    MaterialsReturned,
)
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand
from services.archive import decisions
from services.archive.decisions import Known
from services.archive.handlers.telling import told
from services.archive.state import CaseFile
from services.archive.state.filing import materials_returned


def return_materials(case: CaseFile, issued: Issued[ReturnMaterials], _: Known) -> Announcements:
    """The unit hands its papers back before the volume is closed; what it still owes is said."""
    unit = issued.actor.unit or case.view.lead_unit
    allow(case.volume is None and unit is not None and case.view.dispatched, "9.2.6")
    assert unit is not None
    returned = MaterialsReturned(unit=unit, items=issued.command.items)
    yield returned
    owed = decisions.papers_not_back(materials_returned(case.view, returned))
    if owed and unit == case.view.lead_unit:
        yield ArchiveIncomplete(missing=owed)


def note_missing_item(case: CaseFile, issued: Issued[NoteMissingItem], _: Known) -> Announcements:
    """A class of papers may be missing from a dossier only with a reason."""
    allow(case.volume is None, "10.6d")
    yield ArchiveItemNoted(item=issued.command.item, reason_ref=issued.command.reason)


def file_dossier(case: CaseFile, issued: Issued[FileDossier], known: Known) -> Announcements:
    """Filed and, as a rule, sealed in one go: between the two nothing could slip in."""
    allow(decisions.may_be_filed(case), "10.6a")
    items = issued.command.items
    demand(not decisions.missing_items(case.view, items), "DOSSIER_INCOMPLETE", "10.6d")
    year = decisions.year_of(case.view, known.readings.year_rule)
    receipt = known.judge("retention", decisions.retention_facts(case.view))
    filing = ArchiveFiled(
        year=year,
        items=items,
        retention=decisions.retention_of(receipt),
        keep_until=decisions.keep_until(receipt, year),
        further_receipts=(receipt,),
    )
    yield filing
    if known.readings.seal_at == "FILED":
        filed = decisions.volume_of(case, filing)
        yield ArchiveSealed(sha256=decisions.seal(issued.case_id, filed), supplement=0)
    archived = replace(
        case.view,
        status="ARCHIVED",
        status_since=issued.occurred_at,
        status_clauses=ArchiveFiled.clauses,
    )
    yield from told(issued.case_id, archived)


def seal_dossier(case: CaseFile, issued: Issued[SealDossier], _: Known) -> Announcements:
    """Where dossiers are sealed with their volume, this one is now, with all that came since."""
    allow(case.volume is not None and not case.volume.sealed, "10.6a")
    sealed = decisions.sealed_later(case)
    yield ArchiveSealed(sha256=decisions.seal(issued.case_id, sealed), supplement=0)
