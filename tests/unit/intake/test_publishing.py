"""What can be looked up, and what never can or not any more (9(一)3; E31, E54)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import Principal
from contracts.events.handling import PetitionConcluded
from contracts.events.intake import ProgressPublished, PublicationRetracted, ResultPublished
from contracts.events.routing import NonacceptanceApproved, PetitionScopeAssessed
from tests.unit.case_story import actor
from tests.unit.intake.story import (
    PUBLISHED,
    Story,
    accepted,
    arrived,
    said,
)

OFFICE = actor("PETITION_OFFICE_DIRECTOR", "XFB")
CLERK = actor("PETITION_CLERK", "XFB")
CONCLUDED = PetitionConcluded(concluded_on=date(2021, 7, 1), outcome_code="SIGNED")
REFUSED = NonacceptanceApproved(ground="OUT_OF_SCOPE", principal=Principal("demo-leader"))
UNCLEAR = PetitionScopeAssessed(outcome="NEED_INFO", scope_basis="UNCLEAR")


def published(story: Story) -> list[str]:
    """What can be looked up, in order: the status, or the outcome."""
    return [
        event.status if isinstance(event, ProgressPublished) else event.outcome_code
        for event in story.told
        if isinstance(event, ProgressPublished | ResultPublished)
    ]


@pytest.mark.clause("9.1.3")
def test_the_petitioner_can_look_up_the_acceptance_and_the_end() -> None:
    story = arrived()
    story.hears(accepted(), CONCLUDED)
    assert published(story) == ["ACCEPTED", "SIGNED"]
    assert said(story, ResultPublished).audience == "PETITIONER_ONLY"


@pytest.mark.clause("9.1.3")
def test_a_question_a_refusal_and_a_withdrawal_can_be_looked_up() -> None:
    asked, refused, withdrawn = arrived(), arrived(), arrived()
    asked.hears(UNCLEAR)
    refused.hears(REFUSED)
    withdrawn.issued("withdraw", CLERK, reason="vault:r")
    assert [published(story) for story in (asked, refused, withdrawn)] == [
        ["NEED_INFO"],
        ["NOT_ACCEPT"],
        ["WITHDRAWN"],
    ]


@pytest.mark.clause("9.1.3")
@pytest.mark.parametrize(
    "facts",
    [{"kind": "REPORT"}, {"confidentiality": "CAUTION"}, {"confidentiality": "RESTRICTED"}],
)
def test_of_a_report_or_a_secret_nothing_can_be_looked_up(facts: dict[str, Any]) -> None:
    story = arrived(**facts)
    story.hears(accepted(), CONCLUDED)
    assert published(story) == []
    refused = story.issued("retract_publication", OFFICE, reason="vault:r")
    assert refused == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("9.1.3")
def test_what_the_office_takes_back_stays_back() -> None:
    story = arrived()
    story.hears(accepted())
    assert story.issued("retract_publication", OFFICE, reason="vault:r") == [
        "publication.retracted"
    ]
    assert said(story, PublicationRetracted).reason_ref == "vault:r"
    assert PUBLISHED.isdisjoint(story.hears(CONCLUDED))
    assert story.issued("retract_publication", OFFICE, reason="vault:r") == [
        "(STATE_DOES_NOT_ALLOW)"
    ]


@pytest.mark.setting("publish.public_summary")
@pytest.mark.parametrize(
    ("reading", "audience"), [("CONSENT", "PUBLIC_SUMMARY_OK"), ("NEVER", "PETITIONER_ONLY")]
)
def test_whether_consent_opens_a_summary_to_everybody_is_a_reading(
    reading: str, audience: str
) -> None:
    story = arrived({"publish.public_summary": reading}, consent_public_summary=True)
    story.hears(accepted())
    assert said(story, ProgressPublished).audience == audience


@pytest.mark.setting("publish.caution")
@pytest.mark.parametrize(("reading", "shown"), [("NONE", []), ("PETITIONER_ONLY", ["ACCEPTED"])])
def test_whether_a_caution_case_can_be_looked_up_is_a_reading(
    reading: str, shown: list[str]
) -> None:
    story = arrived({"publish.caution": reading}, confidentiality="CAUTION")
    story.hears(accepted())
    assert published(story) == shown
