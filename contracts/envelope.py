"""The shape every event of the case log has in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, NewType, Self

from pydantic import BaseModel, ConfigDict, Field

from contracts.zone import bureau_day

CaseId = NewType("CaseId", str)
UnitCode = NewType("UnitCode", str)
Principal = NewType("Principal", str)
VaultRef = NewType("VaultRef", str)

NO_CASE = CaseId("")
REGISTER = CaseId("bureau")
"""Not a petition: reports and documents of the whole bureau are kept under it, in one order."""
UNSET = datetime.min.replace(tzinfo=UTC)


class Owner(StrEnum):
    """The one service that may announce an event; a command's owner decides it."""

    GATE = "gate"
    INTAKE = "intake"
    ROUTING = "routing"
    HANDLING = "handling"
    DEADLINES = "deadlines"
    ESCALATION = "escalation"
    ARCHIVE = "archive"
    ANY = "any"


class Strict(BaseModel):
    """A frozen value that refuses unknown fields: what comes from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Tolerant(BaseModel):
    """A frozen value that ignores unknown fields: the log may come from a newer release."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class FiredRule(Tolerant):
    """A rule that held, and the clause of the procedure or statute it rests on."""

    id: str
    clause: str


class Receipt(Tolerant):
    """Why a decision came out so: deciding `facts` again by `ruleset` gives the same bytes."""

    ruleset: str
    version: int
    sha256: str
    rules: tuple[FiredRule, ...]
    facts: Mapping[str, Any]
    outcome: Mapping[str, Any]


class CaseEvent(Tolerant):
    """A past-tense fact about one case; the chassis fills the envelope, a decision the rest."""

    # A field called `from` in the messages is `from_` here.
    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    name: ClassVar[str]
    owner: ClassVar[Owner]
    clauses: ClassVar[tuple[str, ...]] = ()

    case_id: CaseId = NO_CASE
    id: str = ""
    """The event's `ce_id`, derived from its cause."""
    seq: int = 0
    """1, 2, 3 … per case and announcing service."""
    occurred_at: datetime = UNSET
    caused_by: str = ""
    decided_at: int = -1
    """How many events of its partition the service had applied by then; -1 at the gate."""
    partition: int = Field(default=-1, exclude=True)
    offset: int = Field(default=-1, exclude=True)
    """Where it stands on the log; known only to who read it there, not part of the body."""
    receipt: Receipt | None = None

    def __init_subclass__(
        cls, name: str = "", clauses: tuple[str, ...] = (), **options: Any
    ) -> None:
        """Take name and clauses from the class line."""
        super().__init_subclass__(**options)
        if name:
            cls.name, cls.clauses = name, clauses

    @property
    def day(self) -> date:
        """The civil day it happened on, in the bureau's time zone."""
        return bureau_day(self.occurred_at)

    def fill(self, **envelope: Any) -> None:
        """Fill the envelope of an event nobody else has seen yet; only the chassis may."""
        self.__dict__.update(envelope)

    def stamped(self, **envelope: Any) -> Self:
        """The same event with its envelope filled."""
        return self.model_copy(update=envelope)


class BureauEvent(CaseEvent):
    """A fact about the whole bureau: no case, one copy in each partition."""
