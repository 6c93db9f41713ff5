"""Every command, by its type."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands import archive, deadlines, escalation, gate, handling, intake, routing
from contracts.commands.base import Command

MODULES = (gate, intake, routing, handling, deadlines, escalation, archive)


def _commands() -> Iterator[type[Command]]:
    for module in MODULES:
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Command) and "type" in vars(found):
                yield found


COMMANDS: dict[str, type[Command]] = {command.type: command for command in _commands()}
