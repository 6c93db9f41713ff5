"""What escalation remembers of a case: its package, who follows it up, what is on file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.access import Access
from contracts.codes import (
    FindingKind,
    Guarantee,
    InstructionBy,
    InstructionLevel,
    InstructionType,
    OrganLevel,
    ReferralType,
    Trigger,
)
from contracts.commands.base import Person
from contracts.envelope import CaseEvent, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.escalation import (
    AccountabilityDecided,
    AccountabilityProposed,
    FindingRecorded,
    GuaranteeUpdated,
    IncidentEscalated,
    LeaderVisited,
    PackageClosed,
    PackageOpened,
    PackageReportSubmitted,
    PackageTeamAppointed,
    PackageTeamReplaced,
    SupervisionOpened,
    SupervisionReported,
)
from contracts.events.gate import CaseEnded, PetitionReceived
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    PetitionSettled,
    RecusalDeclared,
    ReviewOpinionRecorded,
)
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    PetitionMerged,
    PetitionUnlinked,
    PetitionWithdrawn,
)
from contracts.events.routing import (
    AccountabilityFlagged,
    AssignmentDispatched,
    AssignmentRevoked,
    InstructionRecorded,
    InvestigationBodyDesignated,
    PackageTriggered,
    PackageWaived,
    PetitionAccepted,
)

OPEN_TO_ALL = Access()


@dataclass(frozen=True, slots=True)
class Team:
    """Three people, one per seat."""

    leader: Person
    supervisor: Person
    responsible: Person

    @property
    def members(self) -> tuple[Person, ...]:
        """In the order of the seats."""
        return (self.leader, self.supervisor, self.responsible)


@dataclass(frozen=True, slots=True)
class Package:
    """A case a leader carries to its end."""

    open: bool = True
    team: Team | None = None
    reports: int = 0
    visited: bool = False
    addressed: tuple[Guarantee, ...] = ()
    """Guarantees done, or not applicable with a reason."""


@dataclass(frozen=True, slots=True)
class Order:
    """Somebody sent the case down, or ordered by a note that it be handled."""

    by: InstructionBy | None
    """None for a referral."""
    level: OrganLevel | InstructionLevel
    type: ReferralType | InstructionType
    due: date | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A code put down for accountability, and the unit it speaks of."""

    code: str
    unit: UnitCode | None


@dataclass(frozen=True, slots=True)
class EscalationState:
    """A case as the Leading Group sees it."""

    access: Access = OPEN_TO_ALL
    accepted: bool = False
    leader_concerned: bool = False
    """Somebody of the Leading Group is complained of, so that a body outside decides."""
    proposed_lead: UnitCode | None = None
    escalated: tuple[str, ...] = ()
    """Causes a leader knows of."""
    standing_triggers: tuple[Trigger, ...] = ()
    """Triggered and not waived."""
    package: Package | None = None
    orders: tuple[Order, ...] = ()
    supervised: tuple[Order, ...] = ()
    reported_up: bool = False
    concluded_on: date | None = None
    settled: bool = False
    review_opinions: int = 0
    upheld: bool = False
    """By the last of them."""
    flags: tuple[Flag, ...] = ()
    findings: tuple[FindingKind, ...] = ()
    undecided: tuple[str, ...] = ()
    """Clauses proposed and not decided on, the oldest first."""
    ended_otherwise: bool = False
    """Withdrawn, or merged into another case: nothing is left to carry."""
    ended: bool = False
    filed: bool = False

    @property
    def lead_unit(self) -> UnitCode | None:
        """Whoever has the work, or would get it by the proposal."""
        return self.access.lead_unit or self.proposed_lead


State = EscalationState


def _instructions(notes: Iterable[Any]) -> tuple[Order, ...]:
    """A reading mark orders nothing (E11)."""
    return tuple(Order(n.by, n.level, n.type, n.due) for n in notes if n.type == "INSTRUCT")


def _received(state: State, event: PetitionReceived) -> State:
    petition = event.petition
    sent = petition.referral
    referral = (Order(None, sent.level, sent.type, sent.report_due),) if sent else ()
    return replace(
        state,
        access=state.access.after(event),
        leader_concerned=any(p.rank == "LEADING_GROUP" for p in event.denied_persons),
        orders=(*referral, *_instructions(petition.instructions)),
    )


def _instructed(state: State, event: InstructionRecorded) -> State:
    new = [order for order in _instructions([event]) if order not in state.orders]
    return replace(state, orders=(*state.orders, *new))


def _access_changed(state: State, event: CaseEvent) -> State:
    return replace(state, access=state.access.after(event))


def _secrecy_changed(
    state: State,
    event: ConfidentialityRestricted | ConfidentialityCautioned | ConfidentialityLifted,
) -> State:
    concerned = any(person.rank == "LEADING_GROUP" for person in event.denied_persons)
    return replace(_access_changed(state, event), leader_concerned=concerned)


def _triggered(state: State, event: PackageTriggered) -> State:
    new = [trigger for trigger in event.triggers if trigger not in state.standing_triggers]
    return replace(state, standing_triggers=(*state.standing_triggers, *new))


def _waived(state: State, event: PackageWaived) -> State:
    """Without a trigger that stands there is no package any more (E52)."""
    left = tuple(trigger for trigger in state.standing_triggers if trigger != event.trigger)
    return replace(state, standing_triggers=left, package=state.package if left else None)


def _on_package(state: State, **changes: Any) -> State:
    return replace(state, package=replace(state.package, **changes)) if state.package else state


def _team_appointed(state: State, event: PackageTeamAppointed) -> State:
    return _on_package(state, team=Team(event.leader, event.supervisor, event.responsible))


def _team_replaced(state: State, event: PackageTeamReplaced) -> State:
    if state.package is None or state.package.team is None:
        return state
    seat: dict[str, Any] = {event.seat.lower(): event.person}
    return _on_package(state, team=replace(state.package.team, **seat))


def _guarantee_updated(state: State, event: GuaranteeUpdated) -> State:
    before = state.package.addressed if state.package else ()
    others = tuple(which for which in before if which != event.which)
    return _on_package(state, addressed=(*others, event.which))


def _supervision_opened(state: State, event: SupervisionOpened) -> State:
    order = Order(event.by, event.level, event.type, event.due)
    return replace(state, supervised=(*state.supervised, order))


def _flagged(state: State, event: AccountabilityFlagged) -> State:
    return replace(state, flags=(*state.flags, Flag(event.code, event.unit)))


def _reviewed(state: State, event: ReviewOpinionRecorded) -> State:
    opinions = state.review_opinions + 1
    return replace(state, review_opinions=opinions, upheld=event.result == "UPHELD")


def _reopened(state: State, _: PetitionReopened) -> State:
    """What the reply had settled is open again."""
    return replace(
        state,
        concluded_on=None,
        settled=False,
        review_opinions=0,
        upheld=False,
        reported_up=False,
        filed=False,
    )


def _proposed(state: State, event: AccountabilityProposed) -> State:
    return replace(state, undecided=(*state.undecided, event.clause))


EVOLVE: Mapping[type[CaseEvent], Any] = {
    PetitionReceived: _received,
    PetitionAccepted: lambda s, e: replace(s, accepted=True, proposed_lead=e.lead_unit),
    InstructionRecorded: _instructed,
    ConfidentialityRestricted: _secrecy_changed,
    ConfidentialityCautioned: _secrecy_changed,
    ConfidentialityLifted: _secrecy_changed,
    AssignmentDispatched: _access_changed,
    AssignmentRevoked: _access_changed,
    InvestigationBodyDesignated: _access_changed,
    RecusalDeclared: _access_changed,
    PackageTriggered: _triggered,
    PackageWaived: _waived,
    PackageOpened: lambda s, _: replace(s, package=Package()),
    PackageTeamAppointed: _team_appointed,
    PackageTeamReplaced: _team_replaced,
    PackageReportSubmitted: lambda s, e: _on_package(s, reports=e.number),
    LeaderVisited: lambda s, e: _on_package(s, visited=True) if e.for_package else s,
    GuaranteeUpdated: _guarantee_updated,
    PackageClosed: lambda s, _: _on_package(s, open=False),
    SupervisionOpened: _supervision_opened,
    SupervisionReported: lambda s, _: replace(s, reported_up=True),
    PetitionConcluded: lambda s, e: replace(s, concluded_on=e.concluded_on),
    PetitionReopened: _reopened,
    PetitionWithdrawn: lambda s, _: replace(s, ended_otherwise=True),
    PetitionMerged: lambda s, _: replace(s, ended_otherwise=True),
    PetitionUnlinked: lambda s, _: replace(s, ended_otherwise=False),
    IncidentEscalated: lambda s, e: replace(s, escalated=(*s.escalated, e.cause)),
    PetitionSettled: lambda s, e: replace(s, settled=e.settled),
    ReviewOpinionRecorded: _reviewed,
    AccountabilityFlagged: _flagged,
    FindingRecorded: lambda s, e: replace(s, findings=(*s.findings, e.kind)),
    AccountabilityProposed: _proposed,
    AccountabilityDecided: lambda s, _: replace(s, undecided=s.undecided[1:]),
    CaseEnded: lambda s, _: replace(s, ended=True),
    ArchiveFiled: lambda s, _: replace(s, filed=True),
}
