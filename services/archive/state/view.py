"""A case as it stands: what is judged of it, what is shown of it, what is filed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contracts.codes import (
    Acceptance,
    ArchiveItem,
    Channel,
    Confidentiality,
    DeadlineKey,
    Kind,
    OutcomeCode,
    Package,
    Publish,
    Routing,
    ScopeBasis,
    Status,
)
from contracts.envelope import CaseEvent, UnitCode

__all__ = [
    "CaseView",
    "Clock",
    "Custody",
    "Entry",
    "NotedItem",
    "Published",
    "changed",
    "clauses_of",
    "decided",
    "entered",
    "in_status",
    "waiting",
]

ENTRIES_MAX = 500
"""Lines of a table of contents; the chain covers what comes after them all the same."""

GOVERNING: frozenset[DeadlineKey] = frozenset(
    {"superior", "channel", "promise", "conclude", "extended"}
)
"""The clocks of which the earliest governs the case; the others are dates beside it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A due date, which stays as it was set whether it was kept or not."""

    key: DeadlineKey
    due_on: date | None = None
    ended: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the dossier's table of contents."""

    event: str
    on: date
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotedItem:
    """A class of papers that does not exist in this case; why is in the vault."""

    item: ArchiveItem
    reason_ref: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """Who has a class of papers since it was last moved."""

    item: ArchiveItem
    keeper: str


@dataclass(frozen=True, slots=True)
class Published:
    """What can be looked up of a case, by whom, and since when."""

    audience: Publish
    at: datetime
    status: Status | None = None
    outcome_code: str | None = None


@dataclass(frozen=True)
class CaseView:
    """Everything the bureau sees of a case at one glance; without slots, see `changed`."""

    ended: bool = False
    """It goes on where nobody here may look; nothing else is kept in view (art. 7)."""
    source: str = ""
    platform_ref: str = ""
    reg_no: str = ""
    registry: str = ""
    """The unit in whose own register it stands; empty = the bureau's."""
    unknown_fields: tuple[str, ...] = ()
    """Of the register, at the registration."""
    channel: Channel | None = None
    kind: Kind | None = None
    received_at: datetime | None = None
    status: Status | None = None
    """None until it is registered."""
    status_since: datetime | None = None
    status_clauses: tuple[str, ...] = ()
    accept: Acceptance | None = None
    scope_basis: ScopeBasis | None = None
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()
    dispatched: bool = False
    routing: Routing = "NONE"
    package_case: Package = "NONE"
    package_triggers: tuple[str, ...] = ()
    """`T9?` is a candidate."""
    waived_triggers: tuple[str, ...] = ()
    declined_triggers: tuple[str, ...] = ()
    """Declined and still on the file, where the bureau keeps them (E52)."""
    package_open: bool = False
    confidentiality: Confidentiality = "NORMAL"
    was_restricted: bool = False
    """Its lane stays, and subscribers hear of nothing there, whatever became of the class."""
    denied_units: tuple[UnitCode, ...] = ()
    denied_persons: tuple[str, ...] = ()
    """Principals, or keyed hashes of names."""
    group_visit: bool = False
    max_representatives: int | None = None
    simple_eligible: bool = False
    major_hints: tuple[str, ...] = ()
    """Why somebody should ask whether it is major; no rule says that it is (E22, E53)."""
    signoff_required: bool = False
    publish: Publish = "NONE"
    published: Published | None = None
    accountability: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    pending: tuple[str, ...] = ()
    """Codes of the decisions that wait for a person (H1 …)."""
    concluded_on: date | None = None
    outcome_code: OutcomeCode | None = None
    returned_items: tuple[ArchiveItem, ...] = ()
    noted_items: tuple[NotedItem, ...] = ()
    custody: tuple[Custody, ...] = ()
    breaches: int = 0
    """How often something was reported lost, shown or altered."""
    contents: tuple[Entry, ...] = ()

    @property
    def due_on(self) -> date | None:
        """The governing date: the earliest of the clocks that still run."""
        extended = any(clock.key == "extended" for clock in self.clocks)
        running = (
            clock.due_on
            for clock in self.clocks
            if clock.due_on is not None
            and clock.key in GOVERNING
            and not clock.ended
            and not (extended and clock.key == "conclude")
        )
        return min(running, default=None)

    @property
    def overdue(self) -> bool:
        """Whether a governing date went by; a late answer does not take it back."""
        return any(clock.missed and clock.key in GOVERNING for clock in self.clocks)


if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    def changed(view: CaseView, **fields: Any) -> CaseView:
        """`replace` at a tenth of its price: every event of every case comes by here."""
        copied = object.__new__(CaseView)
        vars(copied).update(vars(view), **fields)
        return copied


def clauses_of(event: CaseEvent) -> tuple[str, ...]:
    """The clauses of the rules that decided an event, else those its kind rests on."""
    if event.receipt is None:
        return event.clauses
    return tuple(dict.fromkeys(rule.clause for rule in event.receipt.rules))


def in_status(view: CaseView, status: Status, event: CaseEvent) -> CaseView:
    """The case in another status, since this event and by its clauses."""
    return changed(
        view,
        status=status,
        status_since=event.occurred_at,
        status_clauses=clauses_of(event),
    )


def waiting(view: CaseView, code: str) -> CaseView:
    """One more decision waits for a person."""
    return changed(view, pending=tuple(sorted({*view.pending, code})))


def decided(view: CaseView, *codes: str) -> CaseView:
    """These decisions do not wait any more."""
    if not any(code in view.pending for code in codes):
        return view
    return changed(view, pending=tuple(code for code in view.pending if code not in codes))


def entered(view: CaseView, event: CaseEvent) -> CaseView:
    """One more line in the table of contents."""
    if len(view.contents) >= ENTRIES_MAX:
        return view
    entry = Entry(event.name, event.day, clauses_of(event))
    return changed(view, contents=(*view.contents, entry))
