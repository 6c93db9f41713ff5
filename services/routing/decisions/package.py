"""What makes a petition a package case (R-PKG, art. 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.codes import Package, Trigger
from contracts.envelope import Receipt
from contracts.petition import InstructionFacts, MediaFacts, SuperiorVisitFacts
from contracts.ports import Facts
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

IMPORTANT_OUTLETS = frozenset({"PARTY_GOV_PAPER", "LISTED_NETWORK"})
VISITED_LEVELS = ("NONE", "TOWN", "COUNTY", "CITY", "PROVINCE", "NATIONAL")
LEADER_LEVELS = ("NONE", "BUREAU", "CITY", "PROVINCE", "NATIONAL")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts a trigger may rest on; what has just happened, or all that is on the file."""

    instructions: tuple[InstructionFacts, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    superior_visits: tuple[SuperiorVisitFacts, ...] = ()
    times_raised: int = 1
    by_visit: bool = False
    reminder_unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """Triggers that are new to the file."""

    triggered: tuple[Trigger, ...]
    candidates: tuple[Trigger, ...]
    receipt: Receipt


def evidence_on_file(state: RoutingState) -> Evidence:
    """Everything known of a case, for the moment it is accepted."""
    return Evidence(
        instructions=state.instructions,
        media=state.media,
        superior_visits=state.superior_visits,
        times_raised=state.times_raised,
        by_visit=state.channel == "VISIT",
    )


def new_triggers(state: RoutingState, evidence: Evidence, known: Known) -> Findings:
    """What the evidence adds; a trigger on the file, waived or not, is not found twice."""
    receipt = known.judge("package", package_facts(evidence, known.settings.media_window_days))
    triggered = _of(receipt, "triggered", {*state.triggers, *state.waived})
    on_file = {*state.triggers, *state.waived, *state.candidates}
    return Findings(triggered, _of(receipt, "candidates", on_file), receipt)


def class_with(state: RoutingState, found: Findings | None) -> Package:
    """The package class once `found` is on the file too."""
    if found is not None and found.triggered:
        return "TRIGGERED"
    if found is not None and found.candidates and state.package == "NONE":
        return "CANDIDATE"
    return state.package


def _of(receipt: Receipt, key: str, on_file: set[Trigger]) -> tuple[Trigger, ...]:
    found: Iterable[Trigger] = receipt.outcome.get(key) or ()
    return tuple(trigger for trigger in found if trigger not in on_file)


def package_facts(evidence: Evidence, window_days: int) -> Facts:
    """What the rule set `package` asks for."""
    orders = [item for item in evidence.instructions if item.type == "INSTRUCT"]
    bad_press = [item for item in evidence.media if item.negative]
    originals = (item.on for item in bad_press if not item.reprint)
    visits = [v for v in evidence.superior_visits if not v.own_bureau and not v.public_place]
    return {
        "superior_visit_level": _highest(VISITED_LEVELS, (visit.level for visit in visits)),
        "public_gathering": any(visit.public_place for visit in evidence.superior_visits),
        "leader_instruct_level": _highest(
            LEADER_LEVELS, (item.level for item in orders if item.by == "LEADER")
        ),
        "director_instruct": any(item.by == "DIRECTOR" for item in orders),
        "media_negative_days": most_days(originals, window_days),
        "media_important": any(item.outlet_class in IMPORTANT_OUTLETS for item in bad_press),
        "reminder_unanswered": evidence.reminder_unanswered,
        "times_raised": evidence.times_raised,
        "by_visit": evidence.by_visit,
    }


def _highest(ladder: tuple[str, ...], levels: Iterable[str]) -> str:
    return ladder[max((ladder.index(level) for level in levels), default=0)]


def most_days(reported_on: Iterable[date], window_days: int) -> int:
    """The most different days inside any window; reports further apart are no series (E13)."""
    days = sorted(set(reported_on))
    window = timedelta(days=window_days)
    return max((sum(first <= day <= first + window for day in days) for first in days), default=0)
