"""What any service may announce."""

from __future__ import annotations

from contracts.envelope import CaseEvent, Owner


class CommandRefused(CaseEvent, name="command.refused"):
    """A command was refused by its owner; nothing else has changed."""

    owner = Owner.ANY

    command_id: str
    command_type: str
    code: str
    """One of `contracts.refusals.REFUSALS`."""
    clause: str
