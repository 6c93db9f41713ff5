"""What routing remembers of a case: facts, proposals that wait, what is on the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from contracts.codes import (
    Acceptance,
    Channel,
    Confidentiality,
    Kind,
    Package,
    Regime,
    Routing,
    Trigger,
)
from contracts.envelope import UnitCode
from contracts.events import archive, deadlines, gate, handling, intake, routing
from contracts.petition import InstructionFacts, MediaFacts, PetitionFacts, SuperiorVisitFacts

Approval = Literal["NONE", "AWAITED", "GIVEN", "REFUSED"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A handling proposal: who leads, who helps, who gets a letter."""

    version: int = 0
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A non-acceptance that waits for the leader in charge (H1)."""

    ground: str
    competent_bodies: tuple[UnitCode, ...]
    parts: tuple[routing.AssessedPart, ...] = ()
    """What it is about; empty = the whole petition."""


@dataclass(frozen=True, slots=True)
class RoutingState:
    """One case, as routing sees it; `routing` is the way it goes."""

    source: str = ""
    channel: Channel = "OTHER"
    regime: Regime = "2005"
    confidentiality: Confidentiality = "NORMAL"
    denied_units: tuple[UnitCode, ...] = ()
    leader_denied: bool = False
    """Somebody of the Leading Group is in the deny set, so that a deputy may approve (E80)."""
    ladder_body: UnitCode | None = None
    """Who has to look into a RESTRICTED case at the least (E17)."""
    petition: PetitionFacts | None = None
    registered: bool = False
    read_back_missing: bool = False
    kind: Kind = "OTHER"
    answered_on_spot: bool = False
    times_raised: int = 1
    duplicate: bool = False

    acceptance: Acceptance | None = None
    """The last outcome of R-ACC, or the leader's word against it."""
    accepted: bool = False
    routing: Routing = "NONE"
    refusal: Refusal | None = None
    draft: Draft = Draft()
    approval: Approval = "NONE"
    dispatched: Draft | None = None
    objections: int = 0
    body: UnitCode | None = None
    """The investigating body a person designated."""

    instructions: tuple[InstructionFacts, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    superior_visits: tuple[SuperiorVisitFacts, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    candidates: tuple[Trigger, ...] = ()
    waived: tuple[Trigger, ...] = ()
    major: bool = False
    flags: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    delay_explained: bool = False
    closed: bool = False
    """Withdrawn, merged, refused or filed: nothing is decided about it any more."""

    @property
    def facts(self) -> PetitionFacts:
        """The petition's facts; every case begins with them."""
        assert self.petition is not None, "petition.received comes first"
        return self.petition

    @property
    def assessed(self) -> bool:
        """Whether R-ACC has come to an end, rather than to a question."""
        return self.acceptance not in {None, "NEED_INFO"}

    @property
    def restricted(self) -> bool:
        """Art. 7: the case is investigated, not assigned."""
        return self.confidentiality == "RESTRICTED"

    @property
    def package(self) -> Package:
        """The package class, as the triggers on the file make it (E52)."""
        if self.triggers:
            return "TRIGGERED"
        if self.waived:
            return "WAIVED"
        return "CANDIDATE" if self.candidates else "NONE"

    @property
    def draft_open(self) -> bool:
        """Whether the Petition Office may still say which units."""
        ours = self.accepted and not self.restricted and not self.answered_on_spot
        return ours and not self.closed and self.approval != "GIVEN"

    @property
    def lead_unit(self) -> UnitCode | None:
        """Of the assignment in force."""
        return self.dispatched.lead_unit if self.dispatched else self.body


def _received(state: RoutingState, event: gate.PetitionReceived) -> RoutingState:
    petition = event.petition
    return replace(
        state,
        source=event.source,
        channel=event.channel,
        regime=event.regime,
        confidentiality=event.confidentiality,
        denied_units=event.denied_units,
        leader_denied=any(person.rank == "LEADING_GROUP" for person in event.denied_persons),
        ladder_body=event.body,
        petition=petition,
        instructions=petition.instructions,
        media=petition.media,
        superior_visits=petition.superior_visits,
    )


def _registered(state: RoutingState, event: intake.PetitionRegistered) -> RoutingState:
    return replace(
        state,
        registered=True,
        read_back_missing=not event.assessable,
        kind=event.kind,
        answered_on_spot=event.answered_on_spot,
        times_raised=1 + event.repeat_no,
        duplicate=event.duplicate_of is not None,
    )


def _supplemented(state: RoutingState, event: intake.PetitionSupplemented) -> RoutingState:
    petition, matter = state.facts, event.matter
    if matter is not None:
        petition = petition.model_copy(
            update={
                "topics": matter.topics or petition.topics,
                "district": matter.district or petition.district,
                "scope_basis": matter.scope_basis or petition.scope_basis,
                "has_place": matter.has_place or petition.has_place,
            }
        )
    if event.named is not None:
        petition = petition.model_copy(update={"named": event.named})
    return replace(state, petition=petition)


def _answered_on_spot(state: RoutingState) -> RoutingState:
    """A draft that waits lapses (rule 9)."""
    lapsed = Draft(version=state.draft.version)
    return replace(state, answered_on_spot=True, draft=lapsed, approval="NONE", routing="NONE")


def _accepted(state: RoutingState, event: routing.PetitionAccepted) -> RoutingState:
    return replace(
        state,
        accepted=True,
        acceptance=event.acceptance,
        routing=event.routing,
        answered_on_spot=event.on_spot,
    )


def _refusal_proposed(state: RoutingState, event: routing.NonacceptanceProposed) -> RoutingState:
    return replace(state, refusal=Refusal(event.ground, event.competent_bodies, event.parts))


def _refusal_approved(state: RoutingState, event: routing.NonacceptanceApproved) -> RoutingState:
    return replace(state, refusal=None, closed=state.closed or not event.parts)


def _drafted(state: RoutingState, event: routing.AssignmentDrafted) -> RoutingState:
    draft = Draft(event.version, event.lead_unit, event.co_units, event.external_bodies)
    return replace(state, draft=draft, approval="AWAITED")


def _dispatched(state: RoutingState, event: routing.AssignmentDispatched) -> RoutingState:
    """Dispatched for danger it still waits for the leader (E27)."""
    sent = Draft(event.version, event.lead_unit, event.co_units, event.external_bodies)
    return replace(state, dispatched=sent, approval="AWAITED" if event.urgent else "GIVEN")


def _objected(state: RoutingState, event: handling.AssignmentObjected) -> RoutingState:
    return replace(state, objections=event.count, approval="NONE")


def _instructed(state: RoutingState, event: routing.InstructionRecorded) -> RoutingState:
    note = InstructionFacts.model_validate(event, from_attributes=True)
    return replace(state, instructions=(*state.instructions, note))


def _exposed(state: RoutingState, event: routing.MediaExposureRecorded) -> RoutingState:
    report = MediaFacts.model_validate(event, from_attributes=True)
    return replace(state, media=(*state.media, report))


def _visited_superior(state: RoutingState, event: routing.SuperiorVisitRecorded) -> RoutingState:
    return with_superior_visit(
        state, SuperiorVisitFacts.model_validate(event, from_attributes=True)
    )


def with_superior_visit(state: RoutingState, visit: SuperiorVisitFacts) -> RoutingState:
    """The state once the visit is on the file."""
    return replace(state, superior_visits=(*state.superior_visits, visit))


def _triggered(state: RoutingState, event: routing.PackageTriggered) -> RoutingState:
    return replace(
        state,
        triggers=_with(state.triggers, event.triggers),
        candidates=_minus(state.candidates, event.triggers),
    )


def _waived(state: RoutingState, event: routing.PackageWaived) -> RoutingState:
    return replace(
        state,
        triggers=_minus(state.triggers, (event.trigger,)),
        waived=_with(state.waived, (event.trigger,)),
    )


def _with(known: tuple[Trigger, ...], new: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    return tuple(dict.fromkeys((*known, *new)))


def _minus(known: tuple[Trigger, ...], gone: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    return tuple(trigger for trigger in known if trigger not in gone)


def _closed(state: RoutingState, _event: Any) -> RoutingState:
    return replace(state, closed=True, approval="NONE", refusal=None)


EVOLVE: Mapping[type[Any], Any] = {
    gate.PetitionReceived: _received,
    gate.CaseEnded: _closed,
    intake.PetitionRegistered: _registered,
    intake.PetitionSupplemented: _supplemented,
    intake.PetitionWithdrawn: _closed,
    intake.PetitionMerged: _closed,
    intake.VisitReadBackConfirmed: lambda state, _: replace(state, read_back_missing=False),
    intake.VisitAnsweredOnSpot: lambda s, e: _answered_on_spot(s) if e.concludes else s,
    routing.PetitionScopeAssessed: lambda state, event: replace(state, acceptance=event.outcome),
    routing.PetitionAccepted: _accepted,
    routing.NonacceptanceProposed: _refusal_proposed,
    routing.NonacceptanceApproved: _refusal_approved,
    routing.NonacceptanceRefused: lambda state, _: replace(state, refusal=None),
    routing.AssignmentDrafted: _drafted,
    routing.AssignmentApproved: lambda state, _: replace(state, approval="GIVEN"),
    routing.AssignmentRefused: lambda state, _: replace(state, approval="REFUSED"),
    routing.AssignmentDispatched: _dispatched,
    routing.CaseHandedOver: lambda state, _: replace(state, routing="NORMAL_TRANSFER"),
    routing.InvestigationBodyDesignated: lambda state, event: replace(state, body=event.body),
    routing.InstructionRecorded: _instructed,
    routing.MediaExposureRecorded: _exposed,
    routing.SuperiorVisitRecorded: _visited_superior,
    routing.PackageTriggered: _triggered,
    routing.PackageCandidate: lambda state, event: replace(
        state, candidates=_with(state.candidates, event.triggers)
    ),
    routing.PackageDeclined: lambda state, event: replace(
        state, candidates=_minus(state.candidates, (event.trigger,))
    ),
    routing.PackageWaived: _waived,
    routing.MajorConfirmed: lambda state, _: replace(state, major=True),
    routing.AccountabilityFlagged: lambda state, e: replace(state, flags=(*state.flags, e.code)),
    routing.AccountabilityWatch: lambda state, e: replace(state, watches=(*state.watches, e.code)),
    handling.AssignmentObjected: _objected,
    deadlines.ExtensionNotified: lambda state, _: replace(state, delay_explained=True),
    archive.ArchiveFiled: _closed,
}
