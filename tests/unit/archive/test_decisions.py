"""The archive's pure questions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from contracts.codes import ArchiveItem, Confidentiality
from contracts.envelope import CaseEvent
from contracts.events.archive import ArchiveFiled
from contracts.events.escalation import PackageOpened
from contracts.events.intake import PetitionWithdrawn
from services.archive import decisions
from services.archive.state import NotedItem
from services.chassis.calendar import load_calendar
from tests.unit.archive.builders import (
    ARRIVED,
    ASSIGNED,
    CASE,
    CONCLUDED,
    LIMITS,
    accepted,
    case_after,
    received,
)

ALL: tuple[ArchiveItem, ...] = ("ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE")
FILING = ArchiveFiled(year=2021, items=ALL)


@pytest.mark.parametrize(
    ("events", "may"),
    [
        (ARRIVED, False),
        (ASSIGNED, False),
        (CONCLUDED, True),
        ((*ARRIVED, PetitionWithdrawn()), True),
        ((*CONCLUDED, PackageOpened()), False),
    ],
)
def test_only_what_has_ended_and_no_leader_carries_may_be_filed(
    events: tuple[CaseEvent, ...], may: bool
) -> None:
    assert decisions.may_be_filed(case_after(*events)) is may


@pytest.mark.parametrize(
    ("given", "noted", "missing"),
    [
        (ALL, (), ()),
        (ALL[:1] + ALL[2:], ("LEADER_NOTES",), ()),
        (ALL[:2], (), ("INVESTIGATION", "EVIDENCE")),
        ((), ALL, ()),
    ],
)
def test_each_class_of_papers_is_there_or_explained(
    given: tuple[ArchiveItem, ...],
    noted: tuple[ArchiveItem, ...],
    missing: tuple[ArchiveItem, ...],
) -> None:
    view = replace(case_after(*CONCLUDED).view, noted_items=tuple(map(NotedItem, noted)))
    assert decisions.missing_items(view, given) == missing


@pytest.mark.parametrize(
    ("concluded_on", "by"),
    [
        (date(2021, 6, 15), date(2021, 6, 29)),
        (
            date(2021, 9, 24),
            date(2021, 10, 13),
        ),  # a week off, a Sunday and a Saturday worked for it
        (date(2098, 1, 1), None),
    ],
)
def test_papers_are_due_back_ten_working_days_after_the_conclusion(
    concluded_on: date, by: date | None
) -> None:
    assert decisions.materials_by(concluded_on, LIMITS, load_calendar()) == by


def test_the_volume_of_a_year_is_complete_by_the_end_of_june_after_it() -> None:
    assert LIMITS.file_by(2021) == date(2022, 6, 30)


def test_a_case_belongs_to_the_year_it_was_closed_in() -> None:
    case = case_after(*CONCLUDED)
    late = replace(case.view, concluded_on=date(2022, 1, 4))
    years = [decisions.year_of(view, "CLOSED") for view in (case.view, late)]
    assert years == [2021, 2022]
    assert decisions.year_of(case_after(*ARRIVED, PetitionWithdrawn()).view, "CLOSED") == 2021


def test_the_seal_is_the_hash_of_the_manifest_and_the_manifest_holds_the_chain() -> None:
    case = decisions.volume_of(case_after(*CONCLUDED), FILING)
    text = decisions.manifest(CASE, case)
    assert decisions.seal(CASE, case) == hashlib.sha256(text.encode()).hexdigest()
    read = json.loads(text)
    assert read["chain"] == {"events": len(CONCLUDED) + 2, "head": case.head}
    assert [item["state"] for item in read["items"]] == ["GIVEN"] * 4
    assert {"event": "petition.concluded", "on": "2021-06-06", "clauses": ["10.5h"]} in read[
        "contents"
    ]


def test_another_history_gives_another_seal() -> None:
    one = decisions.volume_of(case_after(*CONCLUDED), FILING)
    other = decisions.volume_of(case_after(received(content_ref="v-2"), *CONCLUDED[1:]), FILING)
    assert decisions.seal(CASE, one) != decisions.seal(CASE, other)


@pytest.mark.parametrize(
    ("confidentiality", "told", "units"),
    [("NORMAL", True, ("MNT-DR", ())), ("CAUTION", True, (None, ())), ("RESTRICTED", False, None)],
)
def test_subscribers_hear_nothing_of_restricted_cases_and_no_units_of_cautioned_ones(
    confidentiality: Confidentiality, told: bool, units: tuple[object, ...] | None
) -> None:
    secret = confidentiality == "RESTRICTED"
    view = replace(
        case_after(*ASSIGNED).view, confidentiality=confidentiality, was_restricted=secret
    )
    outcome = decisions.outcome(CASE, view)
    assert (outcome is not None) is told
    if outcome is not None:
        assert (outcome.lead_unit, outcome.co_units) == units


def test_an_outcome_cites_the_clauses_of_its_status() -> None:
    outcome = decisions.outcome(CASE, case_after(*ARRIVED, accepted()).view)
    assert outcome is not None
    assert (outcome.status, outcome.clauses) == ("ACCEPTED", ("10.1c",))


def test_a_case_that_is_not_registered_has_no_outcome() -> None:
    assert decisions.outcome(CASE, case_after(received()).view) is None
