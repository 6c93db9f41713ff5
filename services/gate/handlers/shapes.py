"""What a handler of the gate is handed, and what it hands back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.commands.base import Command
from contracts.commands.submitted import CommandSubmitted
from contracts.envelope import CaseEvent, CaseId
from contracts.outcomes import DeadLetter, Outward
from contracts.petition import PetitionSubmitted
from contracts.ports import Judge
from contracts.topics import DEAD_LETTERS
from services.chassis.batch import InForce, Lane, Record
from services.chassis.ids import derived_id
from services.chassis.security import LaneKey
from services.gate.decisions import form
from services.gate.state import Memory

GATE = "gate"


@dataclass(frozen=True, slots=True)
class Known:
    """What the gate's decisions may look at beside the message."""

    basis: Basis
    """What is in force in the partition, for a petition that comes now."""
    keys: Mapping[Lane, LaneKey]
    partitions: int
    message_bytes_max: int
    ahead_minutes_max: int

    @property
    def catalogue(self) -> Catalogue:
        """Units, topics and readings."""
        return self.basis.catalogue

    @property
    def judge(self) -> Judge:
        """The rule sets."""
        return self.basis.judge


@dataclass(frozen=True, slots=True)
class Moment:
    """When the gate records something: its clock, and the last tick the partition has seen."""

    now: datetime
    in_force: InForce

    def not_before_tick(self, at: datetime, lane: Lane) -> datetime:
        """`at`, or the last tick of the lane where that is later: time on a log never runs back."""
        return max(at, self.in_force.tick(lane) or at)


@dataclass(frozen=True, slots=True)
class Submission:
    """A petition of good form."""

    record: Record
    source: str
    petition: PetitionSubmitted
    canonical: str
    """Two petitions that say the same have the same."""


@dataclass(frozen=True, slots=True)
class BadPetition:
    """What arrived as a petition and cannot be taken."""

    record: Record
    source: str
    code: str
    platform_ref: str | None
    """Its number, where that can be read."""


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A command of good form."""

    record: Record
    submitted: CommandSubmitted
    command: Command
    canonical: str


@dataclass(frozen=True, slots=True)
class BadCommand:
    """What arrived as a command and is none, though it says whose answer it waits for."""

    record: Record
    command_id: str
    case_id: str
    type: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What arrived as a command and does not even say that."""

    record: Record
    code: str


Reading = Submission | BadPetition | CommandForm | BadCommand | Unreadable


@dataclass(frozen=True, slots=True)
class OnLog:
    """An event, stamped, for the case log of a lane."""

    lane: Lane
    event: CaseEvent


@dataclass(frozen=True, slots=True)
class Aside:
    """A message beside the log, sent after it."""

    lane: Lane
    topic: str
    key: str
    body: Outward


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message has led to."""

    said: tuple[OnLog | Aside, ...]
    news: Memory = field(default_factory=Memory)


def content_ref(case_id: CaseId) -> str:
    """Where the petition itself lies in the vault."""
    return f"vault:{derived_id(case_id, GATE, 0)}"


def declared_ref(case_id: CaseId) -> str:
    """Where the petition lies as it was declared last, once it was declared anew."""
    return f"vault:{derived_id(f'{case_id}/declared', GATE, 0)}"


def place_of(record: Record) -> str:
    """Where a message lies: what everything said because of it goes back to."""
    return f"{record.topic}/{record.partition}/{record.offset}"


def dead_letter(record: Record, lane: Lane, code: str, **details: Any) -> Aside:
    """Why a message could not be taken and where it lies, nothing of what it says."""
    value = record.value or b""
    body = DeadLetter.of(
        code,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        sha256=hashlib.sha256(value).hexdigest(),
        size=len(value),
        service=GATE,
        **details,
    )
    return Aside(lane, DEAD_LETTERS, form.reference(record.key) or "", body)
