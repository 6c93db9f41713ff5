"""Who leads and who helps (R-UNIT, art. 4, 10(二))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.catalogue import Catalogue, Topic
from contracts.envelope import Receipt, UnitCode
from contracts.petition import PetitionFacts
from contracts.ports import Facts
from services.routing.decisions.known import Known
from services.routing.decisions.scope import Scope
from services.routing.state import Draft, RoutingState


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom the rules propose; without a lead the Petition Office decides (H3)."""

    lead_unit: UnitCode | None
    co_units: tuple[UnitCode, ...]
    external_bodies: tuple[UnitCode, ...]
    reasons: tuple[str, ...]
    """One word for each unit in their order: the unit, why it, and for which topic."""
    receipt: Receipt


def propose(state: RoutingState, scope: Scope, known: Known) -> Proposal:
    """The owner of the gravest topic leads, its hints and the other owners help."""
    owners = _owners(scope.leading, state.facts, known.catalogue)
    receipt = known.judge("ownership", ownership_facts(state, owners, known))
    verdict = receipt.outcome["lead"]
    lead = _lead(verdict, state, owners, known)
    if lead is None:
        return Proposal(None, (), (), (), receipt)
    letters = dict.fromkeys(body for topic in scope.leading for body in topic.external_hint)
    helpers = _helpers(scope, lead, state, known.catalogue)
    first = scope.leading[0].code if scope.leading else ""
    return Proposal(
        lead_unit=lead,
        co_units=tuple(helpers),
        external_bodies=tuple(UnitCode(body) for body in letters),
        reasons=(f"{lead}:{verdict}:{first}", *(f"{unit}:{why}" for unit, why in helpers.items())),
        receipt=receipt,
    )


def ownership_facts(
    state: RoutingState, owners: tuple[UnitCode | None, ...], known: Known
) -> Facts:
    """What the rule set `ownership` asks for."""
    owner = owners[0] if len(owners) == 1 else None
    return {
        "confidentiality": state.confidentiality,
        "leading_owner": _kind_of(owners),
        "owner_denied": owner is not None and known.catalogue.under(owner, state.denied_units),
        "fallback_denied": _fallback(state, known) is None,
    }


def _fallback(state: RoutingState, known: Known) -> UnitCode | None:
    """Who leads where the owner is complained about (E59)."""
    standing_in = known.settings.caution_lead_fallback
    free = (u for u in standing_in if not known.catalogue.under(u, state.denied_units))
    return next(free, None)


def _owners(
    topics: Iterable[Topic], petition: PetitionFacts, catalogue: Catalogue
) -> tuple[UnitCode | None, ...]:
    """The different owners, in the order of the topics."""
    owned = (_unit(topic.owner, petition, catalogue) for topic in topics if topic.owner)
    return tuple(dict.fromkeys(owned))


def _unit(named: str, petition: PetitionFacts, catalogue: Catalogue) -> UnitCode | None:
    """A brigade goes by the matter's district (4.b); None where nobody can be given the work."""
    unit = catalogue.resolve(named, petition.district or petition.suggested_district)
    return unit if unit is not None and catalogue.is_assignable(unit) else None


def _kind_of(owners: tuple[UnitCode | None, ...]) -> str:
    match owners:
        case ():
            return "NONE"
        case (None,):
            return "NO_BRIGADE"
        case (_,):
            return "UNIT"
        case _:
            return "TIE"


def _lead(
    verdict: str, state: RoutingState, owners: tuple[UnitCode | None, ...], known: Known
) -> UnitCode | None:
    match verdict:
        case "OWNER":
            return owners[0]
        case "FALLBACK":
            return _fallback(state, known)
        case "LADDER":
            return state.ladder_body
        case "H3":
            return None
        case chosen:
            return _free(UnitCode(chosen), state, known.catalogue)


def _free(unit: UnitCode, state: RoutingState, catalogue: Catalogue) -> UnitCode | None:
    return unit if unit_fault((unit,), state.denied_units, catalogue) is None else None


def _helpers(
    scope: Scope, lead: UnitCode, state: RoutingState, catalogue: Catalogue
) -> dict[UnitCode, str]:
    """Neither the lead, nor a brigade that does not exist, nor anybody complained about (7.d)."""
    wanted = [
        *((hint, f"CO_HINT:{topic.code}") for topic in scope.leading for hint in topic.co_hint),
        *((topic.owner, f"OWNER:{topic.code}") for topic in scope.ours if topic.owner),
    ]
    found: dict[UnitCode, str] = {}
    for named, why in wanted:
        unit = _unit(named, state.facts, catalogue)
        if unit is not None and unit != lead and not catalogue.under(unit, state.denied_units):
            found.setdefault(unit, why)
    return found


def unit_fault(
    units: Iterable[UnitCode], denied: tuple[UnitCode, ...], catalogue: Catalogue
) -> str | None:
    """Why a person may not put these units on a case: UNIT_UNKNOWN before UNIT_DENIED."""
    named = tuple(units)
    if not all(catalogue.is_assignable(unit) for unit in named):
        return "UNIT_UNKNOWN"
    if any(catalogue.under(unit, denied) for unit in named):
        return "UNIT_DENIED"
    return None


def succeeded(held: Draft, unit: UnitCode, successor: UnitCode | None) -> Draft:
    """The same assignment, a unit's part in it taken over by its successor."""
    if successor is None or unit not in {held.lead_unit, *held.co_units}:
        return held
    lead = successor if held.lead_unit == unit else held.lead_unit
    helping = dict.fromkeys(successor if co == unit else co for co in held.co_units)
    return replace(held, lead_unit=lead, co_units=tuple(co for co in helping if co != lead))
