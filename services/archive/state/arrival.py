"""What arrival, registration and assessment make of the view."""

from __future__ import annotations

from contracts.codes import Acceptance
from contracts.events.gate import CaseEnded, DeniedPerson, PetitionReceived
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    GroupVisitDetected,
    InformationRequested,
    PetitionClassified,
    PetitionMerged,
    PetitionRegistered,
    PetitionUnlinked,
    PetitionWithdrawn,
    ProgressPublished,
    PublicationRetracted,
    ResultPublished,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    NonacceptanceApproved,
    NonacceptanceProposed,
    NonacceptanceRefused,
    PetitionAccepted,
    PetitionScopeAssessed,
)
from services.archive.state.view import CaseView, Published, changed, decided, in_status, waiting

HANDLING_DECISIONS = ("H2", "H3", "H4", "H5", "H6", "H7", "H12", "H15")
"""Decisions that have no object any more once the case has ended."""


def received(view: CaseView, event: PetitionReceived) -> CaseView:
    """Art. 7 holds from the first event on: who must not know, and that a body is to be named."""
    view = changed(
        view,
        source=event.source,
        platform_ref=event.platform_ref,
        channel=event.channel,
        received_at=event.received_at,
        confidentiality=event.confidentiality,
        was_restricted=event.confidentiality == "RESTRICTED",
        denied_units=event.denied_units,
        denied_persons=_named(event.denied_persons),
    )
    return waiting(view, "H10") if event.confidentiality == "RESTRICTED" else view


def ended(_: CaseView, event: CaseEnded) -> CaseView:  # noqa: ARG001 - steps are called alike
    """Of a case that went over to the other lane only this is in view."""
    return CaseView(ended=True)


def registered(view: CaseView, event: PetitionRegistered) -> CaseView:
    """It has a number and a first status."""
    view = changed(
        view,
        reg_no=event.reg_no,
        registry=event.registry,
        unknown_fields=event.unknown,
        kind=event.kind,
        confidentiality=event.confidentiality,
        publish=event.publish,
        group_visit=view.group_visit or event.group_visit,
        max_representatives=event.max_representatives,
    )
    return in_status(view, "REGISTERED", event)


def classified(view: CaseView, event: PetitionClassified) -> CaseView:
    """The kind in force."""
    return changed(view, kind=event.kind)


def group_detected(view: CaseView, _: GroupVisitDetected) -> CaseView:
    """Three or more came together."""
    return changed(view, group_visit=True)


def made_secret(
    view: CaseView, event: ConfidentialityRestricted | ConfidentialityCautioned
) -> CaseView:
    """Who must not know, as it stands now; nothing of it is published."""
    return changed(
        view,
        confidentiality=event.level,
        denied_units=event.denied_units,
        denied_persons=_named(event.denied_persons),
        publish="NONE",
        published=None,
    )


def secrecy_lifted(view: CaseView, event: ConfidentialityLifted) -> CaseView:
    """Caution may remain; nobody has to designate a body any more."""
    view = changed(
        view,
        confidentiality=event.level,
        denied_units=event.denied_units,
        denied_persons=_named(event.denied_persons),
    )
    return decided(view, "H10")


def publication_retracted(view: CaseView, _: PublicationRetracted) -> CaseView:
    """Nothing of it may be published, and nothing of it can be looked up any more."""
    return changed(view, publish="NONE", published=None)


def progress_published(view: CaseView, event: ProgressPublished) -> CaseView:
    """How far it is can be looked up."""
    return changed(view, published=Published(event.audience, event.occurred_at, event.status))


def result_published(view: CaseView, event: ResultPublished) -> CaseView:
    """How it ended can be looked up."""
    shown = Published(event.audience, event.occurred_at, outcome_code=event.outcome_code)
    return changed(view, published=shown)


def assessed(view: CaseView, event: PetitionScopeAssessed) -> CaseView:
    """A merged petition stays merged, whatever its matter is."""
    accept = view.accept if view.status == "MERGED" else event.outcome
    return changed(view, scope_basis=event.scope_basis, accept=accept)


def accepted(view: CaseView, event: PetitionAccepted) -> CaseView:
    """The bureau takes it; without a lead the Petition Office has to name one (H3)."""
    view = changed(
        view,
        accept=event.acceptance,
        routing=event.routing,
        simple_eligible=event.simple_eligible,
        signoff_required=event.signoff_required,
        lead_unit=event.lead_unit or view.lead_unit,
        major_hints=event.major_hints,
    )
    view = in_status(view, "ACCEPTED", event)
    if event.major_hints and not event.on_spot:
        view = waiting(view, "H12")
    without_lead = view.lead_unit is None and not event.on_spot
    return waiting(view, "H3") if without_lead and view.confidentiality != "RESTRICTED" else view


def information_requested(view: CaseView, event: InformationRequested) -> CaseView:
    """Whether it is ours cannot be told yet."""
    return in_status(changed(view, accept="NEED_INFO"), "NEED_INFO", event)


def refusal_proposed(view: CaseView, event: NonacceptanceProposed) -> CaseView:
    """No petition is refused before a leader has consented (H1)."""
    bodies = tuple(dict.fromkeys((*view.external_bodies, *event.competent_bodies)))
    accept: Acceptance = "PARTIAL" if event.parts else "NOT_ACCEPT"
    return waiting(changed(view, accept=accept, external_bodies=bodies), "H1")


def refusal_approved(view: CaseView, event: NonacceptanceApproved) -> CaseView:
    """A refused part leaves the status of the accepted one as it is."""
    view = decided(view, "H1")
    if event.parts:
        return view
    view = changed(view, accept="NOT_ACCEPT", routing=event.routing)
    return decided(in_status(view, "NOT_ACCEPTED", event), *HANDLING_DECISIONS)


def refusal_refused(view: CaseView, _: NonacceptanceRefused) -> CaseView:
    """The leader wants it handled here: nobody else is competent for it."""
    return decided(changed(view, external_bodies=()), "H1")


def merged(view: CaseView, event: PetitionMerged) -> CaseView:
    """It goes on inside another case."""
    view = in_status(changed(view, accept="MERGE_DUPLICATE"), "MERGED", event)
    return decided(view, "H1", *HANDLING_DECISIONS)


def unlinked(view: CaseView, event: PetitionUnlinked) -> CaseView:
    """It is a case of its own again and has to be assessed."""
    return in_status(changed(view, accept=None), "REGISTERED", event)


def withdrawn(view: CaseView, event: PetitionWithdrawn) -> CaseView:
    """The petitioner took it back: nobody has to consent to anything any more."""
    return decided(in_status(view, "WITHDRAWN", event), "H1", *HANDLING_DECISIONS)


def answered_on_spot(view: CaseView, event: VisitAnsweredOnSpot) -> CaseView:
    """An answer before the dispatch makes the draft lapse, where it settles the matter."""
    if view.dispatched or not event.concludes:
        return view
    view = changed(view, lead_unit=None, co_units=(), routing="NONE")
    return decided(view, "H2", "H3")


def _named(persons: tuple[DeniedPerson, ...]) -> tuple[str, ...]:
    return tuple(str(person.principal or person.key) for person in persons)
