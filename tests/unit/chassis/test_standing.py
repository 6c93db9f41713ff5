"""What bureau-wide events put in force, and what a case meets of them, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.gate import (
    CalendarPublished,
    GateBureauEvent,
    LiaisonAssigned,
    ProcedureVersionActivated,
    UnitCatalogueChanged,
)
from contracts.events.intake import PromiseMade, VisitDeferred
from contracts.ports import CalendarHorizon
from contracts.zone import BUREAU_ZONE
from services.chassis.deciding import BureauEventFailed, Decider
from services.chassis.standing import Copy, NumberMissing, Standing, VersionUnknown
from tests.unit.case_story import BASIS
from tests.unit.chassis.promises import CASE, PARTITION, Promise, Promises, letter, service

GAS, MUN = UnitCode("GAS"), UnitCode("MUN")
AT = datetime(2021, 6, 2, 9, tzinfo=BUREAU_ZONE)
NEXT_YEAR = CalendarPublished(year=2027, version=1, days={date(2027, 1, 1): "REST"})
ABOLISHED = UnitCatalogueChanged(
    version=1, unit=GAS, change="ABOLISHED", valid_from=date(2021, 6, 1), successor=MUN
)


def numbered(*events: GateBureauEvent) -> list[GateBureauEvent]:
    """The events as the gate would number them."""
    return [
        event.stamped(seq=number, occurred_at=AT, caused_by=f"command-{number}")
        for number, event in enumerate(events, 1)
    ]


def standing(*events: GateBureauEvent) -> Standing:
    """What holds after these events."""
    found = Standing(BASIS, lambda _, base: replace(base))
    for event in numbered(*events):
        found.take(Copy(PARTITION, None, event), event.seq - 1)
    return found


def activated(effective_from: str, open_cases: Any = "KEEP") -> ProcedureVersionActivated:
    """Another version of the procedure."""
    return ProcedureVersionActivated(
        doc_no="no",
        version=2,
        ruleset="other",
        sha256="",
        effective_from=date.fromisoformat(effective_from),
        open_cases=open_cases,
    )


def test_a_repeat_is_dropped_and_a_gap_stops_the_reader() -> None:
    first, _, third = numbered(NEXT_YEAR, ABOLISHED, NEXT_YEAR)
    found = Standing(BASIS)
    assert found.take(Copy(0, None, first), 0)
    assert not found.take(Copy(0, None, first), 1)
    assert found.take(Copy(5, None, first), 0)
    with pytest.raises(NumberMissing):
        found.take(Copy(0, None, third), 1)


def test_a_version_nobody_has_stops_the_reader() -> None:
    (event,) = numbered(activated("2021-06-01"))
    with pytest.raises(VersionUnknown, match="other"):
        Standing(BASIS).take(Copy(0, None, event), 0)


def test_a_published_year_moves_the_horizon() -> None:
    found = standing(NEXT_YEAR)
    with pytest.raises(CalendarHorizon):
        found.basis(0, 0).calendar.is_working_day(date(2027, 1, 4))
    calendar = found.basis(1, 0).calendar
    assert calendar.horizon == date(2027, 12, 31)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 4))
    assert not calendar.is_working_day(date(2027, 1, 3))
    assert found.basis(1, 0) is found.basis(1, 0)


@pytest.mark.clause("N.2")
def test_an_abolished_unit_has_a_successor_for_its_work_and_for_its_secrets() -> None:
    before, after = (standing(ABOLISHED).basis(n, 0).catalogue for n in (0, 1))
    assert before.is_assignable(GAS)
    assert before.resolve("GAS", None) == GAS
    assert not after.is_assignable(GAS)
    assert after.resolve("GAS", None) == MUN
    # Who may not hear of a case as the old unit may not hear of it as the new one.
    assert after.under(MUN, [GAS])
    assert not before.under(MUN, [GAS])


@pytest.mark.clause("N.2")
def test_a_renamed_unit_does_the_same_work() -> None:
    event = UnitCatalogueChanged(
        version=1, unit=GAS, change="RENAMED", valid_from=AT.date(), zh="燃气与热力科"
    )
    unit = standing(event).basis(1, 0).catalogue.units[GAS]
    assert (unit.zh, unit.active, unit.parent) == ("燃气与热力科", True, "BUREAU")


@pytest.mark.clause("9")
def test_a_unit_has_the_liaison_it_was_given() -> None:
    event = LiaisonAssigned(principal=Principal("p"), unit=GAS, valid_from=date(2021, 6, 2))
    directory = standing(event).basis(1, 0).directory
    assert directory.holder("LIAISON", GAS, date(2021, 6, 2)) == "p"
    assert directory.holder("LIAISON", GAS, date(2021, 6, 1)) is None
    assert directory.holder("LIAISON", MUN, date(2021, 6, 2)) is None


@pytest.mark.clause("N.1")
@pytest.mark.parametrize(
    ("day", "count", "version"),
    [("2021-06-30", 2, 0), ("2021-07-01", 2, 1), ("2021-08-01", 1, 1), ("2021-08-01", 2, 2)],
)
def test_the_version_of_its_day_judges_a_petition(day: str, count: int, version: int) -> None:
    found = standing(activated("2021-07-01"), activated("2021-08-01"))
    assert found.version_at(count, date.fromisoformat(day)) == version


@pytest.mark.clause("N.1")
@pytest.mark.parametrize(("open_cases", "version"), [("KEEP", 0), ("MOVE", 1)])
def test_open_cases_keep_their_version_or_move(open_cases: str, version: int) -> None:
    decider = Decider(service(), lambda *_: None, standing(activated("2021-06-01", open_cases)))
    before = decider.fresh(CASE, 0, letter())
    assert decider.catch_up(before, 1, PARTITION, 9).record.version == version
    assert decider.fresh(CASE, 1, letter().stamped(occurred_at=AT)).version == 1


def looks(state: Promises, event: CalendarPublished, known: int) -> Iterator[PromiseMade]:
    """Says once that it has seen the calendar."""
    yield PromiseMade(due_on=date(event.year, 1, 4))


def test_a_case_meets_what_came_into_force_dated_by_its_moment() -> None:
    house = replace(service(), on_bureau={CalendarPublished: looks})
    decider = Decider(house, lambda *_: None, standing(NEXT_YEAR))
    turn = decider.catch_up(decider.fresh(CASE), 1, PARTITION, 9)
    assert [(e.name, e.occurred_at, e.decided_at) for e in turn.announced] == [
        (PromiseMade.name, AT, 9)
    ]
    assert turn.record.bureau == 1
    assert decider.catch_up(turn.record, 1, PARTITION, 9).announced == []


def test_timers_due_before_it_strike_before_it_however_late_one_looks() -> None:
    house = replace(service(), on_bureau={CalendarPublished: looks})
    found = Standing(BASIS)
    (event,) = numbered(NEXT_YEAR)
    day = timedelta(days=1)
    found.take(Copy(PARTITION, AT + 30 * day, event.stamped(occurred_at=AT + 31 * day)), 0)
    decider = Decider(house, lambda *_: None, found)
    record = decider.fresh(CASE)
    record.state = replace(record.state, open=())

    record.state = replace(record.state, open=(Promise(date(2021, 6, 10), "x"),))
    turn = decider.catch_up(record, 1, PARTITION, 9)
    assert [event.name for event in turn.announced] == [VisitDeferred.name, PromiseMade.name]


def test_a_case_that_is_closed_is_passed_over() -> None:
    house = replace(
        service(), on_bureau={CalendarPublished: looks}, is_open=lambda state: state.letters > 0
    )
    decider = Decider(house, lambda *_: None, standing(NEXT_YEAR))
    turn = decider.catch_up(decider.fresh(CASE), 1, PARTITION, 9)
    assert (turn.announced, turn.record.bureau) == ([], 1)


def test_a_handler_that_stumbles_stops_the_partition_and_not_one_case() -> None:
    def stumbles(state: Promises, event: CalendarPublished, known: int) -> Iterator[PromiseMade]:
        yield PromiseMade(due_on=date(event.year // (known - known), 1, 1))

    house = replace(service(), on_bureau={CalendarPublished: stumbles})
    decider = Decider(house, lambda *_: None, standing(NEXT_YEAR))
    with pytest.raises(BureauEventFailed, match=r"calendar\.published 1"):
        decider.catch_up(decider.fresh(CASE), 1, PARTITION, 9)
