"""Commands about the whole bureau: decided once, said in every partition before what they judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.gate import (
    CalendarPublished,
    ProcedureVersionActivated,
    RoleAssigned,
    RoleEnded,
)
from services.chassis.batch import Batch, InForce, Record
from services.chassis.ledger import Position
from services.gate.app import GatePlan, Prefetched
from services.gate.state import Memory
from tests.unit.gate.door import (
    NOW,
    Door,
    arrival,
    names,
    only,
    order,
    order_record,
    petition,
    said,
)

OFFICE = {"principal": "demo-office-director", "role": "PETITION_OFFICE_DIRECTOR"}
DIRECTOR = {"principal": "demo-director", "role": "DIRECTOR"}
LEAVES: dict[str, Any] = {"change": "ABOLISHED", "valid_from": "2021-03-15", "successor": "MUN"}


def ordered(command_type: str, actor: dict[str, Any] = OFFICE, **fields: Any) -> Record:
    """A command that names no case."""
    offset = fields.pop("offset", 0)
    document = {
        "command_id": fields.pop("command_id", f"{command_type}-1"),
        "type": command_type,
        "issued_at": "2021-03-16T09:06:00+08:00",
        "actor": actor,
        **fields,
    }
    return order_record(document, partition=0, offset=offset)._replace(key=b"any")


def calendar(year: int = 2027, day: str = "2027-01-01", **fields: Any) -> Record:
    """A year's days of rest become known."""
    return ordered("publish_calendar", year=year, days={day: "REST"}, **fields)


def answer(plan: GatePlan) -> str:
    """The code of the one answer."""
    return str(only(plan, "command.result").code)


def test_it_is_said_in_both_lanes_of_its_own_partition_and_answered() -> None:
    plan = Door().take(calendar())
    assert names(plan) == [
        ("open", "calendar.published"),
        ("restricted", "calendar.published"),
        ("open", "command.result"),
    ]
    assert answer(plan) == ""
    assert plan.in_force == {0: InForce(bureau=1)}
    assert [event.seq for event in plan.news.bureau] == [1]


def test_every_other_partition_has_its_copy_before_the_next_petition_there() -> None:
    door = Door()
    door.take(calendar())
    plan = door.take(arrival(petition(), partition=5))
    assert names(plan) == [
        ("open", "calendar.published"),
        ("restricted", "calendar.published"),
        ("open", "petition.received"),
        ("open", "returned.receipt"),
    ]
    assert {row.partition for row in plan.outgoing} == {5}
    assert plan.in_force == {5: InForce(bureau=1)}


def test_an_idle_partition_has_it_before_the_next_tick() -> None:
    door = Door()
    door.take(calendar())
    plan = door.gate.copies(Position(3))
    assert [row.partition for row in plan.outgoing] == [3, 3]
    assert plan.in_force == {3: InForce(bureau=1)}
    assert door.gate.copies(Position(3, in_force=InForce(bureau=1))).outgoing == []


def test_copies_differ_in_id_and_in_nothing_else() -> None:
    door = Door()
    here = door.take(calendar()).outgoing[0]
    there = door.gate.copies(Position(3)).outgoing[0]
    bodies = [CalendarPublished.model_validate_json(row.value) for row in (here, there)]
    assert bodies[0].id != bodies[1].id
    assert bodies[0].stamped(id="") == bodies[1].stamped(id="")


def test_a_repeat_is_answered_as_before_and_says_nothing_new() -> None:
    door = Door()
    door.in_force = door.take(calendar()).in_force[0]
    again = door.take(calendar(offset=1))
    assert names(again) == [("open", "command.result")]
    assert answer(again) == ""
    assert answer(door.take(calendar(day="2027-01-02", offset=2))) == "INVALID"


def test_a_batch_sees_its_own_beginnings() -> None:
    plan = Door().take(calendar(), calendar(offset=1), calendar(2028, "2028-01-01", offset=2))
    assert [event.seq for event in plan.news.bureau] == [1]
    assert codes(plan) == ["", "", "INVALID"]


def codes(plan: GatePlan) -> list[str]:
    """The codes of all answers: one command id, told apart by what it says."""

    return [content.code for _, kind, content in said(plan) if kind == "command.result"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (calendar(2026, "2026-05-01"), ""),  # a known year, as it was changed
        (calendar(2029, "2029-01-01"), "INVALID"),  # a year would be left out
        (calendar(2027, "2026-01-01"), "INVALID"),
        (calendar(actor=DIRECTOR), "ROLE_NOT_ALLOWED"),
        (ordered("activate_procedure", DIRECTOR, ruleset="no-such-version"), "INVALID"),
        (ordered("activate_procedure", OFFICE, ruleset="any"), "ROLE_NOT_ALLOWED"),
        (ordered("change_unit", unit="GAS", **LEAVES), ""),
        (ordered("change_unit", unit="NONE", **LEAVES), "UNIT_UNKNOWN"),
        (ordered("change_unit", unit="GAS", **LEAVES | {"successor": "NONE"}), "UNIT_UNKNOWN"),
        (ordered("change_unit", unit="GAS", **LEAVES | {"successor": "GAS"}), "INVALID"),
        (ordered("change_unit", unit="GAS", **LEAVES | {"successor": None}), "INVALID"),
        (ordered("change_unit", unit="GAS", **LEAVES | {"valid_from": "2021-04-01"}), "INVALID"),
        (ordered("assign_role", DIRECTOR, principal="p", role="HANDLER", unit="GAS",
                 valid_from="2021-03-01"), ""),
        (ordered("assign_role", DIRECTOR, principal="p", role="EMPEROR",
                 valid_from="2021-03-01"), "INVALID"),
        (ordered("end_role", DIRECTOR, principal="p", role="HANDLER", unit="NONE",
                 valid_to="2021-03-01"), "UNIT_UNKNOWN"),
        (ordered("assign_liaison", principal="p", unit="GAS", valid_from="2021-03-01"), ""),
        (ordered("assign_liaison", principal="p", unit="BUREAU", valid_from="2021-03-01"),
         "UNIT_UNKNOWN"),
        (ordered("log_contact", contact_type="PHONE", summary="x"), "INVALID"),
        (order_record(order("some-case", type="publish_calendar", year=2027, days={})), "INVALID"),
    ],
)  # fmt: skip
@pytest.mark.clause("N.2")
@pytest.mark.clause("4.a")
@pytest.mark.clause("8")
@pytest.mark.clause("9")
def test_what_speaks_against_it(record: Record, code: str) -> None:
    assert answer(Door().take(record)) == code


def test_a_new_unit_can_be_given_work_from_then_on() -> None:
    door = Door()
    made: dict[str, Any] = {
        "change": "CREATED",
        "valid_from": "2021-03-16",
        "zh": "智慧科",
        "kind": "SECTION",
    }
    door.take(ordered("change_unit", unit="SMART", parent="BUREAU", **made))
    catalogue = door.gate.standing.basis(1, 0).catalogue
    assert catalogue.is_assignable("SMART")
    assert catalogue.chain(UnitCode("SMART")) == ("SMART", "BUREAU")
    assert answer(door.take(ordered("change_unit", command_id="c", unit="SMART", **made))) == (
        "INVALID"
    )


def test_what_was_about_to_come_into_force_and_was_not_is_forgotten() -> None:
    door = Door()
    batch = Batch([calendar()], {0: InForce()})
    readings = door.gate.readings(batch, NOW)
    door.gate.decide(batch, Prefetched(NOW, readings, Memory()))
    door.gate.forget([0])
    assert door.gate.standing.events == []


def test_the_moment_of_a_command_is_never_before_the_last_tick() -> None:
    door = Door(in_force=InForce({"open": NOW.replace(hour=5)}))
    plan = door.take(calendar())
    assert plan.news.bureau[0].occurred_at == NOW.replace(hour=5)
    assert replace(plan.in_force[0], ticks={}) == InForce(bureau=1)


@pytest.mark.setting("roles.directory")
@pytest.mark.clause("4.a")
@pytest.mark.clause("8")
@pytest.mark.parametrize(
    ("valid_from", "valid_to", "code"),
    [
        (None, None, "ROLE_NOT_ALLOWED"),
        ("2021-03-16", None, ""),
        ("2021-03-17", None, "ROLE_NOT_ALLOWED"),
        ("2021-03-01", "2021-03-16", ""),
        ("2021-03-01", "2021-03-15", "ROLE_NOT_ALLOWED"),
    ],
)
def test_with_the_directory_a_role_must_be_held(
    valid_from: str | None, valid_to: str | None, code: str
) -> None:
    door = Door(readings={"roles.directory": True})
    held: dict[str, Any] = {"principal": Principal(OFFICE["principal"]), "role": OFFICE["role"]}
    if valid_from:
        day = date.fromisoformat(valid_from)
        door.gate.standing.learn(RoleAssigned(**held, valid_from=day).stamped(seq=1))
    if valid_to:
        day = date.fromisoformat(valid_to)
        door.gate.standing.learn(RoleEnded(**held, valid_to=day).stamped(seq=2))
    door.in_force = InForce(bureau=len(door.gate.standing.events))
    assert answer(door.take(calendar())) == code


REPORT: dict[str, Any] = {"year": 2020, "sha256": "a" * 64}


@pytest.mark.clause("9.1.8")
def test_what_the_archive_keeps_for_the_whole_bureau_goes_into_one_register() -> None:
    door = Door()
    plan = door.take(ordered("draft_annual_report", **REPORT))
    assert names(plan) == [("open", "command.received")]
    received = only(plan, "command.received")
    assert (received.case_id, received.seq, received.fields) == ("bureau", 1, REPORT)
    again = door.take(ordered("submit_annual_report", year=2020, edits="补充意见", offset=1))
    second = only(again, "command.received")
    assert second.seq == 2
    assert "补充意见" not in str(second.fields)


@pytest.mark.parametrize(
    "record",
    [
        ordered("draft_annual_report", **REPORT)._replace(partition=3),
        ordered("draft_annual_report", **REPORT)._replace(lane="restricted"),
        ordered("draft_annual_report", case_id="bureau", **REPORT)._replace(key=b"bureau"),
        ordered("withdraw", case_id="bureau", reason="x")._replace(key=b"bureau"),
    ],
)
def test_the_register_is_in_one_place_and_takes_nothing_else(record: Record) -> None:
    plan = Door().take(record)
    assert names(plan) == [(record.lane, "command.result")]
    assert answer(plan) == "INVALID"


@pytest.mark.setting("legal_regime.open_cases")
@pytest.mark.parametrize("policy", ["KEEP", "MOVE"])
def test_what_becomes_of_open_cases_follows_the_reading_where_the_command_is_silent(
    policy: str,
) -> None:
    door = Door(readings={"legal_regime.open_cases": policy})
    plan = door.take(ordered("activate_procedure", DIRECTOR, ruleset="conclude-30"))
    (event,) = plan.news.bureau
    assert isinstance(event, ProcedureVersionActivated)
    assert (event.open_cases, event.ruleset) == (policy, "conclude-30")


@pytest.mark.parametrize(("open_cases", "code"), [("KEEP", ""), ("MOVE", "INVALID")])
def test_open_cases_move_only_to_what_is_effective(open_cases: str, code: str) -> None:
    record = ordered(
        "activate_procedure",
        DIRECTOR,
        ruleset="conclude-30",
        effective_from="2021-06-01",
        open_cases=open_cases,
    )
    assert answer(Door().take(record)) == code


@pytest.mark.setting("legal_regime.switch_date")
@pytest.mark.clause("1")
@pytest.mark.parametrize(("switch", "regime"), [("2022-05-01", "2005"), ("2021-03-16", "2022")])
def test_the_regulation_that_governs_follows_the_reading(switch: str, regime: str) -> None:
    plan = Door(readings={"legal_regime.switch_date": switch}).take(arrival(petition()))
    assert only(plan, "petition.received").regime == regime
