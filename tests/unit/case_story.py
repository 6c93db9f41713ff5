"""One case as one service lives it: its own decisions and the real guard, no servers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Generic, TypeVar

from contracts.basis import Basis
from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, CaseId, Principal, UnitCode
from contracts.events.common import CommandRefused
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.petition import PetitionFacts
from contracts.zone import BUREAU_ZONE
from services.chassis.calendar import load_calendar
from services.chassis.case_store import RecordCodec
from services.chassis.catalogue import load_catalogue
from services.chassis.deciding import Decider, Told, Turn
from services.chassis.rules.judge import house_rules, load_judge
from services.chassis.security import guard
from services.chassis.service import Service
from services.chassis.standing import Standing

S = TypeVar("S")
K = TypeVar("K")

CATALOGUE = load_catalogue()
BASIS = Basis(CATALOGUE, load_calendar(), load_judge(house_rules()))
"""What the house comes with."""
CASE = CaseId("case-1")


def reading(readings: Mapping[str, Any]) -> Basis:
    """What is in force where the bureau reads its procedure otherwise."""
    if not readings:
        return BASIS
    catalogue = CATALOGUE.configured(readings)
    return Basis(catalogue, BASIS.calendar, load_judge(house_rules(), catalogue))


def actor(role: str, unit: str | None = None, principal: str | None = None) -> Actor:
    """Somebody in a role; named after it where the story does not care."""
    name = principal or f"demo-{role.lower()}"
    return Actor(principal=Principal(name), role=role, unit=UnitCode(unit) if unit else None)


def petition(**facts: Any) -> PetitionReceived:
    """A real-name letter about a blocked sewer, but for what a test says otherwise."""
    about = {key: facts.pop(key) for key in ("denied_units", "denied_persons") if key in facts}
    return PetitionReceived(
        source="bureau-desk",
        platform_ref="L-1",
        channel="LETTER",
        received_at=datetime(2021, 6, 1, 9, 10, tzinfo=BUREAU_ZONE),
        regime="2005",
        confidentiality=facts.pop("confidentiality", "NORMAL"),
        petition=PetitionFacts(named=facts.pop("named", True), **facts),
        **about,
    )


class CaseStory(Generic[S, K]):
    """What the service says to each event and each command, in order."""

    def __init__(
        self,
        service: Service[S, K],
        starts_at: str = "2021-06-01T09:00:00",
        basis: Basis | None = None,
    ) -> None:
        self._decider = Decider(service, guard, Standing(basis or BASIS))
        self._codec = RecordCodec(service.state)
        self._record = self._decider.fresh(CASE)
        self._steps = 0
        self.now = datetime.fromisoformat(starts_at).replace(tzinfo=BUREAU_ZONE)
        self.told: list[CaseEvent] = []
        """Everything announced so far."""
        self.others: dict[CaseId, S] = {}
        """Other cases that are found where an event asks after some."""

    @property
    def state(self) -> S:
        """What the service remembers now."""
        return self._record.state

    def on(self, day: str, clock: time = time(10)) -> None:
        """Let time pass until this day."""
        self.now = datetime.combine(datetime.fromisoformat(day), clock, BUREAU_ZONE)

    def hears(self, *events: CaseEvent) -> list[str]:
        """What is announced on these events of other services, by name."""
        return [name for event in events for name in self._apply(event, event.owner.value)]

    def issued(self, command: str, by: Actor, /, **fields: Any) -> list[str]:
        """What is announced on a command, by name; a refusal is its code in brackets."""
        received = CommandReceived(
            command_id=f"command-{self._steps}", type=command, actor=by, fields=fields
        )
        return self._apply(received, "gate")

    def _apply(self, event: CaseEvent, source: str) -> list[str]:
        self._steps += 1
        self.now += timedelta(minutes=1)
        stamped = event.stamped(
            case_id=CASE,
            id=f"event-{self._steps}",
            seq=self._steps,
            occurred_at=self.now,
            caused_by=f"cause-{self._steps}",
            partition=0,
            offset=self._steps,
        )
        turn: Turn[S] = self._decider.apply(self._record, stamped, source, self._told(stamped))
        # Stored and read back after each step, so that nothing it remembers is lost on the way.
        self._record = self._codec.load(self._codec.dump(turn.record))
        assert self._record == turn.record
        self.told += turn.announced
        return [_name(announced) for announced in turn.announced]

    def _told(self, event: CaseEvent) -> Told[K, S] | None:
        lookup = self._decider.service.lookup
        ask = lookup.sought.get(type(event)) if lookup is not None else None
        if lookup is None or ask is None or not any(ask(event)):
            return None
        tell, others = lookup.tell, dict(self.others)
        return lambda known, state: tell(known, state, others)


def _name(event: CaseEvent) -> str:
    return f"({event.code})" if isinstance(event, CommandRefused) else event.name
