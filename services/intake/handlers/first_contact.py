"""What the unit does that a visitor asked first (11(一))."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.intake import DeferVisit, ForwardMaterials, GuideVisitor
from contracts.envelope import CaseEvent
from contracts.events.intake import (
    MaterialsForwarded,
    VisitDeferred,
    VisitFirstContactLogged,
    VisitGuided,
)
from contracts.ports import Issued, Refused
from services.intake.decisions import reception, visits
from services.intake.decisions.known import Known
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def asked_first(state: IntakeState, known: Known) -> Events:
    """Its own business it answers or puts off; with any other it leads the visitor on."""
    unit = state.reception.first_contact
    if unit is None:
        return
    receipt = known.judge("first_contact", reception.first_contact(state, known.catalogue))
    yield VisitFirstContactLogged(unit=unit, receipt=receipt)
    if receipt.outcome["step"] == "GUIDE":
        yield VisitGuided(unit=unit, receipt=receipt)


def on_defer_visit(state: IntakeState, issued: Issued[DeferVisit], _known: Known) -> Events:
    """No answer at once, but the reason why (11.1c)."""
    visits.check_visit(state, "11.1c")
    reception.check_first_contact(state, issued.actor, "11.1c")
    if state.answered_at_once or state.reception.deferred or state.reception.guided:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.1c")
    if not issued.command.reason:
        raise Refused("NOTICE_INCOMPLETE", "11.1c")
    yield VisitDeferred(reason_ref=issued.command.reason)


def on_guide_visitor(state: IntakeState, issued: Issued[GuideVisitor], _known: Known) -> Events:
    """Where no rule could tell whose business it is, the unit itself says (11.1d)."""
    visits.check_visit(state, "11.1d")
    unit = reception.check_first_contact(state, issued.actor, "11.1d")
    if state.answered_at_once or state.reception.guided:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.1d")
    yield VisitGuided(unit=unit, principal=issued.actor.principal)


def on_forward_materials(
    state: IntakeState, issued: Issued[ForwardMaterials], _known: Known
) -> Events:
    """Answered or not, its papers go to the Petition Office, even when the case is over (11.1c)."""
    if not (state.registered and state.visit):
        raise Refused("STATE_DOES_NOT_ALLOW", "11.1c")
    unit = reception.check_first_contact(state, issued.actor, "11.1c")
    yield MaterialsForwarded(unit=unit, items=issued.command.items)
