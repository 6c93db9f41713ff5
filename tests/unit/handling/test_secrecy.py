"""Who may see a reporter sign (art. 7, 10(五))."""

from __future__ import annotations

import pytest

from contracts.access import Access
from contracts.events.gate import DeniedPerson
from services.handling.decisions.known import known_of
from services.handling.decisions.persons import may_witness
from tests.unit.case_story import reading as in_force
from tests.unit.handling.story import ACKNOWLEDGED, HEAD, assigned_case, brought_to


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
    known = known_of(in_force({"signoff.restricted_witness": reading}))
    access = Access(restricted=True)
    asked = ("DISCIPLINE", "REPORTER_CHOICE", "COMMUNITY", "SUP")
    assert {side for side in asked if may_witness(side, access, known)} == sides


@pytest.mark.clause("7.d")
def test_who_is_reported_by_name_alone_is_not_made_handler() -> None:
    """The gate hashes the principals a command names where names stand in the deny set."""
    reported = DeniedPerson(key="hash-of-demo-wei")
    story = brought_to(
        ACKNOWLEDGED, assigned_case(confidentiality="CAUTION", denied_persons=(reported,))
    )
    named = {"principal": "demo-wei", "key": "hash-of-demo-wei"}
    assert story.issued("designate_handler", HEAD, handler=named) == ["(HANDLER_DENIED)"]
    other = {"principal": "demo-lin", "key": "hash-of-demo-lin"}
    assert story.issued("designate_handler", HEAD, handler=other) == ["handler.designated"]
