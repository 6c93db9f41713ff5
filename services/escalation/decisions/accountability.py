"""What may be put before the Leading Group, by whom, and who decides on it (art. 9(一)7, 14)."""

from __future__ import annotations

from contracts.catalogue import Catalogue
from contracts.commands.base import Actor
from contracts.envelope import UnitCode
from services.escalation.state import EscalationState

FINDINGS_ONLY = "14.3"
STATIONED_DISCIPLINE = "EXTERNAL_DISCIPLINE"


def is_on_file(state: EscalationState, clause: str) -> bool:
    """A flag names the clause; for art. 14(三), where no rule may, a leader's finding of fault."""
    if any(flag.code == clause for flag in state.flags):
        return True
    return clause.startswith(FINDINGS_ONLY) and "FAULT" in state.findings


def may_propose(actor: Actor, state: EscalationState, clause: str, office: UnitCode) -> bool:
    """The director only where the Petition Office itself is concerned, which then may not."""
    units = {flag.unit for flag in state.flags if flag.code == clause}
    if actor.role == "DIRECTOR":
        return any(flag.unit == office for flag in state.flags)
    return units != {office}


def is_outside(body: str, catalogue: Catalogue) -> bool:
    """A body of which no leader of the bureau is a part."""
    unit = catalogue.units.get(UnitCode(body))
    stationed = unit is not None and unit.kind == STATIONED_DISCIPLINE
    return stationed or body in catalogue.external_bodies
