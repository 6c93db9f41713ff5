"""Cases at each step of handling, and the people who take the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.codes import Routing
from contracts.commands.base import Actor
from contracts.envelope import Owner, UnitCode
from contracts.events.routing import AssignmentDispatched, PetitionAccepted
from services.chassis.service import Service
from services.handling.decisions.known import Known, known_of
from services.handling.handlers import ON_COMMAND, ON_EVENT
from services.handling.state import EVOLVE, HandlingState
from tests.unit.case_story import CaseStory, actor, petition, reading

LIAISON = actor("LIAISON", "MNT-DR")
HEAD = actor("UNIT_HEAD", "MNT-DR")
HANDLER = actor("HANDLER", "MNT-DR")
CO_LIAISON = actor("LIAISON", "SEW")
OFFICE = actor("PETITION_OFFICE_DIRECTOR", "XFB")
OPERATOR = actor("COMMAND_CENTRE_OPERATOR", "CMD")

ALL_ELEMENTS = [
    "CLAIM",
    "FACTS",
    "EVIDENCE",
    "CONCLUSION",
    "LEGAL_BASIS",
    "MEASURES",
    "LETTER",
    "CONTACT",
    "REVIEW_RIGHT",
]
WITNESS = {"name": "vault:w", "side": "COMMUNITY"}
ATTEMPTS = ["2021-06-08", "2021-06-09", "2021-06-10"]

Step = tuple[str, Actor, dict[str, Any]]
ACKNOWLEDGED: Step = ("acknowledge_assignment", LIAISON, {})
DESIGNATED: Step = ("designate_handler", HEAD, {"handler": {"principal": "demo-handler"}})
VERIFIED: Step = ("complete_verification", HANDLER, {"verifiers": [{"principal": "demo-handler"}]})
SUBMITTED: Step = ("submit_reply", LIAISON, {"elements": ALL_ELEMENTS})
CONTENT_PASSED: Step = ("pass_content", OFFICE, {})
DELIVERED: Step = ("deliver_reply", LIAISON, {"by": "IN_PERSON", "on": "2021-06-11"})
SIGNED: Step = ("record_signoff", LIAISON, {"on": "2021-06-11", "witness": WITNESS})
PASSED: Step = ("pass_reply", OFFICE, {})

STRAIGHT_WAY: tuple[Step, ...] = (
    ACKNOWLEDGED,
    ("report_to_head", LIAISON, {}),
    DESIGNATED,
    ("log_contact", HANDLER, {"contact_type": "PHONE", "summary": "vault:s"}),
    VERIFIED,
    SUBMITTED,
    CONTENT_PASSED,
    DELIVERED,
    SIGNED,
    PASSED,
)


def handling() -> Service[HandlingState, Known]:
    """The service as its app wires it, without a process around it."""
    return Service(
        owner=Owner.HANDLING,
        state=HandlingState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )


def accepted(
    routing: Routing = "NORMAL_TRANSFER", on_spot: bool = False, signoff_required: bool = True
) -> PetitionAccepted:
    """The acceptance of a petition whose reply is to be signed for, if nothing else is said."""
    return PetitionAccepted(
        accepted_on=date(2021, 6, 1),
        acceptance="ACCEPT",
        routing=routing,
        on_spot=on_spot,
        signoff_required=signoff_required,
    )


def dispatched(lead: str = "MNT-DR", *co_units: str, version: int = 1) -> AssignmentDispatched:
    """The assignment as the units get it."""
    return AssignmentDispatched(
        version=version,
        lead_unit=UnitCode(lead),
        co_units=tuple(UnitCode(unit) for unit in co_units),
    )


def assigned_case(*co_units: str, **facts: Any) -> CaseStory[HandlingState, Known]:
    """Accepted and dispatched on Wednesday 2 June 2021; `readings` are other than ours."""
    signoff = facts.get("named", True)
    story = CaseStory(handling(), basis=reading(facts.pop("readings", {})))
    story.hears(petition(**facts), accepted(signoff_required=signoff))
    story.on("2021-06-02")
    story.hears(dispatched("MNT-DR", *co_units))
    return story


def brought_to(
    last: Step, story: CaseStory[HandlingState, Known]
) -> CaseStory[HandlingState, Known]:
    """The same case after this step of the straight way."""
    for step in STRAIGHT_WAY:
        if step == DELIVERED:
            story.on("2021-06-11")
        told = take(story, step)
        assert not any(name.startswith("(") for name in told), (step, told)
        if step == last:
            return story
    raise AssertionError("no step of the straight way")


def take(story: CaseStory[HandlingState, Known], step: Step) -> list[str]:
    """Take one step, whatever comes of it."""
    command, by, fields = step
    return story.issued(command, by, **fields)
