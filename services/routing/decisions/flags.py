"""What is put before the Petition Office to look into (R-ACCT, art. 14): facts, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.envelope import Receipt, UnitCode
from contracts.ports import Fact, Facts
from services.routing.decisions.known import Known
from services.routing.state import RoutingState

LEAPFROG_LEVELS = frozenset({"PROVINCE", "NATIONAL"})
"""Above the bureau's direct superiors (E14)."""
PASSING_THE_BUCK = "PASSING_THE_BUCK"
"""推诿 (art. 6)."""

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


def raised(state: RoutingState, happened: dict[str, Fact], known: Known) -> Raised:
    """What one happening adds; a code once raised stays on the file and is not raised twice."""
    lasting = {"named": state.facts.named, "delay_explained": state.delay_explained}
    receipt = known.judge("accountability", {**NOTHING_HAPPENED, **lasting, **happened})
    return Raised(
        flags=_new(receipt, "flags", state.flags),
        watches=_new(receipt, "watches", state.watches),
        unit=state.lead_unit,
        receipt=receipt,
    )


def _new(receipt: Receipt, key: str, on_file: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in receipt.outcome.get(key) or () if code not in on_file)


def leapfrog_persons(state: RoutingState) -> int:
    """The largest group that went over the heads of the bureau and its direct superiors."""
    return max(
        (
            visit.persons
            for visit in state.superior_visits
            if visit.level in LEAPFROG_LEVELS and not visit.own_bureau and not visit.direct_superior
        ),
        default=0,
    )
