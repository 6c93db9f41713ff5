"""In which order a command is refused: who, then when, then what (art. 6, 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.gate import DeniedPerson
from contracts.events.handling import RecusalDeclared
from contracts.roles import COMMANDS_BY_ROLE, UNIT_ROLES, roles_for
from tests.unit.case_story import CaseStory, actor, petition

S = TypeVar("S")
K = TypeVar("K")

HOME = "MNT-DR"
REPORTED = "demo-reported"


class Attempt(NamedTuple, Generic[S, K]):
    """A command at a moment when no case of this kind allows it."""

    story: Callable[[], CaseStory[S, K]]
    fields: Mapping[str, Any]
    closed_by: CaseEvent


def may(command: str, principal: str) -> Actor:
    """Somebody in one of the roles that may issue a command."""
    role = max(roles_for(command))
    return actor(role, HOME if role in UNIT_ROLES else None, principal)


def may_not(command: str, principal: str) -> Actor:
    """Somebody in a role that may not."""
    role = min(set(COMMANDS_BY_ROLE) - roles_for(command))
    return actor(role, HOME if role in UNIT_ROLES else None, principal)


def answers(command: str, attempt: Attempt[S, K]) -> dict[str, list[str]]:
    """What each kind of person is told, all of whom come at the wrong moment."""
    return {
        "restricted, denied, wrong role": _told(command, attempt, "RESTRICTED", REPORTED, may_not),
        "denied, wrong role": _told(command, attempt, "CAUTION", REPORTED, may_not),
        "denied": _told(command, attempt, "CAUTION", REPORTED, may),
        "recused": _told(command, attempt, "NORMAL", "demo-recused", may),
        "free": _told(command, attempt, "NORMAL", "demo-free", may),
    }


EXPECTED = {
    "restricted, denied, wrong role": ["(UNKNOWN_CASE)"],
    "denied, wrong role": ["(ROLE_NOT_ALLOWED)"],
    "denied": ["(ACTOR_DENIED)"],
    "recused": ["(ACTOR_RECUSED)"],
    "free": ["(STATE_DOES_NOT_ALLOW)"],
}


def _told(
    command: str,
    attempt: Attempt[S, K],
    confidentiality: str,
    principal: str,
    who: Callable[[str, str], Actor],
) -> list[str]:
    story = attempt.story()
    denied = (DeniedPerson(principal=Principal(REPORTED), rank="STAFF"),)
    about = {"denied_units": (UnitCode("BRG-KF"),), "denied_persons": denied}
    secret = about if confidentiality != "NORMAL" else {}
    story.hears(petition(confidentiality=confidentiality, **secret), attempt.closed_by)
    story.hears(RecusalDeclared(principal=Principal("demo-recused")))
    return story.issued(command, who(command, principal), **attempt.fields)
