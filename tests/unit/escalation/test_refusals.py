"""Whom escalation refuses, and with which of several codes."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands import COMMANDS
from contracts.commands.base import Actor
from contracts.envelope import Principal, UnitCode
from contracts.events.gate import CaseEnded, DeniedPerson
from tests.unit.case_story import CaseStory
from tests.unit.escalation.story import (
    DIRECTOR,
    LEADER,
    RESPONSIBLE,
    TEAM,
    Story,
    carried_case,
    escalation,
    package_case,
)
from tests.unit.refusals import EXPECTED, Attempt, answers

PERSON = {"principal": "demo-somebody"}
FIELDS: dict[str, dict[str, Any]] = {
    "appoint_package_team": TEAM,
    "replace_team_member": {"seat": "LEADER", "person": PERSON},
    "record_case_visit": {"on": "2021-06-01"},
    "record_leader_visit": {"on": "2021-06-01"},
    "update_guarantee": {"which": "KNOW", "state": "DONE"},
    "record_finding": {"kind": "FAULT"},
    "propose_accountability": {"clause": "14.1"},
    "report_incident": {"to": "vault:b"},
    "log_inspection": {"unit": "MNT-DR"},
    "record_outside_decision": {"body": "PDI"},
}
BY_ITS_OWN_LIGHT = {"record_outside_decision"}
"""Refused to some who hold the role: who is concerned is asked before the moment is."""
OWN = sorted(name for name, command in COMMANDS.items() if command.owner.value == "escalation")


@pytest.mark.clause("7.d", "6.b")
@pytest.mark.parametrize("command", OWN)
def test_who_may_is_asked_before_when_and_what(command: str) -> None:
    attempt = Attempt(
        lambda: CaseStory(escalation()), FIELDS.get(command, {}), closed_by=CaseEnded()
    )
    told = answers(command, attempt)
    if command in BY_ITS_OWN_LIGHT:
        assert told.pop("free") == ["(ROLE_NOT_ALLOWED)"]
        told["free"] = EXPECTED["free"]
    assert told == EXPECTED


def cautioned() -> Story:
    """A package case about somebody of the enforcement detachment."""
    return package_case(
        confidentiality="CAUTION",
        denied_units=(UnitCode("ENF"),),
        denied_persons=(DeniedPerson(principal=Principal("demo-reported")),),
    )


def open_case() -> Story:
    """Neither concluded nor anything done that closing asks for."""
    return package_case()


def unfinished() -> Story:
    """Concluded and settled, but one guarantee open and nobody was there."""
    return carried_case(visited=False, without="SETTLE")


TWICE_AND_DENIED = {**TEAM, "leader": {"principal": "demo-reported"}, "supervisor": TEAM["leader"]}
TWICE_AND_DENIED["responsible"] = TWICE_AND_DENIED["leader"]
DENIED_ONLY = {**TEAM, "responsible": {"principal": "demo-x", "unit": "BRG-KF"}}
BLANK = {"causes": "vault:c", "measures": "", "opinion": "vault:o"}


@pytest.mark.clause("12.1", "12.2", "12.3", "12.4")
@pytest.mark.parametrize(
    ("case", "command", "by", "fields", "code"),
    [
        (cautioned, "appoint_package_team", DIRECTOR, TWICE_AND_DENIED, "TEAM_NOT_DISTINCT"),
        (cautioned, "appoint_package_team", DIRECTOR, DENIED_ONLY, "TEAM_MEMBER_DENIED"),
        (open_case, "submit_package_report", RESPONSIBLE, BLANK, "REPORT_INCOMPLETE"),
        (open_case, "close_package", LEADER, {}, "STATE_DOES_NOT_ALLOW"),
        (unfinished, "close_package", LEADER, {}, "GUARANTEES_INCOMPLETE"),
    ],
)
def test_of_several_faults_the_first_in_order_is_named(
    case: Any, command: str, by: Actor, fields: dict[str, Any], code: str
) -> None:
    assert case().issued(command, by, **fields) == [f"({code})"]


@pytest.mark.clause("12.4")
def test_once_the_guarantees_are_there_the_visit_is_asked_for() -> None:
    story = unfinished()
    story.issued("update_guarantee", RESPONSIBLE, which="SETTLE", state="DONE")
    assert story.issued("close_package", LEADER) == ["(VISIT_MISSING)"]
