"""What the gate remembers: whose number became which case, and which commands it has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.access import Access
from contracts.codes import Confidentiality
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
class Guarded:
    """How secret a case is, and whom it is kept from."""

    confidentiality: Confidentiality = "NORMAL"
    access: Access = Access()
    lifted: bool = False
    """The discipline officer has found no reason for secrecy in what was declared."""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """Where a case lives, and the number of the gate's last event about it."""

    lane: Lane
    partition: int
    seq: int
    source: str = ""
    guarded: Guarded | None = None
    """None where it is kept from nobody."""
    moved_to: CaseId | None = None
    """The case of the other lane that it goes on as; this one has ended."""

    @property
    def held(self) -> Guarded:
        """How secret it is now."""
        return self.guarded or Guarded()


@dataclass(frozen=True, slots=True)
class KnownCommand:
    """A command that was answered."""

    digest: bytes
    case_id: CaseId
    times: int
    """How often it was put on the log; 0 = turned away at the door."""


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


@dataclass(frozen=True, slots=True)
class Relocation:
    """A case that went over to the restricted lane: its papers follow it, its old key goes."""

    petition: KnownPetition
    """What the number stands for from now on."""
    former: CaseId


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks into the vault: written down before anything is shown."""

    id: str
    case_id: CaseId
    principal: str
    role: str
    unit: str | None
    purpose_ref: str
    field_classes: tuple[str, ...]
    at: datetime


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
    relocations: dict[PetitionKey, Relocation] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    contents: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """Documents that were opened, by reference: what a new declaration is held against."""

    def add(self, news: Memory) -> None:
        """Know the news as well: a batch sees its own beginnings."""
        self.petitions.update(news.petitions)
        self.cases.update(news.cases)
        self.commands.update(news.commands)
        self.documents.extend(news.documents)
        self.answers.update(news.answers)
        self.bureau.extend(news.bureau)
        self.relocations.update(news.relocations)
        self.looks.extend(news.looks)
        self.contents.update(news.contents)
        self.contents.update({document.ref: document.content for document in news.documents})

    def petition(self, number: PetitionKey) -> KnownPetition | None:
        """What a number stands for by now."""
        moved = self.relocations.get(number)
        return moved.petition if moved is not None else self.petitions.get(number)
