"""Cases as routing gets them, and the people who decide about them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from contracts.envelope import CaseEvent, Owner, UnitCode
from contracts.events.gate import DeniedPerson, PetitionReceived
from contracts.events.intake import PetitionRegistered
from contracts.petition import PetitionFacts
from contracts.ports import Judge
from contracts.zone import bureau_moment
from services.chassis.rules.judge import load_judge
from services.chassis.service import Service
from services.routing.decisions.known import Known
from services.routing.handlers import ON_COMMAND, ON_EVENT
from services.routing.settings import RoutingSettings
from services.routing.state import EVOLVE, RoutingState
from tests.unit.case_story import CATALOGUE, CaseStory, actor

RULES = Path(__file__).parents[3] / "services" / "routing" / "rules"

CLERK = actor("PETITION_CLERK", "XFB")
OFFICE = actor("PETITION_OFFICE_DIRECTOR", "XFB")
VICE_LEADER = actor("PETITION_VICE_LEADER")
DEPUTY = actor("DEPUTY_DIRECTOR")
DIRECTOR = actor("DIRECTOR")
DISCIPLINE = actor("DISCIPLINE_OFFICER", "DSC")

RECEIVED_AT = bureau_moment(date(2021, 6, 1))
ENVELOPE_FIELDS = frozenset(PetitionReceived.model_fields) - {"petition"}

Story = CaseStory[RoutingState, Known]
E_ = TypeVar("E_", bound=CaseEvent)


@cache
def judge() -> Judge:
    """The judge of routing's own rule sets."""
    return load_judge([RULES])


@cache
def known(*readings: tuple[str, Any]) -> Known:
    """What routing's decisions look at, as its app wires it, where other readings are in force."""
    catalogue = CATALOGUE.configured(dict(readings))
    by = load_judge([RULES], catalogue) if readings else judge()
    return Known(by, catalogue, RoutingSettings.of(catalogue))


def routing(*readings: tuple[str, Any]) -> Service[RoutingState, Known]:
    """The service as its app wires it, without a process around it."""
    return Service(
        owner=Owner.ROUTING,
        state=RoutingState,
        known=lambda _: known(*readings),
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )


def received(**facts: Any) -> PetitionReceived:
    """A real-name letter about a blocked sewer at the lake, but for what a test says otherwise."""
    about = {name: facts.pop(name) for name in tuple(facts) if name in ENVELOPE_FIELDS}
    told: dict[str, Any] = {"named": True, "topics": ("SEWER_BLOCKED",), "district": "BL"}
    envelope: dict[str, Any] = {
        "source": "bureau-desk",
        "platform_ref": "L-1",
        "channel": "LETTER",
        "received_at": RECEIVED_AT,
        "regime": "2005",
        "confidentiality": "NORMAL",
    }
    return PetitionReceived(petition=PetitionFacts(**(told | facts)), **(envelope | about))


def registered(petition: PetitionReceived, **found: Any) -> PetitionRegistered:
    """Its registration by intake."""
    told: dict[str, Any] = {
        "reg_no": "2021-0-0",
        "registered_at": RECEIVED_AT,
        "kind": petition.petition.kind or "OTHER",
        "confidentiality": petition.confidentiality,
        "source": petition.source,
        "publish": "PETITIONER_ONLY",
    }
    return PetitionRegistered(**(told | found))


def case(registration: dict[str, Any] | None = None, /, **facts: Any) -> Story:
    """A petition that has just been registered."""
    return case_by({}, registration, **facts)


def case_by(
    readings: dict[str, Any], registration: dict[str, Any] | None = None, /, **facts: Any
) -> Story:
    """The same where the bureau reads the procedure in another way."""
    told = {key: tuple(v) if isinstance(v, list) else v for key, v in readings.items()}
    story = CaseStory(routing(*told.items()))
    petition = received(**facts)
    story.hears(petition, registered(petition, **(registration or {})))
    return story


def said(story: Story, kind: type[E_]) -> E_:
    """The last event of a kind that was announced."""
    return next(event for event in reversed(story.told) if isinstance(event, kind))


def never_said(story: Story, kind: type[CaseEvent]) -> bool:
    """Whether no event of a kind was announced."""
    return not any(isinstance(event, kind) for event in story.told)


def units(*codes: str) -> tuple[UnitCode, ...]:
    """Unit codes."""
    return tuple(UnitCode(code) for code in codes)


def leader_reported() -> DeniedPerson:
    """A member of the Leading Group in the deny set."""
    return DeniedPerson(key="hash", rank="LEADING_GROUP")
