"""A command as it arrives: the envelope every command has, and its own fields beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from contracts.commands import COMMANDS
from contracts.commands.base import Actor, Command
from contracts.days import Moment
from contracts.envelope import CaseId, Strict
from contracts.text import normalised

ID_CHARS_MAX = 64

Id = Annotated[str, Field(min_length=1, max_length=ID_CHARS_MAX), AfterValidator(normalised)]


class UnknownCommand(Exception):
    """No command has this type."""


class CommandSubmitted(Strict):
    """What every command says beside its own fields, which stand next to these."""

    command_id: Id
    case_id: Annotated[CaseId, Field(min_length=1, max_length=ID_CHARS_MAX)] | None = None
    """Absent where the command is about the whole bureau."""
    type: Annotated[str, Field(max_length=ID_CHARS_MAX)]
    issued_at: Moment
    actor: Actor

    @field_validator("actor")
    @classmethod
    def keys_come_from_the_gate(cls, actor: Actor) -> Actor:
        """A keyed hash from outside would let an actor pose as somebody else."""
        if actor.key is not None:
            raise PydanticCustomError("extra_forbidden", "the key is added by the gate")
        return actor


ENVELOPE_FIELDS = frozenset(CommandSubmitted.model_fields)


def parse_command(document: Mapping[str, Any]) -> tuple[CommandSubmitted, Command]:
    """Envelope and command; raises `ValidationError`, or `UnknownCommand`."""
    own = {name: value for name, value in document.items() if name not in ENVELOPE_FIELDS}
    shared = {name: value for name, value in document.items() if name in ENVELOPE_FIELDS}
    submitted = CommandSubmitted.model_validate(shared)
    command_type = COMMANDS.get(submitted.type)
    if command_type is None:
        raise UnknownCommand
    return submitted, command_type.model_validate(own)
