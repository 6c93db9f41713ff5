"""Who is called to receive a visitor, who comes, and who is sent elsewhere (11(二), 11(四))."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.intake import (
    ApproveReceptionLead,
    AssignReception,
    RedirectVisitor,
    StartReception,
)
from contracts.envelope import CaseEvent, Receipt, UnitCode
from contracts.events.intake import (
    PetitionWithdrawn,
    ReceptionLeadApproved,
    ReceptionLeadProposed,
    ReceptionStarted,
    VisitorRedirected,
    VisitReceptionAssigned,
)
from contracts.ports import Issued, Refused
from services.intake.decisions import reception, visits
from services.intake.decisions.known import Known
from services.intake.handlers import publishing
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def on_assign_reception(
    state: IntakeState, issued: Issued[AssignReception], known: Known
) -> Events:
    """One unit is called at once; several, or a major matter, wait for a leader's word (11.2)."""
    visits.check_visit(state, "11.2a")
    if state.reception.arrived:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.2a")
    named = tuple(dict.fromkeys(issued.command.units))
    reception.check_units(state, named, known.catalogue)
    units = named or reception.proposed(state, known.catalogue)
    if not units:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.2a")
    asked = reception.leader_asked(state.reception, units, known)
    if asked.outcome["leader_asked"]:
        yield ReceptionLeadProposed(
            lead_unit=units[0], units=units, major=asked.outcome["major"], receipt=asked
        )
    else:
        yield from _called(units, asked)


def on_approve_reception_lead(
    state: IntakeState, issued: Issued[ApproveReceptionLead], known: Known
) -> Events:
    """H4: agreed, and all of them are called; a major matter is the director's (E8)."""
    visits.check_visit(state, "11.2b")
    units, major = state.reception.proposed, state.reception.major
    if not units:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.2b")
    if major and issued.actor.role != known.settings.leader_if_major:
        raise Refused("ROLE_NOT_ALLOWED", "11.2b")
    yield ReceptionLeadApproved(lead_unit=units[0], principal=issued.actor.principal)
    yield from _called(units, None)


def _called(units: tuple[UnitCode, ...], receipt: Receipt | None) -> Events:
    for unit in units:
        yield VisitReceptionAssigned(unit=unit, lead=unit == units[0], receipt=receipt)


def on_start_reception(state: IntakeState, issued: Issued[StartReception], known: Known) -> Events:
    """Somebody of a unit that was called has come; a liaison speaks for the own unit (11.2c)."""
    unit = issued.command.unit
    visits.check_visit(state, "11.2c")
    if issued.actor.role == "LIAISON" and issued.actor.unit != unit:
        raise Refused("ROLE_NOT_ALLOWED", "11.2c")
    if unit not in known.catalogue.units:
        raise Refused("UNIT_UNKNOWN", "N.2")
    if unit not in state.reception.called or unit in state.reception.arrived:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.2c")
    yield ReceptionStarted(unit=unit, at=issued.occurred_at)


def on_redirect_visitor(
    state: IntakeState, issued: Issued[RedirectVisitor], known: Known
) -> Events:
    """Said aloud, it refuses nothing: a leader consents, or the visitor withdraws (11.4d, E7)."""
    visits.check_visit(state, "11.4d")
    command, catalogue = issued.command, known.catalogue
    if state.accepted_on is not None:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.4d")
    if not all(body in catalogue.external_bodies for body in command.competent_bodies):
        raise Refused("UNIT_UNKNOWN", "11.4d")
    yield VisitorRedirected(
        competent_bodies=command.competent_bodies
        or reception.competent_bodies(state.reception, catalogue),
        principal=issued.actor.principal,
        ends=not known.settings.redirect_needs_consent and not command.withdraws,
    )
    if command.withdraws:
        yield PetitionWithdrawn()
        yield from publishing.progress(state, "WITHDRAWN")
