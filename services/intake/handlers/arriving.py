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
    RepresentativesExceeded,
    VisitAnsweredOnSpot,
    VisitReadBackConfirmed,
    VisitReceived,
    VisitRecorded,
)
from contracts.ports import Announcements
from services.intake.decisions import registration, repeats
from services.intake.decisions.known import Known
from services.intake.handlers import linking
from services.intake.handlers.first_contact import asked_first
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def on_petition_received(
    state: IntakeState, event: PetitionReceived, known: Known
) -> Announcements:
    """Everything is registered, whatever becomes of it (E33)."""
    group = registration.group(event, known)
    if state.visit:
        yield from _visit(state, event, known)
    yield from _secrecy(event)
    valid = not state.visit or _read_back(event)
    beside = repeats.finding(event, valid=valid, known=known)
    yield from _register(state, event, group, beside, known)
    yield from linking.said(state, event.case_id, beside)
    if group.outcome["group_visit"]:
        persons = event.petition.persons
        counted = persons >= known.settings.group_counted_min
        yield GroupVisitDetected(persons=persons, counted=counted, receipt=group)
        told = registration.told_of_group(event, known.settings)
        yield GroupVisitReported(to_role=told, receipt=group)
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


def _register(
    state: IntakeState,
    event: PetitionReceived,
    group: Receipt,
    beside: repeats.Finding,
    known: Known,
) -> Events:
    petition, kind = event.petition, event.petition.kind
    if kind is None:
        by_rule = registration.kind_of(event, known)
        kind = _kind(by_rule)
        yield PetitionClassified(kind=kind, allegation=petition.allegation, receipt=by_rule)
    consent = petition.consent_public_summary
    publication = registration.publication(consent, kind, event.confidentiality, known)
    settings, read_back = known.settings, _read_back(event)
    registry = registration.registry(event, kind, settings)
    yield PetitionRegistered(
        reg_no=registration.registration_number(event, registry),
        registered_at=event.occurred_at,
        kind=kind,
        confidentiality=event.confidentiality,
        source=event.source,
        publish=publication.outcome["publish"],
        duplicate_of=beside.duplicate_of,
        repeat_no=beside.repeat_no,
        repeat_by_visit=bool(beside.repeat_no) and state.visit,
        repeat_of=beside.earlier[-1] if beside.earlier else None,
        found=tuple(one for one in known.found if one.matter != "OTHER"),
        suggested=registration.is_suggested(petition),
        group_visit=group.outcome["group_visit"],
        max_representatives=group.outcome["max_representatives"],
        assessable=not state.visit or read_back or settings.assess_before_read_back,
        answered_on_spot=_settled(state, read_back=read_back, known=known),
        unknown=registration.unknown_fields(petition, settings),
        registry=registry,
        receipt=publication,
    )


def _settled(state: IntakeState, *, read_back: bool, known: Known) -> bool:
    """What is assessed before the read-back is not settled by an answer nobody has confirmed."""
    confirmed = read_back or not known.settings.assess_before_read_back
    return state.answered_at_once and confirmed and known.settings.on_spot_concludes


def _kind(receipt: Receipt) -> Kind:
    kind: Kind = receipt.outcome["kind"]
    return kind
