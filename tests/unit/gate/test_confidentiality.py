"""What the rules of secrecy are asked about a petition (art. 7)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.petition import PetitionSubmitted
from services.chassis.catalogue import load_catalogue
from services.gate.decisions.confidentiality import (
    Readings,
    declared_facts,
    denied_persons,
    denied_units,
)
from tests.unit.gate.door import petition

CATALOGUE = load_catalogue()
NOBODY = {
    "kind": "COMPLAINT",
    "allegation": "NONE",
    "reported_own": False,
    "misconduct_topic": False,
    "highest_rank": "NONE",
    "xfb_denied": False,
    "lower_denied": False,
    "upper_denied": False,
    "lifted": False,
}


def facts(**changes: Any) -> dict[str, Any]:
    """The facts of a petition with some of it changed."""
    submitted = PetitionSubmitted.model_validate(petition(**changes))
    return dict(
        declared_facts(
            submitted, denied_units(submitted.reported, Readings.of(CATALOGUE)), CATALOGUE
        )
    )


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({}, {}),
        ({"kind": None}, {"kind": "NONE"}),
        ({"reported": {"units": ["WST"]}}, {"reported_own": True}),
        # A neighbour has neither unit nor rank (E42).
        ({"reported": {"persons": [{"name": "邻居"}]}}, {}),
        (
            {
                "reported": {
                    "persons": [
                        {"name": "甘某", "rank": "LEADING_GROUP"},
                        {"name": "白某", "rank": "STAFF"},
                    ]
                }
            },
            {"reported_own": True, "highest_rank": "LEADING_GROUP"},
        ),
        ({"reported": {"persons": [{"name": "x", "principal": "demo-x"}]}}, {"reported_own": True}),
        ({"matter": {"topics": ["STAFF_MISCONDUCT"]}}, {"misconduct_topic": True}),
        ({"parts": [{"topics": ["STAFF_MISCONDUCT"]}]}, {"misconduct_topic": True}),
        # The Petition Office sits in the Bureau Office: whoever reports that, reports it too.
        ({"reported": {"units": ["OFF"]}}, {"reported_own": True, "xfb_denied": True}),
        (
            {"reported": {"units": ["BUREAU"]}},
            {"reported_own": True, "xfb_denied": True, "lower_denied": True},
        ),
        (
            {"reported": {"persons": [{"name": "x", "unit": "PDI"}]}},
            {"reported_own": True, "upper_denied": True},
        ),
    ],
)
def test_only_what_was_declared_is_put_to_the_rules(
    changes: dict[str, Any], differs: dict[str, Any]
) -> None:
    assert facts(**changes) == NOBODY | differs


def test_a_reported_person_is_kept_without_the_name() -> None:
    persons = [{"name": "白 某", "unit": "BRG-XY", "rank": "STAFF", "principal": "demo-bai"}]
    submitted = PetitionSubmitted.model_validate(petition(reported={"persons": persons}))
    (denied,) = denied_persons(submitted.reported, lambda *parts: "|".join(parts))
    assert denied.model_dump() == {
        "principal": "demo-bai",
        "key": "name|白某",
        "unit": "BRG-XY",
        "rank": "STAFF",
    }
