"""What a petitioner can look up: how far it is and how it ended, never of a report (9(一)3)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.codes import Acceptance, OutcomeCode, Status
from contracts.commands.intake import RetractPublication
from contracts.envelope import CaseEvent, Receipt
from contracts.events.intake import ProgressPublished, PublicationRetracted, ResultPublished
from contracts.ports import Issued, Refused
from services.intake.decisions.known import Known
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def progress(state: IntakeState, status: Status) -> Events:
    """How far it is, for whom the register says it is published."""
    if state.publish != "NONE":
        yield ProgressPublished(status=status, audience=state.publish)


def result(state: IntakeState, outcome_code: OutcomeCode | Acceptance) -> Events:
    """How it ended, for the same."""
    if state.publish != "NONE":
        yield ResultPublished(outcome_code=outcome_code, audience=state.publish)


def on_retract_publication(
    state: IntakeState, issued: Issued[RetractPublication], _known: Known
) -> Events:
    """The Petition Office may always publish less, and nothing is published afterwards."""
    if state.publish == "NONE":
        raise Refused("STATE_DOES_NOT_ALLOW", "9.1.3")
    yield PublicationRetracted(reason_ref=issued.command.reason)


def retracted(state: IntakeState, by_rule: Receipt, reason_ref: str) -> Events:
    """A petition that has become a report, or a secret, is not to be looked up any more."""
    if state.publish != "NONE" and by_rule.outcome["publish"] == "NONE":
        yield PublicationRetracted(reason_ref=reason_ref, receipt=by_rule)
