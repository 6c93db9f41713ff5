"""Petitions as intake gets them, and the people at its desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from contracts.basis import Basis
from contracts.envelope import CaseEvent, Owner, UnitCode
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.routing import AssignmentDispatched, PetitionAccepted
from contracts.petition import PetitionFacts
from contracts.zone import bureau_moment
from services.chassis.calendar import load_calendar
from services.chassis.rules.judge import load_judge
from services.chassis.service import Lookup, Service
from services.intake.decisions import repeats
from services.intake.decisions.known import Known, known_of
from services.intake.handlers import ON_COMMAND, ON_EVENT
from services.intake.state import EVOLVE, IntakeState
from tests.unit.case_story import CATALOGUE, CaseStory, actor

RULES = Path(__file__).parents[3] / "services" / "intake" / "rules"

RECEPTION = actor("RECEPTION", "XFB")
LEADER = actor("PETITION_VICE_LEADER")
DIRECTOR = actor("DIRECTOR")
CLERK = actor("PETITION_CLERK", "XFB")

RECEIVED_AT = bureau_moment(date(2021, 6, 1))
ENVELOPE_FIELDS = frozenset(PetitionReceived.model_fields) - {"petition"}
READ_BACK = {"read_back_confirmed": True, "answered_on_spot": False}
NOT_READ_BACK = {"read_back_confirmed": False, "answered_on_spot": False}
REACHABLE = {"named": True, "has_name": True, "has_address": True}

Story = CaseStory[IntakeState, Known]
E_ = TypeVar("E_", bound=CaseEvent)


@cache
def known() -> Known:
    """What intake's decisions look at, as its app wires it."""
    return known_with({})


def known_with(readings: Mapping[str, Any]) -> Known:
    """The same where the bureau reads its procedure otherwise."""
    catalogue = CATALOGUE.configured(readings)
    return known_of(Basis(catalogue, load_calendar(), load_judge([RULES], catalogue)))


def intake(readings: Mapping[str, Any] | None = None) -> Service[IntakeState, Known]:
    """The service as its app wires it, without a process around it."""
    by = known_with(readings) if readings else known()
    return Service(
        owner=Owner.INTAKE,
        state=IntakeState,
        known=lambda _: by,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
        lookup=Lookup(
            sought={PetitionReceived: repeats.of_person, CommandReceived: repeats.of_link},
            leads_to=repeats.leads_to,
            tell=repeats.tell,
            recall=repeats.recall,
        ),
    )


def received(**facts: Any) -> PetitionReceived:
    """A real-name letter of complaint, but for what a test says otherwise."""
    about = {name: facts.pop(name) for name in tuple(facts) if name in ENVELOPE_FIELDS}
    told: dict[str, Any] = {"kind": "COMPLAINT", "topics": ("SEWER_BLOCKED",), **REACHABLE}
    envelope: dict[str, Any] = {
        "source": "bureau-desk",
        "platform_ref": "L-1",
        "channel": "LETTER",
        "received_at": RECEIVED_AT,
        "regime": "2005",
        "confidentiality": "NORMAL",
        "content_ref": "vault:petition",
    }
    return PetitionReceived(petition=PetitionFacts(**(told | facts)), **(envelope | about))


def arrived(readings: Mapping[str, Any] | None = None, /, **facts: Any) -> Story:
    """A petition that has just been registered, on Tuesday 1 June 2021."""
    story = CaseStory(intake(readings))
    story.hears(received(**facts))
    return story


def visit(
    record: dict[str, Any] | None = None,
    readings: Mapping[str, Any] | None = None,
    /,
    **facts: Any,
) -> Story:
    """A visit, its record read back, but for what a test says otherwise."""
    return arrived(readings, channel="VISIT", visit=record or READ_BACK, **facts)


def accepted(**told: Any) -> PetitionAccepted:
    """Its acceptance on the day of registration."""
    facts: dict[str, Any] = {
        "accepted_on": date(2021, 6, 1),
        "acceptance": "ACCEPT",
        "routing": "NORMAL_TRANSFER",
    }
    return PetitionAccepted(**(facts | told))


def dispatched() -> AssignmentDispatched:
    """It goes to a unit."""
    return AssignmentDispatched(version=1, lead_unit=UnitCode("MNT-DR"))


def said(story: Story, kind: type[E_]) -> E_:
    """The last event of a kind that was announced."""
    return next(event for event in reversed(story.told) if isinstance(event, kind))


def names(events: Sequence[CaseEvent]) -> list[str]:
    """Their names, in order."""
    return [event.name for event in events]


PUBLISHED = frozenset({"progress.published", "result.published"})


def apart_from_published(told: Sequence[str]) -> list[str]:
    """What was said, without what can be looked up since: that has tests of its own."""
    return [name for name in told if name not in PUBLISHED]
