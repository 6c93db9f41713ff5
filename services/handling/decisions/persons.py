"""Who may do the work, who may witness it, and who keeps the two gates."""

from __future__ import annotations

from contracts.access import Access
from contracts.catalogue import Catalogue
from contracts.commands.base import Actor, Person
from contracts.envelope import Principal, UnitCode
from services.handling.decisions.known import Known
from services.handling.state import HandlingState


def is_kept_out(
    person: Person, unit: UnitCode | None, access: Access, catalogue: Catalogue
) -> bool:
    """Recused, or denied by name or unit; without a unit of his own, `unit` counts."""
    if access.keeps_out(person.principal, person.key):
        return True
    own = person.unit or unit
    return own is not None and catalogue.under(own, access.denied_units)


def may_witness(side: str, access: Access, known: Known) -> bool:
    """Nobody from a denied unit; for a restricted case only the sides that may know."""
    if access.restricted:
        return side in known.settings.restricted_witness_sides
    return not known.catalogue.under(UnitCode(side), access.denied_units)


def may_keep_gates(actor: Actor, self_handled: bool) -> bool:
    """The command centre's operator passes only what the command centre handles itself (E67)."""
    return actor.role != "COMMAND_CENTRE_OPERATOR" or self_handled


def leads(actor: Actor, state: HandlingState) -> bool:
    """The lead unit answers for the reply, co-units only add to it."""
    return state.assignment is None or actor.unit in (None, state.assignment.lead_unit)


def seats_of(state: HandlingState, principal: Principal) -> tuple[str, ...]:
    """What he would have to leave: the work of a unit, a seat on the team of a package case."""
    handlers = state.assignment.handlers if state.assignment else ()
    works = ("HANDLER",) if any(h.principal == principal for h in handlers) else ()
    return (*works, *(holder.seat for holder in state.team if holder.principal == principal))
