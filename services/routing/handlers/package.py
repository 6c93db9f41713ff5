"""What makes a package case, and what people say about it (art. 12)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.routing import (
    ConfirmMajor,
    ConfirmPackage,
    DeclinePackage,
    WaivePackage,
)
from contracts.envelope import CaseEvent, UnitCode
from contracts.events.routing import (
    CaseHandedOver,
    MajorConfirmed,
    PackageCandidate,
    PackageDeclined,
    PackageTriggered,
    PackageWaived,
)
from contracts.ports import Issued, Refused
from services.routing.decisions import package, way
from services.routing.decisions.known import Known
from services.routing.state import PETITION_OFFICE, RoutingState

Events = Iterator[CaseEvent]
BY_PERSONS_ONLY = "T9"
COMMAND_CENTRE = UnitCode("CMD")
CAUSES = {"PACKAGE": "PKG", "MAJOR": "MAJOR", "CONFIDENTIALITY": "CONF"}
"""Why a case is handed over, as E18 names it."""


def announce(found: package.Findings) -> Events:
    """Triggers that hold, and those a person has to confirm."""
    if found.triggered:
        yield PackageTriggered(triggers=found.triggered, receipt=found.receipt)
    if found.candidates:
        yield PackageCandidate(triggers=found.candidates, receipt=found.receipt)


def trigger(state: RoutingState, evidence: package.Evidence, known: Known) -> Events:
    """What new evidence adds to an accepted case; before that it only lies on the file."""
    if not state.accepted or state.restricted:
        return
    found = package.new_triggers(state, evidence, known)
    yield from announce(found)
    if found.triggered:
        yield from hand_over(state, "PACKAGE", known)


def hand_over(state: RoutingState, cause: str, known: Known) -> Events:
    """Nobody keeps a package case, a major or a delicate matter to himself (art. 15, 16, E18)."""
    by_themselves = not state.closed and state.routing in way.SELF_HANDLED
    if by_themselves and CAUSES[cause] in known.settings.handed_over_for:
        by = way.unit_of(state.source) or COMMAND_CENTRE
        yield CaseHandedOver(from_=by, to=PETITION_OFFICE, cause=cause)


def on_confirm_package(state: RoutingState, issued: Issued[ConfirmPackage], known: Known) -> Events:
    """H9: a candidate becomes a package case; T9 rests on the person's word alone."""
    named = issued.command.trigger
    standing = named in state.candidates or named == BY_PERSONS_ONLY
    if _not_ours(state) or not standing or named in (*state.triggers, *state.waived):
        raise Refused("STATE_DOES_NOT_ALLOW", "12.T9")
    yield PackageTriggered(
        triggers=(named,),
        principal=issued.actor.principal,
        reason_ref=issued.command.reason,
    )
    yield from hand_over(state, "PACKAGE", known)


def on_decline_package(state: RoutingState, issued: Issued[DeclinePackage], known: Known) -> Events:
    """H9: the candidate is none, and leaves nothing on the file unless E52 says so."""
    if _not_ours(state) or issued.command.trigger not in state.candidates:
        raise Refused("STATE_DOES_NOT_ALLOW", "12.T9")
    yield PackageDeclined(
        trigger=issued.command.trigger,
        kept=known.settings.declined_keeps_trigger,
        principal=issued.actor.principal,
        reason_ref=issued.command.reason,
    )


def on_waive_package(state: RoutingState, issued: Issued[WaivePackage], _known: Known) -> Events:
    """The trigger stays on the file, without a package for it (E52)."""
    if _not_ours(state) or issued.command.trigger not in state.triggers:
        raise Refused("STATE_DOES_NOT_ALLOW", "12.0")
    yield PackageWaived(
        trigger=issued.command.trigger,
        principal=issued.actor.principal,
        reason_ref=issued.command.reason,
    )


def on_confirm_major(state: RoutingState, issued: Issued[ConfirmMajor], known: Known) -> Events:
    """H12: a leader holds it for major, and says what is done about it."""
    if _not_ours(state) or state.major:
        raise Refused("STATE_DOES_NOT_ALLOW", "8.4")
    yield MajorConfirmed(principal=issued.actor.principal, measures_ref=issued.command.measures)
    yield from hand_over(state, "MAJOR", known)


def _not_ours(state: RoutingState) -> bool:
    return not state.accepted or state.closed
