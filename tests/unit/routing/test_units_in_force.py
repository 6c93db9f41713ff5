"""Units that come and go: who is proposed, and who takes over work in hand (4.c, N.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import UnitCode
from contracts.events.gate import UnitCatalogueChanged
from contracts.events.routing import (
    AssignmentDispatched,
    AssignmentDrafted,
    AssignmentReassigned,
    UnitProposed,
)
from services.routing.handlers.succession import on_unit_changed
from services.routing.state import Draft, RoutingState
from tests.unit.routing.story import case_by, known, never_said, said

LEAD, CO, NEXT = UnitCode("MNT-LT"), UnitCode("SEW"), UnitCode("MNT-RD")


@pytest.mark.setting("units.GAS.active")
@pytest.mark.clause("4.c")
def test_a_competence_that_left_the_city_is_proposed_to_nobody() -> None:
    """The Petition Office has to say who (H3)."""
    here, gone = (
        case_by({"units.GAS.active": active}, topics=("GAS_SUPPLY",)) for active in (True, False)
    )
    assert said(here, UnitProposed).lead_unit == "GAS"
    assert never_said(gone, UnitProposed)


def ended(unit: UnitCode) -> UnitCatalogueChanged:
    """A unit is no more, the next one has its work."""
    return UnitCatalogueChanged(
        version=1, unit=unit, change="ABOLISHED", valid_from=date(2021, 6, 2), successor=NEXT
    )


def follows(unit: UnitCode = LEAD, **state: Any) -> list[Any]:
    """What is announced where a unit ends."""
    return list(on_unit_changed(RoutingState(**state), ended(unit), known()))


@pytest.mark.clause("N.2")
def test_work_in_hand_goes_to_the_successor() -> None:
    held = Draft(2, LEAD, (CO,))
    reassigned, dispatched = follows(draft=held, dispatched=held, approval="GIVEN")
    assert isinstance(reassigned, AssignmentReassigned)
    assert (reassigned.previous_lead_unit, reassigned.lead_unit) == (LEAD, NEXT)
    assert isinstance(dispatched, AssignmentDispatched)
    assert (dispatched.version, dispatched.lead_unit, dispatched.co_units) == (2, NEXT, (CO,))


@pytest.mark.clause("N.2")
def test_the_successor_of_a_helper_helps_and_the_lead_stays() -> None:
    held = Draft(1, LEAD, (CO,))
    (dispatched,) = follows(CO, draft=held, dispatched=held)
    assert isinstance(dispatched, AssignmentDispatched)
    assert (dispatched.lead_unit, dispatched.co_units) == (LEAD, (NEXT,))


@pytest.mark.clause("N.2")
def test_a_draft_that_waits_is_written_anew() -> None:
    (drafted,) = follows(draft=Draft(1, LEAD), approval="AWAITED")
    assert isinstance(drafted, AssignmentDrafted)
    assert (drafted.version, drafted.lead_unit) == (2, NEXT)


@pytest.mark.clause("7.d")
@pytest.mark.parametrize(
    "state",
    [
        {"draft": Draft(1, CO)},
        {"draft": Draft(1, NEXT)},
        {"draft": Draft(1, LEAD), "denied_units": (NEXT,)},
    ],
)
def test_nothing_follows_where_it_has_no_part_or_the_successor_may_not_know(
    state: dict[str, Any],
) -> None:
    assert follows(**state) == []
