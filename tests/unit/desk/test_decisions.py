"""What the desk makes of a timeline: decisions with clauses, dates with derivations."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from contracts.codes import DeadlineKey, Status
from contracts.events import EVENTS
from services.chassis.catalogue import load_catalogue
from services.desk.decisions import words
from services.desk.decisions.explanation import decisions_in, due_dates_in

FIND = load_catalogue().clauses.get
DERIVATION = {
    "start": "2021-06-01",
    "limit": 60,
    "unit": "CALENDAR",
    "rule": "B-6",
    "clause": "10.5e",
    "unrolled": "2021-07-31",
    "holidays": ["2021-07-31", "2021-08-01"],
}


def happened(type_: str, caused_by: str = "e-0", **body: Any) -> dict[str, Any]:
    """An event of a timeline as the store gives it."""
    at = "2021-06-01T10:00:00+08:00"
    return {"type": type_, "at": at, "caused_by": caused_by, "body": body}


ACCEPTED = happened(
    "petition.accepted",
    receipt={
        "ruleset": "acceptance",
        "version": 1,
        "sha256": "0" * 64,
        "rules": [{"id": "ACC-1", "clause": "2.b"}, {"id": "ACC-2", "clause": "2.b"}],
        "facts": {"in_scope": True},
        "outcome": {"acceptance": "ACCEPT"},
    },
)
ISSUED = happened(
    "command.received",
    command_id="c-1",
    type="approve_assignment",
    actor={"principal": "demo-vice-leader", "role": "PETITION_VICE_LEADER", "key": "hash"},
    fields={},
)
APPROVED = happened("assignment.approved", caused_by="c-1", version=1)
REFUSED = happened("command.refused", caused_by="c-1", code="UNIT_DENIED", clause="7.d")


def test_a_rules_decision_is_told_with_rules_clause_text_and_facts() -> None:
    [told] = decisions_in([ACCEPTED], FIND)
    assert (told.kind, told.rules, told.facts) == ("RULE", ("ACC-1", "ACC-2"), {"in_scope": True})
    assert told.by == {"ruleset": "acceptance", "version": 1, "sha256": "0" * 64}
    [clause] = told.clauses
    assert clause.id == "2.b"
    assert clause.text in load_catalogue().procedure_zh
    assert clause.label.startswith("第二条")


def test_a_persons_decision_is_told_with_role_and_clause_and_without_the_key_of_a_name() -> None:
    [told] = decisions_in([ISSUED, APPROVED], FIND)
    assert (told.kind, told.event) == ("PERSON", "assignment.approved")
    assert told.by == {"principal": "demo-vice-leader", "role": "PETITION_VICE_LEADER"}
    assert [clause.id for clause in told.clauses] == ["10.2b"]
    assert told.facts == {"command": "approve_assignment"}


def test_a_refusal_is_told_with_its_code_and_clause() -> None:
    [told] = decisions_in([ISSUED, REFUSED], FIND)
    assert (told.kind, told.outcome) == ("REFUSED", {"code": "UNIT_DENIED"})
    assert [clause.id for clause in told.clauses] == ["7.d"]


def test_what_only_follows_from_another_event_is_no_decision() -> None:
    assert decisions_in([happened("acceptance.notice.sent")], FIND) == ()


def test_a_clause_nobody_knows_is_shown_by_its_id() -> None:
    [told] = decisions_in([ISSUED, {**REFUSED, "body": {"code": "X", "clause": "99.z"}}], FIND)
    assert [(clause.id, clause.label, clause.text) for clause in told.clauses] == [
        ("99.z", "99.z", "")
    ]


SET = happened("deadline.set", key="conclude", due_on="2021-08-02", derivation=DERIVATION)
MET, MISSED, CANCELLED = (
    happened(f"deadline.{end}", key="conclude", due_on="2021-08-02")
    for end in ("met", "missed", "cancelled")
)


@pytest.mark.parametrize(
    ("timeline", "state"),
    [
        ([SET], "RUNNING"),
        ([SET, MET], "MET"),
        ([SET, MISSED], "MISSED"),
        ([SET, MISSED, MET], "MET_LATE"),
        ([SET, CANCELLED], "CANCELLED"),
        ([SET, MET, SET], "RUNNING"),
    ],
)
def test_a_date_stands_as_its_last_event_left_it(
    timeline: list[dict[str, Any]], state: str
) -> None:
    [due] = due_dates_in(timeline, FIND)
    assert (due.key, due.due_on, due.state) == ("conclude", "2021-08-02", state)


def test_a_date_is_counted_out_in_both_languages_and_cites_limit_and_clause() -> None:
    [due] = due_dates_in([SET], FIND)
    assert "2021年6月1日" in due.sentence_zh
    assert "2021-08-02" in due.sentence_en
    assert [clause.id for clause in due.clauses] == ["B-6", "10.5e"]
    assert due.derivation == DERIVATION


def test_a_date_that_cannot_be_is_said_to_be_none() -> None:
    [due] = due_dates_in([happened("deadline.set", key="acceptance_notice")], FIND)
    assert (due.due_on, due.derivation) == (None, None)
    assert due.sentence_zh
    assert due.sentence_en


def test_the_words_name_only_what_exists_and_every_status_and_clock() -> None:
    assert words.EVENT.keys() <= EVENTS.keys()
    assert words.STATUS.keys() == set(get_args(Status))
    assert words.CLOCK.keys() == set(get_args(DeadlineKey))
    assert words.event_zh("petition.accepted") == "受理"
    assert words.event_zh("policy.published") == "policy.published"
