"""What the gate makes of a command that says something else of a petition (art. 2, 7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.gate.door import Door, arrival, names, only, order, order_record, petition

CLERK = {"principal": "demo-clerk", "role": "PETITION_CLERK", "unit": "XFB"}
OFFICER = {"principal": "demo-officer", "role": "DISCIPLINE_OFFICER", "unit": "DSC"}
MANNER = {"units": ["BRG-XY"], "allegation": "MANNER"}
VIOLATION = {
    "units": ["BRG-XY"],
    "persons": [{"name": "白某", "unit": "BRG-XY"}],
    "allegation": "VIOLATION",
}


def case_of(door: Door, **declared: Any) -> Any:
    """A petition that was received."""
    return only(door.take(arrival(petition(**declared))), "petition.received")


def said_of(case_id: str, by: dict[str, str] = CLERK, **fields: Any) -> dict[str, Any]:
    """Somebody declares something of a case."""
    return {
        "command_id": "c-2",
        "case_id": case_id,
        "type": "reclassify",
        "issued_at": "2021-03-16T09:07:00+08:00",
        "actor": by,
        **fields,
    }


@pytest.mark.clause("7.c")
def test_a_report_goes_over_and_the_open_log_learns_only_that_it_ended() -> None:
    door = Door()
    case = case_of(door)
    plan = door.take(
        order_record(said_of(case.case_id, kind="REPORT", reported=VIOLATION, reason="白某收钱"))
    )
    assert names(plan) == [
        ("restricted", "petition.received"),
        ("restricted", "command.received"),
        ("open", "case.ended"),
        ("restricted", "returned.receipt"),
    ]
    begun = only(plan, "petition.received")
    assert (begun.history_of, begun.confidentiality, begun.denied_units) == (
        case.case_id,
        "RESTRICTED",
        ("BRG-XY",),
    )
    ended = only(plan, "case.ended").model_dump_json()
    assert not any(word in ended for word in ("c-2", begun.case_id, "BRG-XY", "reclassify"))


@pytest.mark.clause("7.d")
def test_in_its_lane_the_finding_stands_on_the_command_for_its_owner() -> None:
    door = Door()
    plan = door.take(order_record(said_of(case_of(door).case_id, reported=MANNER)))
    assert names(plan) == [("open", "command.received")]
    command = only(plan, "command.received")
    assert command.secrecy.denied_units == ("BRG-XY",)
    assert command.receipt.outcome["confidentiality"] == "CAUTION"


@pytest.mark.clause("7.d")
def test_a_clerk_adds_to_the_deny_set_and_only_the_officer_takes_somebody_out() -> None:
    door = Door()
    case = case_of(door, reported=MANNER)
    other = {"units": ["APP"], "allegation": "INACTION"}
    plan = door.take(order_record(said_of(case.case_id, reported=other)))
    assert only(plan, "command.received").secrecy.denied_units == ("BRG-XY", "APP")
    decided = said_of(case.case_id, OFFICER, reported=other, command_id="c-3")
    plan = door.take(order_record(decided, offset=1))
    assert only(plan, "command.received").secrecy.denied_units == ("APP",)


@pytest.mark.clause("7.d")
def test_who_may_not_declare_anything_does_not_bring_it_to_the_log() -> None:
    door = Door()
    case = case_of(door, reported=MANNER)
    handler = {"principal": "demo-x", "role": "HANDLER", "unit": "SUP"}
    denied = {"principal": "demo-y", "role": "PETITION_CLERK", "unit": "BRG-XY"}
    for number, by in enumerate((handler, denied)):
        command = said_of(case.case_id, by, reported=VIOLATION, command_id=f"c-{number + 2}")
        plan = door.take(order_record(command, offset=number))
        received = only(plan, "command.received")
        assert (received.fields, received.secrecy) == ({}, None)
        assert plan.news.documents == []


@pytest.mark.clause("7.d")
def test_a_denied_actor_is_marked_before_any_service_has_heard_of_it() -> None:
    door = Door()
    case = case_of(door)
    door.take(order_record(said_of(case.case_id, reported=MANNER)))
    plan = door.take(order_record(order(case.case_id, command_id="c-9"), offset=1))
    assert names(plan) == [("open", "command.received"), ("open", "access.denied")]
    assert only(plan, "command.received").denied
    assert only(plan, "access.denied").code == "ACTOR_DENIED"


@pytest.mark.clause("7.d")
def test_a_denied_actor_of_a_secret_case_is_turned_away_and_a_repeat_says_no_more() -> None:
    door = Door()
    case = case_of(door, reported=VIOLATION)
    record = order_record(order(case.case_id), lane="restricted")
    assert names(door.take(record)) == [
        ("restricted", "access.denied"),
        ("restricted", "command.result"),
    ]
    again = order_record(order(case.case_id), lane="restricted", offset=1)
    assert names(door.take(again)) == [("restricted", "command.result")]


@pytest.mark.clause("7.c")
def test_what_the_officer_has_lifted_stays_lifted_until_somebody_is_accused_again() -> None:
    door = Door()
    case = case_of(door, reported=VIOLATION)
    lifted = said_of(case.case_id, OFFICER, type="lift_restriction", reason="查无实据")
    plan = door.take(order_record(lifted, lane="restricted"))
    assert only(plan, "command.received").secrecy.confidentiality == "CAUTION"
    kind = said_of(case.case_id, kind="OPINION", command_id="c-3")
    plan = door.take(order_record(kind, lane="restricted", offset=1))
    assert only(plan, "command.received").secrecy.confidentiality == "CAUTION"
    accused = said_of(case.case_id, reported=VIOLATION, command_id="c-4")
    plan = door.take(order_record(accused, lane="restricted", offset=2))
    assert only(plan, "command.received").secrecy.confidentiality == "RESTRICTED"


def test_a_key_from_outside_is_no_command() -> None:
    door = Door()
    case = case_of(door)
    posing = order(
        case.case_id,
        type="designate_handler",
        handler={"principal": "demo-z", "key": "of somebody else"},
        recusal_declared=False,
    )
    del posing["contact_type"], posing["summary"]
    assert only(door.take(order_record(posing)), "command.result").code == "INVALID"


def test_names_in_a_command_are_hashed_only_where_names_are_denied() -> None:
    door = Door()
    for number, declared in enumerate(({}, {"reported": {**MANNER, "persons": [{"name": "某"}]}})):
        case = case_of(door, platform_ref=f"VC-{number}", **declared)
        command = order(
            case.case_id,
            type="designate_handler",
            command_id=f"c-{number}",
            actor={"principal": "demo-head", "role": "UNIT_HEAD", "unit": "SUP"},
            handler={"principal": "demo-z"},
            recusal_declared=False,
        )
        del command["contact_type"], command["summary"]
        received = only(door.take(order_record(command, offset=number)), "command.received")
        assert ("key" in received.fields["handler"]) is bool(declared)
