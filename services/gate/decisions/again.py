"""A petition that is on the log, let in a second time: what can be decided without its text."""

from __future__ import annotations

from contracts.basis import Basis
from contracts.events.gate import PetitionReceived
from services.gate.decisions import confidentiality, petition


def received_again(event: PetitionReceived, basis: Basis) -> PetitionReceived:
    """Regulation and secrecy as they follow on this basis from what the log has of it."""
    if event.receipt is None:
        return event
    verdict = basis.judge(confidentiality.RULESET, event.receipt.facts)
    body = confidentiality.body_of(verdict.outcome["rung"], event.denied_units, basis.catalogue)
    return event.stamped(
        regime=petition.regime_of(event.received_at, basis.catalogue),
        confidentiality=verdict.outcome["confidentiality"],
        body=body,
        receipt=verdict,
    )
