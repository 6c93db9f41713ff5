"""What the gate remembers: whose number became which case, and which commands it has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from contracts.envelope import CaseId
from contracts.events.gate import GateBureauEvent

Lane = Literal["open", "restricted"]
PetitionKey = tuple[str, str]
"""Source and its own number."""
CommandKey = tuple[Lane, str]


@dataclass(frozen=True, slots=True)
class KnownPetition:
    """What a number of a source stands for."""

    digest: bytes
    """Keyed, of the canonical JSON: tells a repeat from another petition under the same number."""
    case_id: CaseId
    lane: Lane


@dataclass(frozen=True, slots=True)
class KnownCase:
    """Where a case lives, and the number of the gate's last event about it."""

    lane: Lane
    partition: int
    seq: int


@dataclass(frozen=True, slots=True)
class KnownCommand:
    """A command that is on the log."""

    digest: bytes
    case_id: CaseId
    times: int
    """How often it was put there."""


@dataclass(frozen=True, slots=True)
class BureauAnswer:
    """How a command about the whole bureau was answered; an empty code is a yes."""

    digest: bytes
    code: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Personal data and texts on their way into the vault, still readable."""

    ref: str
    case_id: CaseId
    lane: Lane
    content: Mapping[str, Any] = field(repr=False)


@dataclass(slots=True)
class Memory:
    """What was found in the tables, or what is to be written there."""

    petitions: dict[PetitionKey, KnownPetition] = field(default_factory=dict)
    cases: dict[CaseId, KnownCase] = field(default_factory=dict)
    commands: dict[CommandKey, KnownCommand] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    answers: dict[CommandKey, BureauAnswer] = field(default_factory=dict)
    bureau: list[GateBureauEvent] = field(default_factory=list)
    """What came into force in the whole bureau, in order."""

    def add(self, news: Memory) -> None:
        """Know the news as well: a batch sees its own beginnings."""
        self.petitions.update(news.petitions)
        self.cases.update(news.cases)
        self.commands.update(news.commands)
        self.documents.extend(news.documents)
        self.answers.update(news.answers)
        self.bureau.extend(news.bureau)
