"""The readings of art. 7: another one, another class, another deny set, another body."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.petition import PetitionSubmitted
from services.chassis.catalogue import load_catalogue
from services.chassis.rules import house_rules, load_judge
from services.gate.decisions.confidentiality import (
    RULESET,
    Readings,
    body_of,
    declared_facts,
    denied_units,
)
from tests.unit.gate.door import petition

MANNER = {"reported": {"units": ["BRG-KF"], "allegation": "MANNER"}}
DOUBT = {"reported": {"units": ["BRG-KF"], "allegation": "UNSURE"}}
NEIGHBOUR = {"kind": "REPORT", "reported": {"persons": [{"name": "邻居"}]}}
VIOLATION = {"reported": {"units": ["BRG-KF"], "allegation": "VIOLATION"}}
OF_A_UNIT = {"persons": [{"name": "白某", "unit": "BRG-XY", "rank": "STAFF"}]}


def found(changes: dict[str, Any], readings: dict[str, Any]) -> tuple[str, str | None]:
    """Class and investigating body of a petition where these readings are in force."""
    catalogue = load_catalogue().configured(readings)
    judge = load_judge([f for f in house_rules() if f.parent.name == "gate"], catalogue)
    submitted = PetitionSubmitted.model_validate(petition(**changes))
    denied = denied_units(submitted.reported, Readings.of(catalogue))
    outcome = judge(RULESET, declared_facts(submitted, denied, catalogue)).outcome
    return outcome["confidentiality"], body_of(outcome["rung"], denied, catalogue)


@pytest.mark.clause("7.c")
@pytest.mark.setting("conf.manner")
@pytest.mark.parametrize(
    ("reading", "comes_out"),
    [("CAUTION", ("CAUTION", None)), ("RESTRICTED", ("RESTRICTED", "DSC"))],
)
def test_bad_manner_may_be_taken_as_gravely_as_an_offence(
    reading: str, comes_out: tuple[str, str | None]
) -> None:
    assert found(MANNER, {"conf.manner": reading}) == comes_out


@pytest.mark.setting("conf.doubt")
@pytest.mark.parametrize(
    ("reading", "comes_out"),
    [("RESTRICTED", ("RESTRICTED", "DSC")), ("CAUTION", ("CAUTION", None))],
)
def test_what_doubt_leads_to_is_a_reading(reading: str, comes_out: tuple[str, str | None]) -> None:
    assert found(DOUBT, {"conf.doubt": reading}) == comes_out


@pytest.mark.clause("2.c")
@pytest.mark.setting("conf.report_scope")
@pytest.mark.parametrize(
    ("reading", "comes_out"), [("OWN_STAFF", ("NORMAL", None)), ("ALL", ("RESTRICTED", "DSC"))]
)
def test_whether_a_report_about_others_is_secret_is_a_reading(
    reading: str, comes_out: tuple[str, str | None]
) -> None:
    assert found(NEIGHBOUR, {"conf.report_scope": reading}) == comes_out


@pytest.mark.clause("7.c")
@pytest.mark.setting("conf.ladder")
@pytest.mark.parametrize(
    ("ladder", "reported", "body"),
    [
        (["DSC", "PDI", "EXT-CCDI"], VIOLATION, "DSC"),
        (["PDI", "EXT-CCDI"], VIOLATION, "PDI"),
        # The whole bureau is reported, its own discipline body among it: the next rung up.
        (
            ["DSC", "PDI", "EXT-CCDI"],
            {"reported": {"units": ["BUREAU"], "allegation": "VIOLATION"}},
            "PDI",
        ),
        (
            ["DSC", "EXT-CCDI"],
            {"reported": {"units": ["BUREAU"], "allegation": "VIOLATION"}},
            "EXT-CCDI",
        ),
    ],
)
def test_the_ladder_is_data(ladder: list[str], reported: dict[str, Any], body: str) -> None:
    assert found(reported, {"conf.ladder": ladder}) == ("RESTRICTED", body)


@pytest.mark.clause("7.d")
@pytest.mark.setting("conf.person_unit_denied")
@pytest.mark.parametrize(("reading", "denied"), [(True, ("BRG-XY",)), (False, ())])
def test_whether_a_reported_persons_unit_is_denied_is_a_reading(
    reading: bool, denied: tuple[str, ...]
) -> None:
    catalogue = load_catalogue().configured({"conf.person_unit_denied": reading})
    submitted = PetitionSubmitted.model_validate(petition(reported=OF_A_UNIT))
    assert denied_units(submitted.reported, Readings.of(catalogue)) == denied


def test_what_was_lifted_stays_a_matter_of_caution_while_the_bureaus_own_are_reported() -> None:
    judge = load_judge([f for f in house_rules() if f.parent.name == "gate"])
    outcomes = []
    for changes in (VIOLATION, DOUBT, {"matter": {"topics": ["STAFF_MISCONDUCT"]}}):
        submitted = PetitionSubmitted.model_validate(petition(**changes))
        facts = declared_facts(submitted, (), load_catalogue(), lifted=True)
        outcomes.append(judge(RULESET, facts).outcome["confidentiality"])
    assert outcomes == ["CAUTION", "CAUTION", "NORMAL"]
