"""How events change what routing remembers of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.codes import Trigger
from contracts.events import archive, deadlines, escalation, gate, handling, intake, routing
from contracts.events.common import CommandRefused
from contracts.petition import InstructionFacts, MediaFacts, SuperiorVisitFacts
from contracts.zone import bureau_day
from services.routing.state import secrecy
from services.routing.state.case import Draft, Refusal, RoutingState

INCOMPLETE = frozenset({"REPLY_INCOMPLETE", "SIGNOFF_MISSING"})
"""Why the second gate stays closed although the office wants to pass the reply."""


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
        registered_on=bureau_day(event.registered_at),
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
    if event.suggested_topics:
        petition = petition.model_copy(update={"suggested_topics": event.suggested_topics})
    if event.suggested_district is not None:
        petition = petition.model_copy(update={"suggested_district": event.suggested_district})
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
    """A body that sends a report back investigates no longer: another one can be designated."""
    return replace(state, objections=event.count, approval="NONE", body=None)


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


def _declined(state: RoutingState, event: routing.PackageDeclined) -> RoutingState:
    kept = (event.trigger,) if event.kept else ()
    return replace(
        state,
        candidates=_minus(state.candidates, (event.trigger,)),
        declined=_with(state.declined, kept),
    )


def _missed(state: RoutingState, event: deadlines.DeadlineMissed) -> RoutingState:
    """A mere target of the bureau's own is no clock that anybody could be late by."""
    kind = "STATUTORY" if event.statutory else event.key.upper()
    if event.internal or kind in state.overdue:
        return state
    return replace(state, overdue=(*state.overdue, kind))


def _extended(state: RoutingState, _event: Any) -> RoutingState:
    """Another date is in force, and wants a notice of its own (E65)."""
    overdue = tuple(kind for kind in state.overdue if kind != "STATUTORY")
    return replace(state, overdue=overdue, delay_explained=False)


def _reminded(state: RoutingState, event: deadlines.ReminderIssued) -> RoutingState:
    if not event.steps:
        return state
    return replace(state, late_steps=state.late_steps + len(event.steps))


def _command_refused(state: RoutingState, event: CommandRefused) -> RoutingState:
    if event.command_type != "pass_reply" or event.code not in INCOMPLETE:
        return state
    return replace(state, pass_refusals=state.pass_refusals + 1)


def _found(state: RoutingState, event: escalation.FindingRecorded) -> RoutingState:
    if event.kind in state.findings:
        return state
    return replace(state, findings=(*state.findings, event.kind))


def _with(known: tuple[Trigger, ...], new: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    return tuple(dict.fromkeys((*known, *new)))


def _minus(known: tuple[Trigger, ...], gone: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    return tuple(trigger for trigger in known if trigger not in gone)


def _closed(state: RoutingState, _event: Any) -> RoutingState:
    return replace(state, closed=True, approval="NONE", refusal=None)


def _reopened(state: RoutingState, _event: Any) -> RoutingState:
    """Back to the units that have it: nobody has to approve them again."""
    approval = "GIVEN" if state.dispatched else state.approval
    return replace(state, concluded=False, closed=False, approval=approval)


def _anew(state: RoutingState, _event: Any) -> RoutingState:
    """By itself again: what was said of it before it was merged does not stand any more."""
    return replace(
        state,
        closed=False,
        duplicate=False,
        acceptance=None,
        accepted=False,
        routing="NONE",
        draft=Draft(version=state.draft.version),
        dispatched=None,
        body=None,
    )


EVOLVE: Mapping[type[Any], Any] = {
    gate.PetitionReceived: _received,
    gate.CaseEnded: _closed,
    intake.PetitionRegistered: _registered,
    intake.PetitionClassified: lambda state, event: replace(state, kind=event.kind),
    intake.ConfidentialityRestricted: secrecy.kept_from,
    intake.ConfidentialityCautioned: secrecy.kept_from,
    intake.ConfidentialityLifted: secrecy.kept_from,
    intake.PetitionSupplemented: _supplemented,
    intake.PetitionWithdrawn: _closed,
    intake.PetitionMerged: _closed,
    intake.PetitionUnlinked: _anew,
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
    routing.AssignmentRevoked: secrecy.revoked,
    routing.AssignmentBlocked: secrecy.blocked,
    routing.CaseHandedOver: lambda state, _: replace(state, routing="NORMAL_TRANSFER"),
    routing.InvestigationBodyDesignated: lambda state, event: replace(state, body=event.body),
    routing.InstructionRecorded: _instructed,
    routing.MediaExposureRecorded: _exposed,
    routing.SuperiorVisitRecorded: _visited_superior,
    routing.PackageTriggered: _triggered,
    routing.PackageCandidate: lambda state, event: replace(
        state, candidates=_with(state.candidates, event.triggers)
    ),
    routing.PackageDeclined: _declined,
    routing.PackageWaived: _waived,
    routing.MajorConfirmed: lambda state, _: replace(state, major=True),
    routing.AccountabilityFlagged: lambda state, e: replace(state, flags=(*state.flags, e.code)),
    routing.AccountabilityWatch: lambda state, e: replace(state, watches=(*state.watches, e.code)),
    handling.AssignmentObjected: _objected,
    handling.PetitionReopened: _reopened,
    deadlines.DeadlineMissed: _missed,
    deadlines.ReminderIssued: _reminded,
    deadlines.ExtensionApproved: _extended,
    deadlines.ExtensionNotified: lambda state, _: replace(state, delay_explained=True),
    escalation.PackageOverdueReportedToDirector: lambda state, _: replace(
        state, delay_reported=True
    ),
    escalation.FindingRecorded: _found,
    CommandRefused: _command_refused,
    archive.ArchiveFiled: _closed,
    handling.PetitionConcluded: lambda state, _: replace(state, concluded=True),
}
