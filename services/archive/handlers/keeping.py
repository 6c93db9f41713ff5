"""What must not leak or get lost: copies, custody, breaches, the end of a dossier's time."""

from __future__ import annotations

from contracts.commands.archive import DestroyExpired, MoveCustody, RegisterCopy, ReportBreach
from contracts.events.archive import (
    ArchiveDestroyed,
    BreachSuspected,
    CopyRegistered,
    CustodyChanged,
)
from contracts.ports import Announcements, Issued, Refused
from contracts.verdict import allow, demand
from services.archive import decisions
from services.archive.decisions import Known
from services.archive.state import CaseFile


def register_copy(case: CaseFile, issued: Issued[RegisterCopy], known: Known) -> Announcements:
    """Every copy is on record; of a report about the bureau's own staff there is none (E30)."""
    secret = case.view.confidentiality == "RESTRICTED"
    demand(not secret or known.readings.copy_restricted == "ALLOW", "COPY_DENIED", "9.2.6")
    command = issued.command
    _only_for_others(case, command.who, command.who_key, known)
    yield CopyRegistered(principal=command.who, purpose_ref=command.purpose, what=command.what)


def move_custody(case: CaseFile, issued: Issued[MoveCustody], known: Known) -> Announcements:
    """From hand to hand without a gap: who had it is found on the file, not claimed."""
    command = issued.command
    keeper = decisions.keeper_of(case.view, command.item, known.readings.petition_office)
    gone = case.volume is not None and case.volume.destroyed
    allow(case.view.status is not None and not gone and keeper != command.to, "10.6b")
    _only_for_others(case, command.to, command.to_key, known)
    yield CustodyChanged.model_validate({"item": command.item, "from": keeper, "to": command.to})


def report_breach(case: CaseFile, issued: Issued[ReportBreach], _: Known) -> Announcements:
    """Whoever notices says so at once, in whatever state the case is."""
    command = issued.command
    allow(case.view.status is not None, "10.6b")
    yield BreachSuspected(item=command.item, cause=command.cause, note_ref=command.note)


def destroy_expired(case: CaseFile, issued: Issued[DestroyExpired], _: Known) -> Announcements:
    """Nothing goes before its time, and nothing without an approval."""
    volume, command = case.volume, issued.command
    allow(volume is not None and volume.year == command.year, "10.6b")
    assert volume is not None
    allow(decisions.is_expired(volume, issued.occurred_at) and bool(command.approval), "10.6b")
    yield ArchiveDestroyed(year=volume.year, approval=command.approval)


def _only_for_others(case: CaseFile, keeper: str, key: str | None, known: Known) -> None:
    """Nothing of a petition goes to those it is about (7.d)."""
    code = decisions.denied_as(case.view, keeper, key, known.catalogue)
    if code is not None:
        raise Refused(code, "7.d")
