"""Tells deadlines a story, event by event, and notes what it says and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from contracts.commands.base import Actor, Command
from contracts.envelope import CaseEvent, CaseId, Owner, Principal, UnitCode
from contracts.events.deadlines import DeadlineSet, ReminderIssued
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.handling import ReplyDelivered, ReplyReturned, ReplySubmitted
from contracts.events.routing import AssignmentDispatched, PetitionAccepted
from contracts.petition import PetitionFacts
from contracts.zone import BUREAU_ZONE
from services.chassis.case_record import CaseRecord
from services.chassis.deciding import Decider, Turn
from services.chassis.service import Service, Timers
from services.chassis.standing import Standing
from services.deadlines.decisions.known import Known, known_of
from services.deadlines.decisions.timers import earliest
from services.deadlines.handlers import ON_COMMAND, ON_EVENT, fire
from services.deadlines.state import EVOLVE, CaseClocks
from tests.unit.case_story import BASIS

KNOWN = known_of(BASIS)
DEADLINES: Service[CaseClocks, Known] = Service(
    owner=Owner.DEADLINES,
    state=CaseClocks,
    known=known_of,
    on_event=ON_EVENT,
    on_command=ON_COMMAND,
    evolve=EVOLVE,
    timers=Timers(earliest, fire),
)
E = TypeVar("E", bound=CaseEvent)


def moment(text: str) -> datetime:
    """`2021-03-04` (at nine) or `2021-03-04 15:30`, by the bureau's clock."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(
        tzinfo=BUREAU_ZONE
    )


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def decider(**readings: Any) -> Decider[CaseClocks, Known]:
    """The service where other readings are in force; a key is written with `__` for its dots."""
    chosen = {key.replace("__", "."): value for key, value in readings.items()}
    basis = replace(BASIS, catalogue=BASIS.catalogue.configured(chosen)) if chosen else BASIS
    return Decider(DEADLINES, lambda *_: None, Standing(basis))


@dataclass
class Story:
    """One case as deadlines sees it."""

    decider: Decider[CaseClocks, Known] = field(default_factory=decider)
    said: list[CaseEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The case is not heard of yet."""
        self.record: CaseRecord[CaseClocks] = self.decider.fresh(CaseId("case"))
        self.number = 0

    def tell(self, event: CaseEvent, at: str) -> list[CaseEvent]:
        """Timers due by `at` strike first; then the event, and what follows from it."""
        self.until(at)
        self.number += 1
        stamped = event.stamped(
            case_id=CaseId("case"),
            id=f"{event.name}#{self.number}",
            seq=self.number,
            occurred_at=moment(at),
        )
        return self._noted(self.decider.apply(self.record, stamped, "test"))

    def command(self, command: Command, at: str) -> list[CaseEvent]:
        """A person decides something."""
        received = CommandReceived(
            command_id=f"command-{self.number}",
            type=command.type,
            actor=Actor(principal=Principal("somebody"), role="A_ROLE"),
            fields=command.model_dump(mode="json", by_alias=True),
        )
        return self.tell(received, at)

    def until(self, at: str) -> list[CaseEvent]:
        """Time passes."""
        return self._noted(self.decider.fire_due(self.record, moment(at), 0, 0))

    def received(self, at: str, *, on: str | None = None, **fields: Any) -> list[CaseEvent]:
        """A letter of a named person, if nothing else is said."""
        event_fields = {"source": "bureau-desk", "channel": "LETTER", "regime": "2005"}
        chosen = {name: fields.pop(name, value) for name, value in event_fields.items()}
        facts = {"named": True, "has_name": True, "has_address": True, **fields}
        event = PetitionReceived.model_validate(
            {
                **chosen,
                "platform_ref": "1",
                "confidentiality": "NORMAL",
                "received_at": moment(on or at),
                "petition": PetitionFacts.model_validate(facts),
            }
        )
        return self.tell(event, at)

    def accepted(self, at: str, **fields: Any) -> list[CaseEvent]:
        """The rules accept it."""
        event = PetitionAccepted.model_validate(
            {
                "accepted_on": moment(at).date(),
                "acceptance": "ACCEPT",
                "routing": "NORMAL_TRANSFER",
                **fields,
            }
        )
        return self.tell(event, at)

    def dispatched(self, at: str) -> list[CaseEvent]:
        """The roads office has it in hand."""
        return self.tell(AssignmentDispatched(version=1, lead_unit=UnitCode("MNT-RD")), at)

    def submitted(self, at: str) -> list[CaseEvent]:
        """The unit's reply is with the Petition Office."""
        return self.tell(ReplySubmitted(version=1), at)

    def returned(self, at: str) -> list[CaseEvent]:
        """The Petition Office sends it back."""
        return self.tell(ReplyReturned(version=1, by_rule=False, count=1), at)

    def delivered(self, at: str, *, on: str | None = None) -> list[CaseEvent]:
        """The petitioner has the reply."""
        delivered_on = moment(on or at).date()
        return self.tell(ReplyDelivered(version=1, by="IN_PERSON", on=delivered_on), at)

    def all_of(self, event_type: type[E]) -> list[E]:
        """Everything of a type that was said so far."""
        return [event for event in self.said if isinstance(event, event_type)]

    @property
    def reminders(self) -> list[ReminderIssued]:
        """Those of dates; what is late inside the bureau is urged besides."""
        return [event for event in self.all_of(ReminderIssued) if not event.steps]

    @property
    def late_steps(self) -> list[tuple[str, str, str | None]]:
        """What was late inside the bureau, from when on, and whom that concerned."""
        late = [event for event in self.all_of(ReminderIssued) if event.steps]
        return [
            (step, at, event.to_unit)
            for event, at in zip(late, when(late), strict=True)
            for step in event.steps
        ]

    @property
    def due(self) -> dict[str, str | None]:
        """The date last set for each key."""
        dates = self.all_of(DeadlineSet)
        return {e.key: e.due_on.isoformat() if e.due_on else None for e in dates}

    def _noted(self, turn: Turn[CaseClocks]) -> list[CaseEvent]:
        self.record = turn.record
        self.said += turn.announced
        return turn.announced


def told(events: Sequence[CaseEvent]) -> list[str]:
    """What was said, in short: `deadline.met forwarding`."""
    return [" ".join((event.name, *_keys(event))) for event in events]


def when(events: Sequence[CaseEvent]) -> list[str]:
    """At what moments, by the bureau's clock."""
    return [f"{event.occurred_at.astimezone(BUREAU_ZONE):%Y-%m-%d %H:%M}" for event in events]


def _keys(event: CaseEvent) -> tuple[str, ...]:
    key = getattr(event, "key", None)
    return (key,) if key else tuple(getattr(event, "keys", ()))
