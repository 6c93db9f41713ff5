"""What may be shown of a case that calls for caution (art. 7, 9(一)3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.ports import Facts
from services.chassis.catalogue import load_catalogue
from services.chassis.rules import load_judge
from tests.unit.intake.story import RULES

CAUTIOUS: Facts = {
    "kind": "COMPLAINT",
    "confidentiality": "CAUTION",
    "consent_public_summary": True,
}


@pytest.mark.clause("9.1.3")
@pytest.mark.setting("publish.caution")
@pytest.mark.parametrize("reading", ["NONE", "PETITIONER_ONLY"])
def test_what_is_shown_of_a_case_of_caution_is_a_reading(reading: str) -> None:
    catalogue = load_catalogue().configured({"publish.caution": reading})
    rules = [Path(file) for file in RULES.glob("*.yaml")]
    outcome = load_judge(rules, catalogue)("publication", CAUTIOUS).outcome
    assert outcome["publish"] == reading
