"""What a batch of case events is on its way through a processor: heard, worked on, planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from contracts.envelope import CaseEvent
from services.chassis.batch import InForce, Outgoing, Plan, Record
from services.chassis.case_record import CaseRecord
from services.chassis.parking import Parked
from services.chassis.searching import Others
from services.chassis.service import Applied
from services.chassis.standing import Copy

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class CasePlan(Plan, Generic[S]):
    """A plan with the case records it changed."""

    changed: Mapping[str, CaseRecord[S]] = field(default_factory=dict)
    partition_of: Mapping[str, int] = field(default_factory=dict)
    applied: Sequence[Applied[S]] = ()
    parked: Sequence[Parked] = ()
    copies: Sequence[Copy] = ()
    """Bureau-wide events that came into force."""


@dataclass(slots=True)
class Work(Generic[S]):
    """What a batch has led to so far."""

    records: dict[str, CaseRecord[S]]
    in_force: dict[int, InForce]
    parsed: Mapping[tuple[int, int], CaseEvent] = field(default_factory=dict)
    others: Others[S] = field(default_factory=Others)
    changed: dict[str, CaseRecord[S]] = field(default_factory=dict)
    partition_of: dict[str, int] = field(default_factory=dict)
    applied: list[Applied[S]] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heard(Generic[S]):
    """The records of a batch that concern the service, and what is remembered of their cases."""

    heard: Sequence[Record]
    records: Mapping[str, CaseRecord[S]]
    others: Others[S] = field(default_factory=Others)


@dataclass(frozen=True, slots=True)
class Due(Generic[S]):
    """Cases whose timers are due, in the order they are due."""

    cases: Sequence[tuple[str, int]]
    """Case id and partition."""
    records: Mapping[str, CaseRecord[S]]
