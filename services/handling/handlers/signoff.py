"""The petitioner signs, refuses, or cannot be found; a witness attests it (art. 10(五))."""

from __future__ import annotations

from typing import Any

from contracts import verdict
from contracts.commands.handling import RecordSignoff, RecordSignoffRefusal, RecordUnreachable
from contracts.events.handling import (
    ReceiptRefused,
    ReceiptSigned,
    ReceiptUnreachable,
    WitnessSigned,
)
from contracts.ports import Announcements, Issued
from services.handling.decisions import order, persons
from services.handling.decisions.known import Known
from services.handling.decisions.reply import is_enough_attempts, takes_e_receipt
from services.handling.state import HandlingState


def record_signoff(
    state: HandlingState, issued: Issued[RecordSignoff], known: Known
) -> Announcements:
    """Signed, and seen to be signed, unless the platform saw it or a reporter wants nobody to."""
    command = issued.command
    verdict.allow(order.awaits_signature(state), command.clause)
    waived = command.witness_waived and state.access.restricted
    way = state.reply.delivered_by if state.reply else None
    attested = takes_e_receipt(state, way, known.settings.e_receipt_counts)
    witness = None
    if command.witness is not None or not (waived or attested):
        witness = _attested(state, issued, known)
    verdict.not_ahead(command.on, issued)
    yield ReceiptSigned(on=command.on)
    if witness is not None:
        yield witness


def record_signoff_refusal(
    state: HandlingState, issued: Issued[RecordSignoffRefusal], known: Known
) -> Announcements:
    """The reason and a witness stand in for the signature."""
    witness = _attested(state, issued, known)
    verdict.demand(bool(issued.command.reason), "INVALID", issued.command.clause)
    yield ReceiptRefused(reason_ref=issued.command.reason)
    yield witness


def record_unreachable(
    state: HandlingState, issued: Issued[RecordUnreachable], known: Known
) -> Announcements:
    """Taken as a refusal after enough attempts, and registered post besides (E15)."""
    command = issued.command
    witness = _attested(state, issued, known)
    enough = is_enough_attempts(
        command.attempts, command.registered_post, known.settings.unreachable_attempts_min
    )
    verdict.demand(enough, "INVALID", command.clause)
    verdict.not_ahead(max(command.attempts), issued)
    yield ReceiptUnreachable(
        attempts=tuple(command.attempts), registered_post=command.registered_post
    )
    yield witness


def _attested(state: HandlingState, issued: Issued[Any], known: Known) -> WitnessSigned:
    """The witness's own event; refused where there is none, or one who may not know."""
    witness = issued.command.witness
    verdict.allow(order.awaits_signature(state), issued.command.clause)
    verdict.demand(
        witness is not None and bool(witness.name), "WITNESS_MISSING", issued.command.clause
    )
    may = persons.may_witness(witness.side, state.access, known)
    verdict.demand(may, "WITNESS_DENIED", "7.d")
    return WitnessSigned(side=witness.side, witness_ref=witness.name)
