"""What follows about a dossier: whether it is complete, its year, its keepers, its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

from contracts.catalogue import Catalogue
from contracts.codes import ArchiveItem, Retention, Status
from contracts.envelope import Receipt, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.ports import Calendar, CalendarHorizon, Facts
from contracts.zone import bureau_day
from services.archive.state import CaseFile, CaseView, Volume, covering

ENDED: frozenset[Status] = frozenset(
    {"NOT_ACCEPTED", "MERGED", "WITHDRAWN", "TRANSFERRED_OUT", "CONCLUDED"}
)
"""How handling can end; only then a dossier can be filed."""

ITEMS: tuple[ArchiveItem, ...] = get_args(ArchiveItem)
"""The classes of papers a dossier has (10.6d)."""


UNITS_PAPERS: tuple[ArchiveItem, ...] = ("INVESTIGATION", "EVIDENCE")
"""What only the unit can have made; letter and notes come from the Petition Office."""

LEADERS_TRIGGERS = frozenset({"T3", "T4"})
"""A leader of the city or above, or the director, has ordered by a note that it be handled."""


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


def year_of(view: CaseView, rule: str) -> int:
    """The year a case was closed in, or came in, as the bureau has chosen (E29)."""
    if rule == "RECEIVED":
        assert view.received_at is not None
        return bureau_day(view.received_at).year
    if view.concluded_on is not None:
        return view.concluded_on.year
    assert view.status_since is not None
    return bureau_day(view.status_since).year


def papers_not_back(view: CaseView) -> tuple[ArchiveItem, ...]:
    """What the unit has made and neither given back nor explained, once handling has ended."""
    if view.concluded_on is None:
        return ()
    there = {*view.returned_items, *(noted.item for noted in view.noted_items)}
    return tuple(item for item in UNITS_PAPERS if item not in there)


def keeper_of(view: CaseView, item: ArchiveItem, office: UnitCode) -> str:
    """Who has a class of papers: where it was moved last, else the unit until it gives it back."""
    for custody in view.custody:
        if custody.item == item:
            return custody.keeper
    away = view.dispatched and view.lead_unit is not None and item not in view.returned_items
    return str(view.lead_unit) if away else str(office)


def denied_as(view: CaseView, keeper: str, key: str | None, catalogue: Catalogue) -> str | None:
    """The refusal for a keeper or copier the petition is about; None for anybody else (7.d)."""
    if catalogue.under(UnitCode(keeper), view.denied_units):
        return "UNIT_DENIED"
    return "ACTOR_DENIED" if {keeper, key} & {*view.denied_persons} else None


def retention_facts(view: CaseView) -> Facts:
    """What decides how long a dossier is kept (B-19)."""
    return {
        "leader_instruction": not LEADERS_TRIGGERS.isdisjoint(view.package_triggers),
        "with_result": view.outcome_code is not None,
    }


def retention_of(receipt: Receipt) -> Retention:
    """How long, by name."""
    retention: Retention = receipt.outcome["retention"]
    return retention


def keep_until(receipt: Receipt, year: int) -> date | None:
    """The last day of its time, counted from the end of the archive year; None for ever."""
    years = receipt.outcome["years"]
    return date(year + int(years), 12, 31) if years is not None else None


def is_expired(volume: Volume, at: datetime) -> bool:
    """Whether its time is over and the papers are still there."""
    return (
        not volume.destroyed
        and volume.keep_until is not None
        and bureau_day(at) > volume.keep_until
    )


def sealed_later(case: CaseFile) -> CaseFile:
    """The case as its seal will cover it, where it is sealed by hand."""
    return replace(case, volume=replace(covering(case), sealed=True))


def volume_of(case: CaseFile, filing: ArchiveFiled) -> CaseFile:
    """The case with its volume, as it will stand once it is filed."""
    volume = Volume(
        year=filing.year,
        items=filing.items,
        head=case.head,
        events=case.events,
        retention=filing.retention,
        keep_until=filing.keep_until,
    )
    return replace(case, volume=volume)
