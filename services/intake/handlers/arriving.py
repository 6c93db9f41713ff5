"""A petition arrives: visit, secrecy, register, group (art. 7, 10(一), 11)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.codes import Kind
from contracts.envelope import CaseEvent, Receipt
from contracts.events.gate import PetitionReceived
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityRestricted,
    GroupVisitDetected,
    GroupVisitReported,
    PetitionClassified,
    PetitionRegistered,
    PromiseMade,
    RepeatDetected,
    RepresentativesExceeded,
    VisitAnsweredOnSpot,
    VisitReadBackConfirmed,
    VisitReceived,
    VisitRecorded,
)
from services.intake.decisions import registration
from services.intake.decisions.known import Known
from services.intake.handlers.first_contact import asked_first
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def on_petition_received(state: IntakeState, event: PetitionReceived, known: Known) -> Events:
    """Everything is registered, whatever becomes of it (E33)."""
    group = registration.group(event, known)
    if state.visit:
        yield from _visit(state, event, known)
    yield from _secrecy(event)
    yield from _register(state, event, group, known)
    if group.outcome["group_visit"]:
        persons = event.petition.persons
        counted = persons >= known.settings.group_counted_min
        yield GroupVisitDetected(persons=persons, counted=counted, receipt=group)
        yield GroupVisitReported(to_role=known.settings.leader_in_charge, receipt=group)
    if group.outcome["representatives_exceeded"]:
        yield RepresentativesExceeded(
            count=event.petition.representatives or 0,
            limit=group.outcome["max_representatives"],
            receipt=group,
        )


def _visit(state: IntakeState, event: PetitionReceived, known: Known) -> Events:
    yield VisitReceived(persons=event.petition.persons, at=event.received_at)
    yield from asked_first(state, known)
    yield VisitRecorded(record_ref=event.content_ref)
    if _read_back(event):
        yield VisitReadBackConfirmed()
        yield from told_on_record(state, known)


def _read_back(event: PetitionReceived) -> bool:
    visit = event.petition.visit
    return visit is not None and visit.read_back_confirmed


def told_on_record(state: IntakeState, known: Known) -> Events:
    """The answer or the promise in the record holds once the visitor has confirmed it."""
    if state.answered_at_once:
        yield VisitAnsweredOnSpot(concludes=known.settings.on_spot_concludes)
    elif state.promised_on is not None:
        yield PromiseMade(due_on=state.promised_on)


def _secrecy(event: PetitionReceived) -> Events:
    """Said before the petition is registered, so that nobody acts first (art. 7)."""
    match event.confidentiality:
        case "RESTRICTED":
            yield ConfidentialityRestricted(
                denied_units=event.denied_units,
                denied_persons=event.denied_persons,
                body=event.body,
                receipt=event.receipt,
            )
        case "CAUTION":
            yield ConfidentialityCautioned(
                denied_units=event.denied_units,
                denied_persons=event.denied_persons,
                receipt=event.receipt,
            )
        case "NORMAL":
            return


def _register(state: IntakeState, event: PetitionReceived, group: Receipt, known: Known) -> Events:
    petition, kind = event.petition, event.petition.kind
    if kind is None:
        by_rule = registration.kind_of(event, known)
        kind = _kind(by_rule)
        yield PetitionClassified(kind=kind, allegation=petition.allegation, receipt=by_rule)
    publication = registration.publication(petition, kind, event.confidentiality, known)
    settings, read_back = known.settings, _read_back(event)
    lookback = known.settings.repeat_lookback_days
    registry = registration.registry(event, kind, settings)
    answered = registration.earlier_answers(petition, event.day, lookback)
    yield PetitionRegistered(
        reg_no=registration.registration_number(event, registry),
        registered_at=event.occurred_at,
        kind=kind,
        confidentiality=event.confidentiality,
        source=event.source,
        publish=publication.outcome["publish"],
        repeat_no=answered,
        repeat_by_visit=bool(answered) and state.visit,
        suggested=registration.is_suggested(petition),
        group_visit=group.outcome["group_visit"],
        max_representatives=group.outcome["max_representatives"],
        assessable=not state.visit or read_back or settings.assess_before_read_back,
        answered_on_spot=_settled(state, read_back=read_back, known=known),
        unknown=registration.unknown_fields(petition, settings),
        registry=registry,
        receipt=publication,
    )
    if answered:
        yield RepeatDetected(count=answered, by_visit=state.visit)


def _settled(state: IntakeState, *, read_back: bool, known: Known) -> bool:
    """What is assessed before the read-back is not settled by an answer nobody has confirmed."""
    confirmed = read_back or not known.settings.assess_before_read_back
    return state.answered_at_once and confirmed and known.settings.on_spot_concludes


def _kind(receipt: Receipt) -> Kind:
    kind: Kind = receipt.outcome["kind"]
    return kind
