"""Who follows a case up, and when that is done (art. 8(二), 9(一)4-5)."""

from __future__ import annotations

from services.escalation.state import EscalationState, Order

OF_THE_BUREAU = "BUREAU"


def unsupervised(state: EscalationState) -> tuple[Order, ...]:
    """Orders of an accepted case nobody follows up yet; one given twice counts once."""
    if not state.accepted or state.ended:
        return ()
    return tuple(order for order in dict.fromkeys(state.orders) if order not in state.supervised)


def ends_with_conclusion(state: EscalationState) -> bool:
    """Only leaders of the bureau followed it up, who see the conclusion without a report (E77)."""
    own = all(order.level == OF_THE_BUREAU for order in state.supervised)
    return bool(state.supervised) and own and not state.reported_up
