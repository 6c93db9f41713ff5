"""What makes a petition a package case (R-PKG, art. 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.codes import Package, Trigger
from contracts.envelope import Receipt
from contracts.petition import (
    InstructionFacts,
    MediaFacts,
    ReferralFacts,
    SuperiorVisitFacts,
)
from contracts.ports import Fact, Facts
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

CITY_AND_ABOVE = frozenset({"CITY", "PROVINCE", "NATIONAL"})
LEVELS = ("NONE", "BUREAU", "CITY", "PROVINCE", "NATIONAL")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts a trigger may rest on; what has just happened, or all that is on the file."""

    instructions: tuple[InstructionFacts, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    superior_visits: tuple[SuperiorVisitFacts, ...] = ()
    referral: ReferralFacts | None = None
    times_raised: int = 1
    by_visit: bool = False
    reminder_unanswered: bool = False
    major_hinted: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """Triggers that are new to the file."""

    triggered: tuple[Trigger, ...]
    candidates: tuple[Trigger, ...]
    receipt: Receipt


def evidence_on_file(state: RoutingState, major_hinted: bool) -> Evidence:
    """Everything known of a case, for the moment it is accepted."""
    return Evidence(
        referral=state.facts.referral,
        major_hinted=major_hinted,
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
    on_file = {*state.triggers, *state.waived, *state.declined, *state.candidates}
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
    bad_press = [item for item in evidence.media if item.negative]
    originals = (item.on for item in bad_press if not item.reprint)
    return {
        **_visit_facts(evidence.superior_visits),
        **_leader_facts(evidence),
        "media_negative_days": most_days(originals, window_days),
        "media_outlets": tuple(sorted({item.outlet_class for item in bad_press})),
        "reminder_unanswered": evidence.reminder_unanswered,
        "times_raised": evidence.times_raised,
        "by_visit": evidence.by_visit,
        "major_hinted": evidence.major_hinted,
    }


def _visit_facts(visits: tuple[SuperiorVisitFacts, ...]) -> dict[str, Fact]:
    """Who went where; a gathering in a public place is no visit to the organ behind it (E75)."""
    high = [visit for visit in visits if visit.level in CITY_AND_ABOVE]
    inside = [visit for visit in high if not visit.public_place]
    before = [visit for visit in high if visit.public_place and not visit.own_bureau]
    return {
        "city_visit_persons": _most_persons(v for v in inside if not v.own_bureau),
        "own_bureau_visit_persons": _most_persons(v for v in inside if v.own_bureau),
        "city_gathering_persons": _most_persons(before),
        "gathering_elsewhere": any(v.public_place and v not in before for v in visits),
    }


def _leader_facts(evidence: Evidence) -> dict[str, Fact]:
    notes, referral = evidence.instructions, evidence.referral
    organs = _levels(notes, "ORGAN", "INSTRUCT")
    if referral is not None and referral.type == "ASSIGN" and referral.level in LEVELS:
        organs.append(referral.level)
    return {
        "leader_order_level": _highest(_levels(notes, "LEADER", "INSTRUCT")),
        "leader_mark_level": _highest(_levels(notes, "LEADER", "READ")),
        "organ_order_level": _highest(organs),
        "director_order": bool(_levels(notes, "DIRECTOR", "INSTRUCT")),
        "director_mark": bool(_levels(notes, "DIRECTOR", "READ")),
    }


def _levels(notes: Iterable[InstructionFacts], by: str, type_: str) -> list[str]:
    return [note.level for note in notes if note.by == by and note.type == type_]


def _most_persons(visits: Iterable[SuperiorVisitFacts]) -> int:
    return max((visit.persons for visit in visits), default=0)


def _highest(levels: Iterable[str]) -> str:
    return LEVELS[max((LEVELS.index(level) for level in levels), default=0)]


def most_days(reported_on: Iterable[date], window_days: int) -> int:
    """The most different days inside any window; reports further apart are no series (E13)."""
    days = sorted(set(reported_on))
    window = timedelta(days=window_days)
    return max((sum(first <= day <= first + window for day in days) for first in days), default=0)
