"""What a service is: tables of pure functions, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from contracts.access import ACCESS_EVENTS
from contracts.basis import Basis
from contracts.commands.base import Command
from contracts.envelope import BureauEvent, CaseEvent, CaseId, Owner
from contracts.ports import Announcements, Issued, Sought, Timer
from services.chassis.database import Connection

S = TypeVar("S")
K = TypeVar("K")

EventHandler = Callable[[S, Any, K], Announcements]
"""`(state after the event, event, known) → what follows from it`."""
CommandHandler = Callable[[S, Issued[Any], K], Announcements]
"""`(state, issued command, known) → what follows`; raises `Refused`."""
BureauHandler = Callable[[S, Any, K], Announcements]
"""`(state of a case, bureau-wide event, known after it) → what follows`; asked again, nothing."""
Evolver = Callable[[S, Any], S]
"""`(state, event) → state`: the only way a state changes, for foreign and own events alike."""


@dataclass(frozen=True, slots=True)
class Timers(Generic[S, K]):
    """The clocks of a case, as a function of its state and of what is in force."""

    earliest: Callable[[S, K], Timer | None]
    """The timer that is due first; of one moment the lowest rank, then the lowest key."""
    fire: Callable[[S, Timer, K], Announcements]
    """What happens when it is due; must announce something after which the timer is gone."""


class Applied(NamedTuple, Generic[S]):
    """An event as it was applied to a case, in order, own announcements included."""

    event: CaseEvent
    state: S
    """The state after it."""
    partition: int
    offset: int | None
    """Where it stands on the log; None for an own announcement that is not there yet."""


class Store(Protocol[S]):
    """A service's own tables beside the states; their rows follow from the applied events alone."""

    async def record(self, connection: Connection, applied: Sequence[Applied[S]]) -> None:
        """Write the rows of a batch, one query per kind; runs inside the batch's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup(Generic[S, K]):
    """How a service sees other cases of its lane: claimed and read in the batch's transaction."""

    sought: Mapping[type[CaseEvent], Callable[[Any], Sought]]
    leads_to: Callable[[S], Sequence[CaseId]]
    """The cases a case has gone into: they are found with it."""
    tell: Callable[[K, S, Mapping[CaseId, S]], K]
    """`(known, state after the event, the others found)` → what its handler gets as known."""
    recall: Callable[[K, Sequence[CaseEvent]], K]
    """`(known, what was said then)` → the same known again, from what the log has kept of it."""


@dataclass(frozen=True)
class Service(Generic[S, K]):
    """One service of the house, whole."""

    owner: Owner
    state: type[S]
    """A frozen dataclass; called without arguments it is the state of a case not heard of yet."""
    known: Callable[[Basis], K]
    """What its decisions may look at beside the case, made once of each basis they stand on."""
    on_event: Mapping[type[CaseEvent], EventHandler[S, K]] = field(default_factory=dict)
    on_command: Mapping[type[Command], CommandHandler[S, K]] = field(default_factory=dict)
    evolve: Mapping[type[CaseEvent], Evolver[S]] = field(default_factory=dict)
    on_bureau: Mapping[type[BureauEvent], BureauHandler[S, K]] = field(default_factory=dict)
    """Put to each open case before anything else happens to it, and to the rest in idle moments."""
    is_open: Callable[[S], bool] = lambda _: True
    """Whether a bureau-wide event can still mean something to the case."""
    timers: Timers[S, K] | None = None
    store: Store[S] | None = None
    lookup: Lookup[S, K] | None = None
    reads_everything: bool = False
    """Every event goes to the store, own ones too, read back from the log (the archive)."""

    @property
    def name(self) -> str:
        """The service's name, its `ce_source` and the stem of its schema and consumer group."""
        return self.owner.value

    @cached_property
    def reads(self) -> frozenset[type[CaseEvent]]:
        """The events it acts on or remembers, its own left out."""
        heard = {*self.on_event, *self.evolve, *(ACCESS_EVENTS if self.on_command else ())}
        return frozenset(event for event in heard if event.owner != self.owner)
