"""How the owner of a command refuses it: whether its time has come, then its own conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.ports import Issued, Refused
from contracts.zone import bureau_day


def not_now(clause: str) -> Refused:
    """The refusal of a command the case has not come far enough for, or has gone too far."""
    return Refused("STATE_DOES_NOT_ALLOW", clause)


def allow(holds: bool, clause: str) -> None:
    """Refuse a command whose time has not come, or has passed."""
    if not holds:
        raise not_now(clause)


def demand(holds: bool, code: str, clause: str) -> None:
    """Refuse with a command's own code unless the condition holds."""
    if not holds:
        raise Refused(code, clause)


def not_ahead(on: date, issued: Issued[Any]) -> None:
    """Refuse a day that has not come: what is recorded has happened."""
    demand(on <= bureau_day(issued.occurred_at), "INVALID", issued.command.clause)
