"""Who is told what, and by which way (rules 7, 17; E56, E62)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.handling import PetitionConcluded, ReplyDelivered
from contracts.events.intake import (
    AcceptanceNoticeSent,
    NonacceptanceNoticeSent,
    PetitionReturnedToSource,
)
from contracts.events.routing import (
    AssessedPart,
    NonacceptanceApproved,
    PetitionScopeAssessed,
)
from contracts.ports import Message
from services.intake.handlers import ON_EVENT
from tests.unit.intake.story import CLERK, accepted, apart_from_published, arrived, known, said

REFUSED = NonacceptanceApproved(
    ground="OUT_OF_SCOPE",
    principal=Principal("demo-leader"),
    competent_bodies=(UnitCode("EXT-PSB"),),
)
PLATFORM = {"source": "voice-city", "channel": "VOICE_CITY"}


def messages(event: CaseEvent, **facts: Any) -> list[Message]:
    """What leaves the log because of an event."""
    said_of_it = ON_EVENT[type(event)](arrived(**facts).state, event, known())
    return [thing for thing in said_of_it if isinstance(thing, Message)]


@pytest.mark.clause("10.1d")
@pytest.mark.parametrize(
    ("facts", "way"),
    [
        ({}, "POST"),
        (PLATFORM, "PLATFORM"),
        ({"confidentiality": "RESTRICTED"}, "POST"),
    ],
)
def test_the_acceptance_notice_follows_by_itself(facts: dict[str, Any], way: str) -> None:
    story = arrived(**facts)
    assert apart_from_published(story.hears(accepted())) == ["acceptance.notice.sent"]
    notice = said(story, AcceptanceNoticeSent)
    assert (notice.way, notice.on) == (way, date(2021, 6, 1))


@pytest.mark.clause("10.1d")
@pytest.mark.parametrize("facts", [{"named": False}, {"has_name": False}, {"has_address": False}])
def test_whom_no_notice_can_reach_gets_none(facts: dict[str, Any]) -> None:
    assert apart_from_published(arrived(**facts).hears(accepted())) == []


@pytest.mark.clause("10.1b")
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (PLATFORM, "petition.returned_to_source"),
        ({}, "nonacceptance.notice.sent"),
        ({"source": "command-centre", "channel": "COMMAND_CENTRE"}, "nonacceptance.notice.sent"),
        ({"source": "unit-WST"}, "nonacceptance.notice.sent"),
    ],
)
def test_a_refused_petition_goes_back_to_a_platform_or_is_answered_directly(
    facts: dict[str, Any], told: str
) -> None:
    assert apart_from_published(arrived(**facts).hears(REFUSED)) == [told]


def test_what_goes_back_names_the_ground_and_the_competent_body() -> None:
    story = arrived(**PLATFORM)
    story.hears(REFUSED)
    returned = said(story, PetitionReturnedToSource)
    assert (returned.ground, returned.competent_bodies) == ("OUT_OF_SCOPE", ("EXT-PSB",))


@pytest.mark.clause("10.1b")
def test_the_refusal_of_a_mere_part_is_told_and_the_petition_stays_here() -> None:
    part = AssessedPart(topics=("ELEVATOR",), acceptance="NOT_ACCEPT")
    story = arrived(**PLATFORM)
    told = story.hears(REFUSED.model_copy(update={"parts": (part,)}))
    assert told == ["nonacceptance.notice.sent"]
    assert said(story, NonacceptanceNoticeSent).in_part
    assert story.state.open


@pytest.mark.clause("10.1b")
@pytest.mark.parametrize(
    ("facts", "way"),
    [({}, "POST"), ({"named": False}, "ON_FILE"), ({"has_address": False}, "ON_FILE")],
)
def test_whom_nothing_can_reach_finds_the_refusal_on_file(facts: dict[str, Any], way: str) -> None:
    story = arrived(**facts)
    story.hears(REFUSED)
    assert said(story, NonacceptanceNoticeSent).way == way


@pytest.mark.setting("notice.acceptance.enabled")
@pytest.mark.parametrize(("enabled", "told"), [(True, ["acceptance.notice.sent"]), (False, [])])
def test_whether_an_acceptance_is_told_in_writing_is_a_reading(
    enabled: bool, told: list[str]
) -> None:
    story = arrived({"notice.acceptance.enabled": enabled})
    assert apart_from_published(story.hears(accepted())) == told
    by_hand = story.issued("send_acceptance_notice", CLERK)
    assert by_hand == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.setting("notice.acceptance.automatic")
@pytest.mark.clause("10.1d")
def test_where_the_notice_does_not_follow_by_itself_a_clerk_sends_it_once() -> None:
    story = arrived({"notice.acceptance.automatic": False})
    assert story.issued("send_acceptance_notice", CLERK) == ["(STATE_DOES_NOT_ALLOW)"]
    assert apart_from_published(story.hears(accepted())) == []
    assert story.issued("send_acceptance_notice", CLERK) == ["acceptance.notice.sent"]
    assert story.issued("send_acceptance_notice", CLERK) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("10.1d")
def test_whom_no_post_reaches_is_given_the_notice_in_person() -> None:
    story = arrived(has_address=False)
    story.hears(accepted())
    assert story.issued("send_acceptance_notice", CLERK) == ["(STATE_DOES_NOT_ALLOW)"]
    told = story.issued("send_acceptance_notice", CLERK, way="IN_PERSON")
    assert told == ["acceptance.notice.sent"]


@pytest.mark.clause("2.b")
@pytest.mark.parametrize(
    ("outcome", "told"),
    [("NEED_INFO", ["information.requested"]), ("ACCEPT", []), ("NOT_ACCEPT", [])],
)
def test_only_what_is_unclear_is_asked_about(outcome: Any, told: list[str]) -> None:
    assessed = PetitionScopeAssessed(outcome=outcome, scope_basis="UNCLEAR")
    assert apart_from_published(arrived().hears(assessed)) == told


@pytest.mark.parametrize(
    ("event", "facts", "names"),
    [
        (accepted(), PLATFORM, ["returned.acceptance"]),
        (accepted(), {}, ["returned.acceptance"]),
        (REFUSED, PLATFORM, ["returned.non_acceptance"]),
        (ReplyDelivered(version=1, by="PLATFORM", on=date(2021, 6, 9)), PLATFORM,
         ["returned.progress"]),
        (ReplyDelivered(version=1, by="IN_PERSON", on=date(2021, 6, 9)), {}, []),
        (PetitionConcluded(concluded_on=date(2021, 6, 9), outcome_code="SIGNED"), PLATFORM,
         ["returned.reply"]),
        (PetitionConcluded(concluded_on=date(2021, 6, 9), outcome_code="SIGNED"), {}, []),
    ],
)  # fmt: skip
def test_what_goes_back_to_the_source(
    event: CaseEvent, facts: dict[str, Any], names: list[str]
) -> None:
    sent = messages(event, **facts)
    assert [getattr(message.body, "name", "") for message in sent] == names
    source = facts.get("source", "bureau-desk")
    assert {message.topic for message in sent} <= {f"platforms.returned.v1.{source}"}
    assert {message.key for message in sent} <= {"L-1"}
