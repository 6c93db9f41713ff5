"""Commands at the gate: form, lane, repeats, texts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.commands import COMMANDS
from services.chassis.batch import InForce, Lane, Record
from services.gate.decisions.matching import name_key
from services.gate.decisions.vaulting import text_at
from tests.unit.gate.door import (
    Door,
    arrival,
    as_json,
    known,
    names,
    only,
    order,
    order_record,
    petition,
    said,
)

RESTRICTED = petition(
    platform_ref="VC-0002", reported={"units": ["BRG-XY"], "allegation": "VIOLATION"}
)

INVESTIGATOR = {"principal": "demo-investigator", "role": "HANDLER", "unit": "DSC"}


@pytest.fixture
def door() -> Door:
    """A gate that knows one open case and one restricted one."""
    door = Door()
    door.take(arrival(petition()), arrival(RESTRICTED, offset=1))
    return door


def case_of(door: Door, lane: Lane) -> str:
    """The one case of a lane."""
    (case_id,) = [known_id for known_id, case in door.memory.cases.items() if case.lane == lane]
    return case_id


def test_a_command_goes_onto_the_log_of_its_case(door: Door) -> None:
    case_id = case_of(door, "open")
    plan = door.take(order_record(order(case_id)))
    event = only(plan, "command.received")
    assert names(plan) == [("open", "command.received")]
    assert (event.case_id, event.seq, event.caused_by) == (case_id, 2, "c-1")
    assert event.occurred_at == datetime(2021, 3, 16, 1, 6, tzinfo=UTC)


def test_what_stands_on_the_log_is_a_command_its_owner_can_read(door: Door) -> None:
    event = only(door.take(order_record(order(case_of(door, "open")))), "command.received")
    command: Any = COMMANDS[event.type].model_validate(event.fields)
    (document,) = door.memory.documents[2:]
    assert command.contact_type == "PHONE"
    assert command.summary == f"{document.ref}#summary"
    assert text_at(document.content, command.summary) == "电话联系信访人"


def test_a_blank_text_stays_blank_and_needs_no_vault(door: Door) -> None:
    command = order(case_of(door, "open"), summary="")
    plan = door.take(order_record(command))
    assert only(plan, "command.received").fields["summary"] == ""
    assert plan.news.documents == []


def test_an_actor_can_be_compared_with_a_reported_name(door: Door) -> None:
    actor = only(door.take(order_record(order(case_of(door, "open")))), "command.received").actor
    assert actor.key == name_key("demo-handler", known().keys["open"].hashed)


def test_a_command_is_never_dated_before_the_last_tick(door: Door) -> None:
    tick = datetime(2021, 3, 17, tzinfo=UTC)
    door.in_force = InForce({"open": tick})
    event = only(door.take(order_record(order(case_of(door, "open")))), "command.received")
    assert event.occurred_at == tick


def test_a_repeated_command_goes_onto_the_log_again_for_its_owner_to_answer(door: Door) -> None:
    record = order_record(order(case_of(door, "open")))
    first = only(door.take(record), "command.received")
    plan = door.take(record)
    second = only(plan, "command.received")
    assert (second.command_id, second.fields) == (first.command_id, first.fields)
    assert (second.seq, second.id == first.id) == (3, False)
    assert plan.news.documents == []


def test_one_id_with_two_bodies_is_invalid(door: Door) -> None:
    case_id = case_of(door, "open")
    plan = door.take(
        order_record(order(case_id)), order_record(order(case_id, summary="别的"), offset=1)
    )
    assert names(plan) == [("open", "command.received"), ("open", "command.result")]
    assert only(plan, "command.result").code == "INVALID"


def test_a_case_of_the_other_lane_and_no_case_at_all_get_the_same_bytes(door: Door) -> None:
    """The ids differ because the asker named them; nothing else may."""
    answers = []
    for case_id in (case_of(door, "restricted"), "00000000-0000-4000-8000-000000000000"):
        plan = door.take(order_record(order(case_id)))
        assert names(plan) == [("open", "command.result")]
        answers.append(plan.outgoing[0].value.replace(case_id.encode(), b"CASE"))
    assert only(plan, "command.result").code == "UNKNOWN_CASE"
    assert answers[0] == answers[1]


def test_a_restricted_case_is_commanded_in_its_own_lane(door: Door) -> None:
    ordered = order(case_of(door, "restricted"), actor=INVESTIGATOR)
    plan = door.take(order_record(ordered, lane="restricted"))
    assert names(plan) == [("restricted", "command.received")]
    assert plan.news.documents[0].lane == "restricted"


def test_the_lanes_do_not_share_command_ids(door: Door) -> None:
    ordered = order(case_of(door, "restricted"), actor=INVESTIGATOR)
    door.take(order_record(ordered, lane="restricted"))
    plan = door.take(order_record(order(case_of(door, "open"))))
    assert names(plan) == [("open", "command.received")]


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "no_such_command"},
        {"contact_type": "TELEPATHY"},
        {"colour": "red"},
        {"summary": "长" * 20_001},
        {"issued_at": "2021-03-16T09:10:01+08:00"},
        {"issued_at": "2021-03-16T09:00:00"},
        {"actor": {"principal": "demo-handler", "role": "HANDLER", "key": "forged"}},
        {"actor": {"principal": "demo-handler"}},
    ],
)
def test_a_command_of_bad_form_is_answered_and_never_reaches_the_log(
    door: Door, changes: dict[str, Any]
) -> None:
    plan = door.take(order_record(order(case_of(door, "open"), **changes)))
    assert names(plan) == [("open", "command.result")]
    assert only(plan, "command.result").code == "INVALID"


def test_a_command_under_another_key_than_its_case_is_invalid(door: Door) -> None:
    value = as_json(order(case_of(door, "open")))
    record = Record("case.commands.v1", "open", 3, 0, b"other", value)
    assert only(door.take(record), "command.result").code == "INVALID"


def test_a_command_on_another_partition_than_its_case_is_invalid(door: Door) -> None:
    plan = door.take(order_record(order(case_of(door, "open")), partition=4))
    assert only(plan, "command.result").code == "INVALID"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "INVALID_SCHEMA"),
        (b"{", "INVALID_SCHEMA"),
        (b"{}", "INVALID_SCHEMA"),
        (b'{"command_id": 7}', "INVALID_SCHEMA"),
        (b'{"command_id": "c-1\\u0000"}', "TEXT_NOT_ALLOWED"),
        (b" " * 262_145, "TOO_LONG"),
    ],
)
def test_what_does_not_even_say_whom_to_answer_is_a_dead_letter_of_its_lane(
    value: bytes | None, code: str
) -> None:
    plan = Door().take(Record("case.commands.v1", "restricted", 3, 0, b"k", value))
    assert [(lane, kind, letter.code) for lane, kind, letter in said(plan)] == [
        ("restricted", "dead.letter", code)
    ]
