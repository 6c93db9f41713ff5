"""What is put before the Petition Office to look into (R-ACCT, art. 14): facts, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.envelope import Receipt, UnitCode
from contracts.ports import Fact, Facts
from services.routing.decisions.known import Known
from services.routing.state import PETITION_OFFICE, RoutingState

ORGAN_LEVELS = ("TOWN", "COUNTY", "CITY", "PROVINCE", "NATIONAL")
PASSING_THE_BUCK = "PASSING_THE_BUCK"
"""推诿 (art. 6)."""
PERFUNCTORY = "PERFUNCTORY"
"""敷衍 (art. 6)."""
DRAGGING_ON = "DRAGGING_ON"
"""拖延 (art. 6)."""
DELAY_NOT_REPORTED = "DELAY_NOT_REPORTED"
"""Nobody told the director that a package case would be late (art. 12(五))."""
OFFICE_ROLE = "PETITION_OFFICE_DIRECTOR"
"""Who looks into a flag (art. 9(一)7)."""

NOTHING_HAPPENED: Facts = {
    "reminder_unanswered": False,
    "handling_refused": False,
    "replied_late": False,
    "superior_missed": False,
    "statutory_missed": False,
    "delay_explained": False,
    "reply_returns": 0,
    "pass_refusals": 0,
    "leapfrog_persons": 0,
}


@dataclass(frozen=True, slots=True)
class Raised:
    """Codes that are new to the file."""

    flags: tuple[str, ...]
    watches: tuple[str, ...]
    unit: UnitCode | None
    receipt: Receipt

    @property
    def to_role(self) -> str:
        """The director instead of the office, where the flag is about the office (9.1.7)."""
        return "DIRECTOR" if self.unit == PETITION_OFFICE else OFFICE_ROLE


def raised(state: RoutingState, happened: Facts, known: Known) -> Raised:
    """What one happening adds; a code once raised stays on the file and is not raised twice."""
    lasting: dict[str, Fact] = {
        "named": state.facts.named,
        "delay_explained": state.delay_explained,
        "fault_found": "FAULT" in state.findings,
        "impact_found": "SERIOUS_IMPACT" in state.findings,
        "just_cause_found": "JUST_CAUSE" in state.findings,
    }
    receipt = known.judge("accountability", {**NOTHING_HAPPENED, **lasting, **happened})
    return Raised(
        flags=_new(receipt, "flags", state.flags),
        watches=_new(receipt, "watches", state.watches),
        unit=state.answerable_unit,
        receipt=receipt,
    )


def _new(receipt: Receipt, key: str, on_file: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in receipt.outcome.get(key) or () if code not in on_file)


def leapfrog_persons(state: RoutingState, known: Known) -> int:
    """The largest group that went over the heads of the bureau and its direct superiors."""
    lowest = ORGAN_LEVELS.index(known.settings.leapfrog_level_min)
    return max(
        (
            visit.persons
            for visit in state.superior_visits
            if ORGAN_LEVELS.index(visit.level) >= lowest
            and not visit.own_bureau
            and not visit.direct_superior
        ),
        default=0,
    )


def replied_late(state: RoutingState, version: int, known: Known) -> bool:
    """A date that counts for T7 went by before this reply came (E43).

    A reply done again is late too, where one that was returned counts as none (E10).
    """
    if version > 1 and not known.settings.returned_is_no_reply:
        return False
    return any(kind in known.settings.pressing_clocks for kind in state.overdue)
