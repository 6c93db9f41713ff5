"""Which way a petition goes, and what that asks of everybody (R-CHAN, R-SIGN, B-13)."""

from __future__ import annotations

from contracts import topics
from contracts.codes import Acceptance, Package
from contracts.envelope import Receipt, UnitCode
from contracts.ports import Facts
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

SELF_HANDLED = frozenset({"COMMAND_CENTRE_SELF_HANDLED", "UNIT_SELF_HANDLED"})
SOURCE_CLASSES = {"bureau-desk": "BUREAU_DESK", "command-centre": "COMMAND_CENTRE"}


def channel(
    state: RoutingState,
    acceptance: Acceptance,
    lead_unit: UnitCode | None,
    package: Package,
    known: Known,
) -> Receipt:
    """Through the Petition Office, by themselves, to the discipline side, or nowhere."""
    owns = lead_unit is not None and lead_unit == unit_of(state.source)
    facts: Facts = {
        "acceptance": acceptance,
        "consented": False,
        "unit_owns": owns,
        "package_triggered": package == "TRIGGERED",
    }
    return known.judge("channel", {**_lasting(state), **facts})


def back(state: RoutingState, known: Known) -> Receipt:
    """How a petition that is not accepted goes back, once the leader has consented (10.1b)."""
    facts: Facts = {
        "acceptance": "NOT_ACCEPT",
        "consented": True,
        "unit_owns": False,
        "package_triggered": False,
    }
    return known.judge("channel", {**_lasting(state), **facts})


def _lasting(state: RoutingState) -> Facts:
    return {
        "source_class": source_class(state.source),
        "kind": state.kind,
        "confidentiality": state.confidentiality,
        "major_confirmed": state.major,
        "answered_on_spot": state.answered_on_spot,
        "hazards": state.facts.hazards,
        "visitors": state.facts.persons if state.channel == "VISIT" else 0,
    }


def source_class(source: str) -> str:
    """Whose door it came through."""
    if topics.is_unit(source):
        return "UNIT"
    return SOURCE_CLASSES.get(source, "PLATFORM")


def unit_of(source: str) -> UnitCode | None:
    """The unit that took a petition in by itself (art. 16); None for every other source."""
    unit = topics.unit_of(source)
    return UnitCode(unit) if unit else None


def signoff(state: RoutingState, known: Known) -> Receipt:
    """Whether a reply will need the petitioner's sign-off and a witness."""
    facts: Facts = {
        "named": state.facts.named,
        # Only an enquiry somebody called one is exempt: kind OTHER by default is no enquiry (E48).
        "kind": state.facts.kind or "NONE",
        "command_centre": source_class(state.source) == "COMMAND_CENTRE",
        "answered_on_spot": state.answered_on_spot,
    }
    return known.judge("signoff", facts)


def simple_track(
    state: RoutingState, acceptance: Acceptance, package: Package, known: Known
) -> Receipt:
    """Whether the fast track is open (rule 25, B-13)."""
    petition = state.facts
    facts: Facts = {
        "acceptance": acceptance,
        "confidentiality": state.confidentiality,
        "persons": petition.persons,
        "assigned": petition.referral is not None and petition.referral.type == "ASSIGN",
        "instructed": bool(state.instructions),
        "media": bool(state.media),
        "superior_visit": bool(state.superior_visits),
        "statutory_route": petition.statutory_route != "NONE",
        "earlier": state.times_raised > 1 or bool(petition.earlier),
        "package": package,
    }
    return known.judge("simple", facts)
