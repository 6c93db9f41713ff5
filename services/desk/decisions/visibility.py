"""What somebody in a role gets to see of who may have failed (art. 14, E36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEADERS = frozenset({"DIRECTOR", "PETITION_VICE_LEADER", "DEPUTY_DIRECTOR"})
OFFICE = frozenset({"PETITION_OFFICE_DIRECTOR", "PETITION_CLERK"})
READINGS: Mapping[str, frozenset[str]] = {
    "PETITION_OFFICE_AND_LEADING_GROUP": OFFICE | LEADERS,
    "LEADING_GROUP": LEADERS,
}
"""Roles by the value of `acct.visibility`; another value hides it from every role."""

EVENT_PREFIXES = ("accountability.", "finding.")
COMMANDS = frozenset(
    {
        "record_finding",
        "propose_accountability",
        "decide_accountability",
        "record_outside_decision",
    }
)
DECISIONS = frozenset({"H13", "H14"})


def may_see_fault(role: str | None, reading: str) -> bool:
    """Whether flags are shown; None is who runs the machine and reads its database anyway."""
    return role is None or role in READINGS.get(reading, frozenset())


def without_fault(view: Mapping[str, Any]) -> dict[str, Any]:
    """The case as if nobody had asked who failed."""
    left = {name: value for name, value in view.items() if name != "accountability"}
    if "pending" in left:
        left["pending"] = [code for code in left["pending"] if code not in DECISIONS]
    if "contents" in left:
        entries = left["contents"]
        left["contents"] = [one for one in entries if not one["event"].startswith(EVENT_PREFIXES)]
    return left


def timeline_without_fault(happened: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The same of everything that happened: neither the flags nor who spoke about them."""
    return [event for event in happened if not _speaks_of_fault(event)]


def _speaks_of_fault(event: Mapping[str, Any]) -> bool:
    body = event["body"]
    command = body.get("command_type") or body.get("type")
    asked = event["type"].startswith("command.") and command in COMMANDS
    return asked or event["type"].startswith(EVENT_PREFIXES)
