"""Kind or accusation were taken wrongly; secrecy follows what the gate found (art. 2, 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.access import is_lower
from contracts.codes import Allegation, Confidentiality
from contracts.commands.intake import LiftRestriction, Reclassify
from contracts.envelope import CaseEvent
from contracts.events.gate import Secrecy
from contracts.events.intake import (
    ConfidentialityCautioned,
    ConfidentialityLifted,
    ConfidentialityRestricted,
    PetitionClassified,
)
from contracts.ports import Issued, Refused
from services.intake.decisions import registration
from services.intake.decisions.known import Known
from services.intake.handlers import publishing
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]
DISCIPLINE_OFFICER = "DISCIPLINE_OFFICER"
NONE = "NONE"


def on_reclassify(state: IntakeState, issued: Issued[Reclassify], known: Known) -> Events:
    """At any time, whatever has become of the case: secrecy does not end with it (2.c)."""
    found, command = issued.secrecy, issued.command
    if found is None or state.kind is None or not state.registered:
        raise Refused("STATE_DOES_NOT_ALLOW", "2.c")
    _check_direction(state, found.confidentiality, issued)
    kind = command.kind or state.kind
    yield PetitionClassified(
        kind=kind,
        previous_kind=state.kind if kind != state.kind else None,
        allegation=_allegation(command) or state.allegation,
        reason_ref=command.reason,
    )
    yield from kept_from(state, issued, found, command.reason)
    consent, level = state.consent_public_summary, found.confidentiality
    now = registration.publication(consent, kind, level, known)
    yield from publishing.retracted(state, now, command.reason)


def on_lift_restriction(
    state: IntakeState, issued: Issued[LiftRestriction], _known: Known
) -> Events:
    """The discipline officer finds no reason for secrecy; caution may remain (R-CONF)."""
    found = issued.secrecy
    if found is None or not is_lower(found.confidentiality, state.confidentiality):
        raise Refused("STATE_DOES_NOT_ALLOW", "7.c")
    yield from kept_from(state, issued, found, issued.command.reason)


def kept_from(state: IntakeState, issued: Issued[Any], found: Secrecy, reason_ref: str) -> Events:
    """Said where class or deny set have changed, so that nobody goes by the old ones."""
    level = found.confidentiality
    changed: dict[str, Any] = {
        "denied_units": found.denied_units,
        "denied_persons": found.denied_persons,
        "receipt": issued.receipt,
    }
    held = (state.confidentiality, state.denied_units, state.denied_persons)
    if (level, found.denied_units, found.denied_persons) == held:
        return
    if is_lower(level, state.confidentiality):
        yield ConfidentialityLifted(level=level, reason_ref=reason_ref, **changed)
    elif level == "RESTRICTED":
        yield ConfidentialityRestricted(body=found.body, **changed)
    elif level == "CAUTION":
        yield ConfidentialityCautioned(**changed)


def _allegation(command: Reclassify) -> Allegation | None:
    if command.reported is None or command.reported.allegation == NONE:
        return None
    return command.reported.allegation


def _check_direction(
    state: IntakeState, level: Confidentiality, issued: Issued[Reclassify]
) -> None:
    """Raise `Refused` where anybody but the discipline officer would lower the class."""
    lower = is_lower(level, state.confidentiality)
    if lower and issued.actor.role != DISCIPLINE_OFFICER:
        raise Refused("NOT_OVERRIDABLE", "7.c")
