"""Who may issue what follows the readings: who each leader is, and who stands in for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.envelope import Principal, UnitCode
from contracts.events.gate import RoleAssigned
from contracts.roles import COMMANDS_BY_ROLE, roles_for
from tests.unit.case_story import BASIS

DAY = date(2021, 6, 1)
SUBSTITUTES = {"H1": ["DIRECTOR"], "H2": ["DEPUTY_DIRECTOR"], "H8": ["PETITION_VICE_LEADER"]}


def roles(command: str, **readings: Any) -> set[str]:
    """Who may issue it; a key is written with `__` for its dots."""
    chosen = {key.replace("__", "."): value for key, value in readings.items()}
    return set(replace(BASIS, catalogue=BASIS.catalogue.configured(chosen)).roles[command])


def test_as_the_bureau_reads_it_the_table_is_the_agreed_one() -> None:
    commands = {command for allowed in COMMANDS_BY_ROLE.values() for command in allowed}
    assert {c: BASIS.roles[c] for c in commands} == {c: roles_for(c) for c in commands}


@pytest.mark.parametrize(
    ("command", "reading", "allowed"),
    [
        pytest.param(
            "consent_non_acceptance",
            {"role__map__leader_in_charge": "DEPUTY_DIRECTOR"},
            {"DEPUTY_DIRECTOR", "DIRECTOR"},
            marks=pytest.mark.setting("role.map.leader_in_charge"),
        ),
        pytest.param(
            "approve_assignment",
            {"role__map__bureau_leader": "DIRECTOR"},
            {"DIRECTOR", "DEPUTY_DIRECTOR"},
            marks=pytest.mark.setting("role.map.bureau_leader"),
        ),
        pytest.param(
            "approve_assignment",
            {"role__map__bureau_leader_if_major": "PETITION_VICE_LEADER"},
            {"PETITION_VICE_LEADER", "DEPUTY_DIRECTOR"},
            marks=pytest.mark.setting("role.map.bureau_leader_if_major"),
        ),
        pytest.param(
            "approve_extension",
            {"role__map__leading_group_leaders": ["DIRECTOR"]},
            {"DIRECTOR"},
            marks=[
                pytest.mark.setting("role.map.leading_group_leaders"),
                pytest.mark.clause("10.5f"),
            ],
        ),
        pytest.param(
            "waive_package",
            {"role__map__chief_leader": "PETITION_VICE_LEADER"},
            {"PETITION_VICE_LEADER"},
            marks=pytest.mark.setting("role.map.chief_leader"),
        ),
        pytest.param(
            "consent_non_acceptance",
            {"role__substitutes": SUBSTITUTES | {"H1": []}},
            {"PETITION_VICE_LEADER"},
            marks=pytest.mark.setting("role.substitutes"),
        ),
        pytest.param(
            "approve_assignment",
            {"role__substitutes": SUBSTITUTES | {"H2": []}},
            {"PETITION_VICE_LEADER", "DIRECTOR"},
            marks=pytest.mark.setting("role.substitutes"),
        ),
        pytest.param(
            "appoint_package_team",
            {"role__substitutes": SUBSTITUTES | {"H8": []}},
            {"DIRECTOR"},
            marks=pytest.mark.setting("role.substitutes"),
        ),
        pytest.param(
            "pass_reply",
            {"role__h7_delegated": True},
            {"PETITION_OFFICE_DIRECTOR", "COMMAND_CENTRE_OPERATOR", "PETITION_CLERK"},
            marks=pytest.mark.setting("role.h7_delegated"),
        ),
    ],
)
@pytest.mark.clause("4.a")
@pytest.mark.clause("8")
def test_who_may_issue_it_follows_the_reading(
    command: str, reading: dict[str, Any], allowed: set[str]
) -> None:
    assert roles(command, **reading) == allowed != roles(command)


@pytest.mark.setting("roles.directory")
@pytest.mark.clause("8")
@pytest.mark.parametrize(
    ("listed", "unit", "held_for", "may"),
    [
        (False, "GAS", "MUN", True),
        (True, "GAS", "GAS", True),
        (True, "GAS", None, True),
        (True, "GAS", "MUN", False),
    ],
)
def test_with_the_directory_a_role_is_held_for_a_unit(
    listed: bool, unit: str, held_for: str | None, may: bool
) -> None:
    held = RoleAssigned(
        principal=Principal("p"),
        role="HANDLER",
        unit=UnitCode(held_for) if held_for else None,
        valid_from=DAY,
    )
    basis = replace(
        BASIS,
        catalogue=BASIS.catalogue.configured({"roles.directory": listed}),
        directory=BASIS.directory.after([held]),
    )
    actor = Actor(principal=Principal("p"), role="HANDLER", unit=UnitCode(unit))
    assert basis.may_issue(actor, "log_contact", DAY) is may
    nobody = Actor(principal=Principal("q"), role="HANDLER", unit=UnitCode(unit))
    assert basis.may_issue(nobody, "log_contact", DAY) is not listed
