"""What follows in the archive: what a dossier lacks, what a seal covers, what is told outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from contracts.codes import ArchiveItem, Status
from contracts.envelope import CaseId
from contracts.outcomes import CaseOutcome
from contracts.ports import Calendar, CalendarHorizon
from contracts.zone import bureau_day
from services.archive.state import CaseFile, CaseView, Volume

ENDED: frozenset[Status] = frozenset(
    {"NOT_ACCEPTED", "MERGED", "WITHDRAWN", "TRANSFERRED_OUT", "CONCLUDED"}
)
"""How handling can end; only then a dossier can be filed."""

ITEMS: tuple[ArchiveItem, ...] = get_args(ArchiveItem)
"""The classes of papers a dossier has (10.6d)."""


@dataclass(frozen=True, slots=True)
class FilingLimits:
    """Until when a dossier has to be complete (B-18)."""

    materials_working_days: int
    file_by_month: int
    file_by_day: int

    def file_by(self, year: int) -> date:
        """The last day to file the volume of a year: it lies in the year after."""
        return date(year + 1, self.file_by_month, self.file_by_day)


def materials_by(concluded_on: date, limits: FilingLimits, calendar: Calendar) -> date | None:
    """The last day for the unit's papers; none past the published calendar."""
    try:
        return calendar.plus_working_days(concluded_on, limits.materials_working_days)
    except CalendarHorizon:
        return None


def may_be_filed(case: CaseFile) -> bool:
    """Ended, not filed yet, and no leader carries it any more."""
    return case.view.status in ENDED and case.volume is None and not case.view.package_open


def missing_items(view: CaseView, given: Iterable[ArchiveItem]) -> tuple[ArchiveItem, ...]:
    """The classes of papers that are neither in the dossier nor explained."""
    there = {*given, *(noted.item for noted in view.noted_items)}
    return tuple(item for item in ITEMS if item not in there)


def year_of(view: CaseView) -> int:
    """The year a case was closed in, not the one it came in (E29)."""
    if view.concluded_on is not None:
        return view.concluded_on.year
    assert view.status_since is not None
    return bureau_day(view.status_since).year


def volume_of(case: CaseFile, year: int, items: tuple[ArchiveItem, ...]) -> CaseFile:
    """The case with its volume, as it will stand once it is filed."""
    return replace(case, volume=Volume(year, items, case.head, case.events))


def manifest(case_id: CaseId, case: CaseFile) -> str:
    """The dossier's table of contents as canonical JSON: papers, dates, decisions, chain."""
    assert case.volume is not None
    view, volume = case.view, case.volume
    document: dict[str, Any] = {
        "case_id": case_id,
        "reg_no": view.reg_no,
        "source": view.source,
        "platform_ref": view.platform_ref,
        "year": volume.year,
        "supplement": volume.supplement,
        "confidentiality": view.confidentiality,
        "acceptance": view.accept,
        "lead_unit": view.lead_unit,
        "co_units": view.co_units,
        "package": view.package_case,
        "accountability": view.accountability,
        "outcome_code": view.outcome_code,
        "concluded_on": _text(view.concluded_on),
        "items": _items(view, volume),
        "returned_items": view.returned_items,
        "deadlines": [
            {"key": clock.key, "due_on": _text(clock.due_on), "missed": clock.missed}
            for clock in sorted(view.clocks, key=lambda clock: clock.key)
        ],
        "contents": [
            {"event": entry.event, "on": _text(entry.on), "clauses": entry.clauses}
            for entry in view.contents
        ],
        "chain": {"events": volume.events, "head": volume.head},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(case_id: CaseId, case: CaseFile) -> str:
    """The hash under the manifest, and through its chain under everything that happened."""
    return hashlib.sha256(manifest(case_id, case).encode()).hexdigest()


def outcome(case_id: CaseId, view: CaseView) -> CaseOutcome | None:
    """What subscribers hear: nothing of a RESTRICTED case, no units of a CAUTION one (7.b)."""
    if view.status is None or view.status_since is None or view.confidentiality == "RESTRICTED":
        return None
    masked = view.confidentiality == "CAUTION"
    return CaseOutcome(
        case_id=case_id,
        source=view.source,
        platform_ref=view.platform_ref,
        status=view.status,
        status_since=view.status_since,
        lead_unit=None if masked else view.lead_unit,
        co_units=() if masked else view.co_units,
        due_on=view.due_on,
        package=view.package_case,
        overdue=view.overdue,
        concluded_on=view.concluded_on,
        outcome_code=view.outcome_code,
        clauses=view.status_clauses,
    )


def _items(view: CaseView, volume: Volume) -> list[dict[str, str]]:
    notes = {noted.item: noted.reason_ref for noted in view.noted_items}
    return [
        {"item": item, "state": "GIVEN"}
        if item in volume.items
        else {"item": item, "state": "NOTED", "reason_ref": notes.get(item, "")}
        for item in ITEMS
    ]


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
