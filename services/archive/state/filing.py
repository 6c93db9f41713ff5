"""The case on file: its view, the chain over all that happened, and the volume once it is filed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from contracts.codes import ArchiveItem
from contracts.envelope import CaseEvent
from contracts.events.archive import (
    ArchiveFiled,
    ArchiveItemNoted,
    ArchiveSealed,
    MaterialsReturned,
)
from services.archive.state.view import CaseView, NotedItem, changed, in_status

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


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the archive keeps of a case."""

    view: CaseView = UNHEARD_OF
    head: str = ""
    """sha256 over everything applied so far, each event linked to the one before."""
    events: int = 0
    volume: Volume | None = None
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


def materials_returned(view: CaseView, event: MaterialsReturned) -> CaseView:
    """The unit's papers are back."""
    returned = {*view.returned_items, *event.items}
    return changed(view, returned_items=tuple(sorted(returned)))


def item_noted(view: CaseView, event: ArchiveItemNoted) -> CaseView:
    """The latest note on an item counts."""
    others = tuple(noted for noted in view.noted_items if noted.item != event.item)
    return changed(view, noted_items=(*others, NotedItem(event.item, event.reason_ref)))


def filed(case: CaseFile, event: ArchiveFiled) -> CaseFile:
    """The volume holds everything up to here."""
    volume = Volume(event.year, event.items, case.head, case.events)
    return replace(case, view=in_status(case.view, "ARCHIVED", event), volume=volume)


def sealed(case: CaseFile, event: ArchiveSealed) -> CaseFile:
    """A supplement moves the seal on to what has come since."""
    if event.supplement == 0:
        return case
    return replace(case, volume=supplemented(case))


def supplemented(case: CaseFile) -> Volume:
    """The volume with one more supplement, covering everything up to now."""
    assert case.volume is not None
    return replace(
        case.volume,
        head=case.head,
        events=case.events,
        supplement=case.volume.supplement + 1,
    )
