"""What is said outside the log."""

from __future__ import annotations

from contracts.commands.base import Actor
from contracts.envelope import CaseId, Principal
from contracts.events.gate import CommandReceived
from contracts.outcomes import OUTWARD, CommandResult, DeadLetter, Refusal

RECEIVED = CommandReceived(
    case_id=CaseId("case-1"),
    command_id="cmd-1",
    type="pass_reply",
    actor=Actor(principal=Principal("p"), role="DIRECTOR"),
)


def test_a_yes_has_no_code_and_no_sentence() -> None:
    result = CommandResult.of(RECEIVED, "", "")
    assert result.accepted
    assert (result.code, result.sentence_zh, result.sentence_en) == ("", "", "")


def test_a_no_has_code_sentence_and_clause() -> None:
    result = CommandResult.of(RECEIVED, "SIGNOFF_MISSING", "10.5c")
    assert not result.accepted
    assert (result.code, result.clause) == ("SIGNOFF_MISSING", "10.5c")
    assert "实名" in result.sentence_zh


def test_an_unknown_case_is_answered_alike_whichever_lane_it_is_in() -> None:
    one = CommandResult.answer("cmd-1", CaseId("other"), "pass_reply", "UNKNOWN_CASE")
    two = CommandResult.answer("cmd-1", CaseId("other"), "pass_reply", "UNKNOWN_CASE")
    assert one.model_dump_json() == two.model_dump_json()


def test_a_dead_letter_says_why_and_where_and_nothing_of_the_content() -> None:
    letter = DeadLetter.of(
        code="TOO_LONG",
        topic="petitions.submitted.v1.voice-city",
        partition=1,
        offset=2,
        sha256="00",
        size=3,
        service="gate",
    )
    assert letter.sentence_zh
    assert "body" not in DeadLetter.model_fields


def test_a_refusal_comes_with_its_sentence() -> None:
    assert Refusal.of("L-1", "FORBIDDEN_FIELD").sentence_en


def test_every_message_is_registered_by_its_name() -> None:
    assert all(message.name == name for name, message in OUTWARD.items())
