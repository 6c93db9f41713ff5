"""Who acts: invented holders of each role, named after their unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OFFICE_UNIT = "XFB"
CLERK: Mapping[str, Any] = {
    "principal": "demo-clerk",
    "role": "PETITION_CLERK",
    "unit": OFFICE_UNIT,
}
OFFICE: Mapping[str, Any] = {
    "principal": "demo-office-director",
    "role": "PETITION_OFFICE_DIRECTOR",
    "unit": OFFICE_UNIT,
}
RECEPTION: Mapping[str, Any] = {
    "principal": "demo-reception",
    "role": "RECEPTION",
    "unit": OFFICE_UNIT,
}
ARCHIVIST: Mapping[str, Any] = {
    "principal": "demo-archivist",
    "role": "ARCHIVIST",
    "unit": OFFICE_UNIT,
}
VICE_LEADER: Mapping[str, Any] = {"principal": "demo-vice-leader", "role": "PETITION_VICE_LEADER"}
DEPUTY: Mapping[str, Any] = {"principal": "demo-deputy-2", "role": "DEPUTY_DIRECTOR"}
DIRECTOR: Mapping[str, Any] = {"principal": "demo-director", "role": "DIRECTOR"}
DISCIPLINE: Mapping[str, Any] = {
    "principal": "demo-discipline-officer",
    "role": "DISCIPLINE_OFFICER",
    "unit": "DSC",
}
OPERATOR: Mapping[str, Any] = {
    "principal": "demo-cmd-operator",
    "role": "COMMAND_CENTRE_OPERATOR",
    "unit": "CMD",
}
PACKAGE_LEADER: Mapping[str, Any] = {"principal": "demo-deputy-1", "role": "PACKAGE_LEADER"}
LEADERS = (VICE_LEADER, DIRECTOR, DEPUTY)
"""Whom a draft goes to, one after the other, where the first may not decide it."""


def of_unit(unit: str, role: str, word: str) -> Mapping[str, Any]:
    """Somebody of a unit."""
    return {"principal": name_in(unit, word), "role": role, "unit": unit}


def liaison(unit: str) -> Mapping[str, Any]:
    """The liaison of a unit."""
    return of_unit(unit, "LIAISON", "liaison")


def head(unit: str) -> Mapping[str, Any]:
    """The head of a unit."""
    return of_unit(unit, "UNIT_HEAD", "head")


def handler(unit: str) -> Mapping[str, Any]:
    """Who does the work in a unit."""
    return of_unit(unit, "HANDLER", "handler-1")


def responsible(unit: str) -> Mapping[str, Any]:
    """Who answers for a package in a unit."""
    return of_unit(unit, "RESPONSIBLE_PERSON", "deputy")


def person(unit: str, word: str) -> Mapping[str, Any]:
    """Somebody of a unit, as commands name a person."""
    return {"principal": name_in(unit, word), "unit": unit}


def name_in(unit: str, word: str) -> str:
    """The principal of somebody in a unit."""
    return f"demo-{unit.lower()}-{word}"
