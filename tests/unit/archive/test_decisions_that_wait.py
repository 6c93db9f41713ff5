"""Which decisions wait for a person, and what a reopened case looks like."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.commands.base import Person
from contracts.envelope import CaseEvent, Principal
from contracts.events.escalation import (
    PackageOverdueReportedToDirector,
    PackageOverdueReportedToLeader,
    PackageTeamReplaced,
)
from contracts.events.handling import (
    HandlerDesignated,
    PetitionConcluded,
    PetitionReopened,
    RecusalRequired,
)
from tests.unit.archive.builders import ASSIGNED, UNIT, case_after, command, turns

SOMEBODY = Principal("demo-somebody")
LEADER_LEAVES = RecusalRequired(principal=SOMEBODY, seat="LEADER")
HANDLER_LEAVES = RecusalRequired(principal=SOMEBODY, seat="HANDLER")
LATE = PackageOverdueReportedToLeader(principal=SOMEBODY)
REOPENED = PetitionReopened(cause="REVIEW_REVOKED")
CONCLUDED = PetitionConcluded(concluded_on=date(2021, 6, 11), outcome_code="SIGNED")


@pytest.mark.clause("12.5b", "12.1", "6.b")
@pytest.mark.parametrize(
    ("code", "asked", "answer"),
    [
        (
            "H8",
            LEADER_LEAVES,
            PackageTeamReplaced(seat="LEADER", person=Person(principal=SOMEBODY)),
        ),
        ("H5", HANDLER_LEAVES, HandlerDesignated(unit=UNIT, handler=SOMEBODY)),
        ("H11", LATE, PackageOverdueReportedToDirector(principal=SOMEBODY)),
    ],
)
def test_a_decision_waits_until_it_is_made(code: str, asked: CaseEvent, answer: CaseEvent) -> None:
    assert code in case_after(*ASSIGNED, asked).view.pending
    assert code not in case_after(*ASSIGNED, asked, answer).view.pending


@pytest.mark.clause("10.5h")
def test_a_reopened_case_is_in_the_units_hands_again() -> None:
    view = case_after(*ASSIGNED, CONCLUDED, REOPENED).view
    assert (view.status, view.concluded_on, view.outcome_code) == ("HANDLING", None, None)


@pytest.mark.clause("10.5h", "10.6a")
def test_what_is_done_after_a_reopening_is_sealed_beside_the_dossier() -> None:
    filing = command(
        "file_dossier", items=["ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE"]
    )
    told = [
        [one.name for one in turn.announced]
        for turn in turns((*ASSIGNED, CONCLUDED, filing, REOPENED, CONCLUDED))[-4:]
    ]
    assert told == [
        ["archive.due", "outcome.published"],
        ["archive.filed", "archive.sealed"],
        ["archive.sealed"],
        ["outcome.published", "archive.sealed"],
    ]
