"""Package cases at each step, and the people who carry them."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.envelope import Owner, UnitCode
from contracts.events.handling import PetitionConcluded, PetitionSettled
from contracts.events.routing import AssignmentDispatched, PackageTriggered, PetitionAccepted
from services.chassis.service import Service
from services.escalation.decisions.known import Known, known_of
from services.escalation.handlers import ON_COMMAND, ON_EVENT
from services.escalation.state import EVOLVE, EscalationState
from tests.unit.case_story import CaseStory, actor, petition, reading

DIRECTOR = actor("DIRECTOR")
CLERK = actor("PETITION_CLERK", "XFB")
OFFICE = actor("PETITION_OFFICE_DIRECTOR", "XFB")
RESPONSIBLE = actor("RESPONSIBLE_PERSON", "LND")
LEADER = actor("PACKAGE_LEADER")

TEAM: dict[str, Any] = {
    "leader": {"principal": "demo-deputy-1"},
    "supervisor": {"principal": "demo-sup-head", "unit": "SUP"},
    "responsible": {"principal": "demo-lnd-deputy", "unit": "LND"},
}
REPORT = {"causes": "vault:c", "measures": "vault:m", "opinion": "vault:o"}
ALL_GUARANTEES = ("KNOW", "EDUCATE", "STABILITY", "RESOLVE", "SETTLE")

Story = CaseStory[EscalationState, Known]


def escalation() -> Service[EscalationState, Known]:
    """The service as its app wires it, without a process around it."""
    return Service(
        owner=Owner.ESCALATION,
        state=EscalationState,
        known=known_of,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        evolve=EVOLVE,
    )


def accepted() -> PetitionAccepted:
    """The acceptance of any petition."""
    return PetitionAccepted(
        accepted_on=date(2021, 6, 1), acceptance="ACCEPT", routing="NORMAL_TRANSFER"
    )


def assigned_case(**facts: Any) -> Story:
    """Accepted and assigned to the landscaping section; `readings` are other than ours."""
    story = CaseStory(escalation(), basis=reading(facts.pop("readings", {})))
    story.hears(petition(**facts), accepted())
    story.hears(AssignmentDispatched(version=1, lead_unit=UnitCode("LND")))
    return story


def package_case(**facts: Any) -> Story:
    """The same, made a package case by the director's order."""
    story = assigned_case(**facts)
    story.hears(PackageTriggered(triggers=("T4",)))
    return story


def carried_case(
    settled: bool = True, visited: bool = True, without: str = "", **facts: Any
) -> Story:
    """Concluded on 2021-06-22; by default everything is done that closing asks for."""
    story = package_case(**facts)
    story.issued("appoint_package_team", DIRECTOR, **TEAM)
    story.issued("submit_package_report", RESPONSIBLE, **REPORT)
    if visited:
        story.issued("record_case_visit", LEADER, on="2021-06-01")
    story.on("2021-06-22")
    story.hears(PetitionConcluded(concluded_on=date(2021, 6, 22), outcome_code="SIGNED"))
    story.hears(PetitionSettled(settled=settled))
    for which in ALL_GUARANTEES:
        if which != without:
            story.issued("update_guarantee", RESPONSIBLE, which=which, state="DONE")
    return story
