"""What the archive does about each event and command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.commands.archive import (
    FileDossier,
    NoteMissingItem,
    RegisterCopy,
    ReturnMaterials,
)
from contracts.commands.base import Command
from contracts.envelope import CaseEvent, CaseId, Owner
from contracts.events import escalation, handling, routing
from contracts.events.archive import (
    ArchiveDue,
    ArchiveFiled,
    ArchiveItemNoted,
    ArchiveSealed,
    CopyRegistered,
    MaterialsReturned,
    OutcomePublished,
)
from contracts.ports import Announcements, Calendar, Issued, Message, Refused
from services.archive import decisions
from services.archive.decisions import FilingLimits
from services.archive.state import VIEW_STEPS, CaseFile, CaseView, supplemented

OUTCOMES_TOPIC = "case.outcomes.v1"


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive's decisions may look at beside the case."""

    calendar: Calendar
    limits: FilingLimits
    restricted_copied: bool = False
    """`copy.restricted`: whether copies of a RESTRICTED case may be made at all (E30)."""


def on_any_change(case: CaseFile, event: CaseEvent, _: Known) -> Announcements:
    """Subscribers hear of a case whenever what they may know of it has changed."""
    if not case.outcome_changed:
        return
    yield from _told(event.case_id, case.view)
    ends_now = case.status_changed and case.view.status in decisions.ENDED
    if ends_now and case.view.confidentiality != "RESTRICTED":
        assert case.view.status is not None
        yield OutcomePublished(status=case.view.status, outcome_code=case.view.outcome_code)


def on_petition_concluded(
    case: CaseFile, event: handling.PetitionConcluded, known: Known
) -> Announcements:
    """From the conclusion on the papers are due back, and the dossier in its year's volume."""
    yield ArchiveDue(
        materials_by=decisions.materials_by(event.concluded_on, known.limits, known.calendar),
        file_by=known.limits.file_by(event.concluded_on.year),
    )
    yield from on_any_change(case, event, known)


def on_late_event(case: CaseFile, event: CaseEvent, known: Known) -> Announcements:
    """What comes after filing is sealed as a numbered supplement (E74)."""
    yield from on_any_change(case, event, known)
    if case.volume is None:
        return
    after = replace(case, volume=supplemented(case))
    assert after.volume is not None
    yield ArchiveSealed(
        sha256=decisions.seal(event.case_id, after),
        supplement=after.volume.supplement,
    )


def return_materials(case: CaseFile, issued: Issued[ReturnMaterials], _: Known) -> Announcements:
    """The unit of the assignment hands its papers back before the volume is closed."""
    unit = issued.actor.unit or case.view.lead_unit
    if case.volume is not None or unit is None or not case.view.dispatched:
        raise Refused("STATE_DOES_NOT_ALLOW", "9.2.6")
    yield MaterialsReturned(unit=unit, items=issued.command.items)


def note_missing_item(case: CaseFile, issued: Issued[NoteMissingItem], _: Known) -> Announcements:
    """A class of papers may be missing from a dossier only with a reason."""
    if case.volume is not None:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.6d")
    yield ArchiveItemNoted(item=issued.command.item, reason_ref=issued.command.reason)


def register_copy(case: CaseFile, issued: Issued[RegisterCopy], known: Known) -> Announcements:
    """Every copy is on record; of a report about the bureau's own staff there is none (E30)."""
    if case.view.confidentiality == "RESTRICTED" and not known.restricted_copied:
        raise Refused("COPY_DENIED", "9.2.6")
    command = issued.command
    yield CopyRegistered(principal=command.who, purpose_ref=command.purpose, what=command.what)


def file_dossier(case: CaseFile, issued: Issued[FileDossier], _: Known) -> Announcements:
    """Filed and sealed in one go: between the two nothing could slip in."""
    if not decisions.may_be_filed(case):
        raise Refused("STATE_DOES_NOT_ALLOW", "10.6a")
    items = issued.command.items
    if decisions.missing_items(case.view, items):
        raise Refused("DOSSIER_INCOMPLETE", "10.6d")
    year = decisions.year_of(case.view)
    filed = decisions.volume_of(case, year, items)
    yield ArchiveFiled(year=year, items=items)
    yield ArchiveSealed(sha256=decisions.seal(issued.case_id, filed), supplement=0)
    archived = replace(
        case.view,
        status="ARCHIVED",
        status_since=issued.occurred_at,
        status_clauses=ArchiveFiled.clauses,
    )
    yield from _told(issued.case_id, archived)


def _told(case_id: CaseId, view: CaseView) -> Announcements:
    snapshot = decisions.outcome(case_id, view)
    if snapshot is not None:
        yield Message(OUTCOMES_TOPIC, case_id, snapshot)


LATE_EVENTS: tuple[type[CaseEvent], ...] = (
    routing.AccountabilityWatch,
    routing.AccountabilityFlagged,
    handling.PetitionSettled,
    handling.ReviewRequested,
    handling.ReviewOpinionRecorded,
    escalation.FindingRecorded,
    escalation.AccountabilityProposed,
    escalation.AccountabilityDecided,
)
"""What can still happen to a case that is filed."""

ON_EVENT: Mapping[type[CaseEvent], Callable[[CaseFile, Any, Known], Announcements]] = {
    **{kind: on_any_change for kind in VIEW_STEPS if kind.owner != Owner.ARCHIVE},
    **dict.fromkeys(LATE_EVENTS, on_late_event),
    handling.PetitionConcluded: on_petition_concluded,
}

ON_COMMAND: Mapping[type[Command], Callable[[CaseFile, Issued[Any], Known], Announcements]] = {
    ReturnMaterials: return_materials,
    NoteMissingItem: note_missing_item,
    RegisterCopy: register_copy,
    FileDossier: file_dossier,
}
