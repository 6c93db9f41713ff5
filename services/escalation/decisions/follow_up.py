"""Who follows a case up, and what may be put before the Leading Group (art. 8, 9, 14)."""

from __future__ import annotations

from contracts.commands.base import Actor
from contracts.envelope import UnitCode
from services.escalation.state import EscalationState, Order


def unsupervised(state: EscalationState) -> tuple[Order, ...]:
    """Orders of an accepted case nobody follows up yet; one given twice counts once."""
    if not state.accepted or state.ended:
        return ()
    return tuple(order for order in dict.fromkeys(state.orders) if order not in state.supervised)


def is_on_file(state: EscalationState, clause: str) -> bool:
    """A flag names the clause; for art. 14(三), where no rule may, a leader's finding of fault."""
    if any(flag.code == clause for flag in state.flags):
        return True
    return clause.startswith("14.3") and "FAULT" in state.findings


def may_propose(actor: Actor, state: EscalationState, office: UnitCode) -> bool:
    """The director only in place of the Petition Office, where that is itself concerned."""
    return actor.role != "DIRECTOR" or any(flag.unit == office for flag in state.flags)
