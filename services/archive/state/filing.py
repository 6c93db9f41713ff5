"""The case on file: its view, the chain over all that happened, and the volume once it is filed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from contracts.codes import ArchiveItem, Retention
from contracts.envelope import CaseEvent
from contracts.events.archive import (
    ArchiveDestroyed,
    ArchiveFiled,
    ArchiveItemNoted,
    ArchiveSealed,
    BreachSuspected,
    CustodyChanged,
    MaterialsReturned,
)
from services.archive.state.view import CaseView, Custody, NotedItem, changed, in_status

UNHEARD_OF = CaseView()


@dataclass(frozen=True, slots=True)
class Volume:
    """Where the dossier stands and what its latest seal covers."""

    year: int
    items: tuple[ArchiveItem, ...]
    head: str
    """Of the chain, at the moment of the seal."""
    events: int
    """How many events that head covers."""
    supplement: int = 0
    retention: Retention | None = None
    keep_until: date | None = None
    """None where it is kept for ever."""
    sealed: bool = True
    destroyed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The latest of a report or document of the whole bureau, by its kind and name."""

    kind: str
    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the archive keeps of a case."""

    view: CaseView = UNHEARD_OF
    head: str = ""
    """sha256 over everything applied so far, each event linked to the one before."""
    events: int = 0
    volume: Volume | None = None
    papers: tuple[Paper, ...] = ()
    """Only in the register of the whole bureau, which is kept like a case."""
    outcome_changed: bool = False
    """Whether the last event changed what subscribers are told."""
    status_changed: bool = False
    """Whether the last event changed the status: a date may still move at the very same moment."""


def canonical(event: CaseEvent) -> bytes:
    """An event as it stands on the log, byte for byte."""
    return event.__pydantic_serializer__.to_json(event, exclude_none=True)


def linked(head: str, event: CaseEvent) -> str:
    """The head of the chain after one more event: whoever changes an old one changes it."""
    return hashlib.sha256(head.encode() + canonical(event)).hexdigest()


def with_paper(case: CaseFile, kind: str, name: str, sha256: str) -> CaseFile:
    """One more version of a report or document."""
    others = tuple(p for p in case.papers if (p.kind, p.name) != (kind, name))
    paper = Paper(kind, name, version_of(case, kind, name) + 1, sha256)
    return replace(case, papers=(*others, paper))


def version_of(case: CaseFile, kind: str, name: str) -> int:
    """Its latest version; 0 where there is none."""
    return next((p.version for p in case.papers if (p.kind, p.name) == (kind, name)), 0)


def materials_returned(view: CaseView, event: MaterialsReturned) -> CaseView:
    """The unit's papers are back with the Petition Office, whoever had them in between."""
    returned = {*view.returned_items, *event.items}
    elsewhere = tuple(one for one in view.custody if one.item not in event.items)
    return changed(view, returned_items=tuple(sorted(returned)), custody=elsewhere)


def item_noted(view: CaseView, event: ArchiveItemNoted) -> CaseView:
    """The latest note on an item counts."""
    others = tuple(noted for noted in view.noted_items if noted.item != event.item)
    return changed(view, noted_items=(*others, NotedItem(event.item, event.reason_ref)))


def moved(view: CaseView, event: CustodyChanged) -> CaseView:
    """Somebody else keeps the papers now."""
    others = tuple(one for one in view.custody if one.item != event.item)
    return changed(view, custody=(*others, Custody(event.item, event.to)))


def breach_suspected(view: CaseView, _: BreachSuspected) -> CaseView:
    """It stays on the file that something may have got lost or known."""
    return changed(view, breaches=view.breaches + 1)


def filed(case: CaseFile, event: ArchiveFiled) -> CaseFile:
    """The volume holds everything up to here; the seal is an event of its own."""
    volume = Volume(
        year=event.year,
        items=event.items,
        head=case.head,
        events=case.events,
        retention=event.retention,
        keep_until=event.keep_until,
        sealed=False,
    )
    return replace(case, view=in_status(case.view, "ARCHIVED", event), volume=volume)


def sealed(case: CaseFile, event: ArchiveSealed) -> CaseFile:
    """A supplement, and a seal that came later than the filing, cover what has come since."""
    if event.supplement > 0:
        return replace(case, volume=supplemented(case))
    assert case.volume is not None
    at_once = case.events == case.volume.events + 1
    return replace(case, volume=replace(case.volume if at_once else covering(case), sealed=True))


def destroyed(case: CaseFile, _: ArchiveDestroyed) -> CaseFile:
    """The papers are gone; that they were there stays on record."""
    assert case.volume is not None
    return replace(case, volume=replace(case.volume, destroyed=True))


def covering(case: CaseFile) -> Volume:
    """The volume, its seal covering everything up to now."""
    assert case.volume is not None
    return replace(case.volume, head=case.head, events=case.events)


def supplemented(case: CaseFile) -> Volume:
    """The volume with one more supplement, covering everything up to now."""
    volume = covering(case)
    return replace(volume, supplement=volume.supplement + 1)
