"""What every command has in common."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field

from contracts.envelope import Owner, Principal, Strict, UnitCode
from contracts.text import LINE_CHARS_MAX, Line, Names, PlainText, Text, Vaulted, normalised

__all__ = [
    "CLAUSE_CHARS_MAX",
    "Actor",
    "Command",
    "Line",
    "NamedPrincipal",
    "NamedUnit",
    "Names",
    "Person",
    "PlainText",
    "Text",
    "Vaulted",
]


UNIT_CHARS_MAX = 32
ROLE_CHARS_MAX = 64
CLAUSE_CHARS_MAX = 16

NamedPrincipal = Annotated[
    Principal, Field(min_length=1, max_length=LINE_CHARS_MAX), AfterValidator(normalised)
]
NamedUnit = Annotated[UnitCode, Field(min_length=1, max_length=UNIT_CHARS_MAX)]


class Actor(Strict):
    """Who issues a command, in which role, for which unit."""

    principal: NamedPrincipal
    role: Annotated[str, Field(min_length=1, max_length=ROLE_CHARS_MAX)]
    unit: NamedUnit | None = None
    key: str | None = None
    """Keyed hash of the principal, added by the gate, to be compared with reported names."""


class Person(Strict):
    """A member of staff named in a command."""

    principal: NamedPrincipal
    unit: NamedUnit | None = None
    key: str | None = None
    """Keyed hash of the principal, added by the gate where names stand in the deny set."""


class Command(Strict):
    """A decision or record of a person; the class says who decides it and by which clause."""

    # A field called `from` or `clause` in the messages has another name here.
    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    type: ClassVar[str]
    owner: ClassVar[Owner]
    clause: ClassVar[str]
    """The clause that lets these roles issue it; cited when the role is refused."""

    def __init_subclass__(cls, type: str = "", clause: str = "", **options: Any) -> None:
        """Take type and clause from the class line."""
        super().__init_subclass__(**options)
        if type:
            cls.type, cls.clause = type, clause
