"""Who may see a reporter sign (art. 7, 10(五))."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.access import Access
from services.chassis.calendar import load_calendar
from services.handling.decisions.known import Known
from services.handling.decisions.persons import may_witness
from services.handling.settings import HandlingSettings
from tests.unit.case_story import CATALOGUE
from tests.unit.handling.story import judge


def known_with(readings: dict[str, Any]) -> Known:
    """What handling's decisions look at where these readings are in force."""
    catalogue = CATALOGUE.configured(readings)
    return Known(judge(), load_calendar(), catalogue, HandlingSettings.of(catalogue))


@pytest.mark.clause("7.d")
@pytest.mark.clause("10.5c")
@pytest.mark.setting("signoff.restricted_witness")
@pytest.mark.parametrize(
    ("reading", "sides"),
    [
        ("DISCIPLINE_OR_REPORTER_CHOICE", {"DISCIPLINE", "REPORTER_CHOICE"}),
        ("DISCIPLINE", {"DISCIPLINE"}),
        ("REPORTER_CHOICE", {"REPORTER_CHOICE"}),
    ],
)
def test_who_may_witness_a_reporters_signature_is_a_reading(reading: str, sides: set[str]) -> None:
    known = known_with({"signoff.restricted_witness": reading})
    access = Access(restricted=True)
    asked = ("DISCIPLINE", "REPORTER_CHOICE", "COMMUNITY", "SUP")
    assert {side for side in asked if may_witness(side, access, known)} == sides
