"""Figures: each total is the sum of its rows, what came in is where it ended, nothing twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.events import handling, routing
from contracts.events.gate import CaseEnded
from services.desk.cli import drafts
from services.desk.decisions.figures import reports
from services.desk.decisions.figures.cases import counted
from services.desk.decisions.figures.census import MATTERS
from services.desk.decisions.figures.markdown import markdown
from services.desk.decisions.figures.petition import Counted
from services.desk.decisions.figures.tables import (
    CELL_MIN,
    OTHERS,
    tally,
    without_small_cells,
)
from tests.unit.archive.builders import accepted, dispatched, registered
from tests.unit.desk.petitions import (
    ASKED,
    DELIVERED,
    MISSED,
    SUBMITTED,
    WAYS,
    census,
    happened,
    petition,
    received,
    rows,
    table,
)


@pytest.mark.clause("9.1.8")
@pytest.mark.parametrize("way", WAYS)
def test_each_petition_is_where_it_stands_and_filing_does_not_hide_how_it_ended(way: str) -> None:
    report = reports.annual(census(petition(way)), ASKED)
    assert rows(table(report, "ends")) == {way: (1,)}


petitions = st.tuples(
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(["LETTER", "VISIT", "PHONE"]),
    st.sampled_from([(), ("ROAD_TRAFFIC",), ("STREET_VENDING",)]),
    st.sampled_from(["XY", "LX", None]),
    st.integers(1, 12),
    st.lists(st.sampled_from(["BRG-XY", "BRG-LX", "WST"]), max_size=2, unique=True),
)


@pytest.mark.clause("9.1.8")
@settings(max_examples=60, deadline=None)
@given(st.lists(petitions, max_size=40))
def test_what_came_in_is_the_sum_of_where_it_ended_in_every_table(drawn: list[Any]) -> None:
    stories = [
        petition(way, channel=c, topics=topics, district=d, persons=n, reported_units=units)
        for way, c, topics, d, n, units in drawn
    ]
    found = census(*stories)
    report = reports.annual(found, ASKED)
    assert report.received == len(stories)
    for key in ("channels", "ends", "kinds", "intake"):
        assert table(report, key).total[0] == len(stories), key
    for key in ("topics", "districts"):
        assert table(report, key).total == (report.matters,), key
    assert table(report, "channels").total[3] == report.matters
    handled = table(report, "handling")
    assert handled.total[0] == sum(handled.total[1:]) == len(found.handled)
    for key in ("topics", "districts", "complained"):
        few = [row for row in table(report, key).rows if 0 < row.values[0] < CELL_MIN]
        assert all(row.code == OTHERS[0] for row in few), key


@pytest.mark.clause("9.1.8")
def test_merged_petitions_and_repeats_are_one_matter() -> None:
    repeat = (received(on=date(2021, 9, 1)), registered(repeat_no=1, repeat_of="case-0"))
    found = census(petition("CONCLUDED"), petition("MERGED"), (*repeat, *WAYS["ACCEPTED"]))
    report = reports.annual(found, ASKED)
    assert (report.received, report.matters) == (3, 1)
    assert table(report, "channels").total == (3, 1, 1, 1)


@pytest.mark.clause("9.1.8")
def test_a_matter_of_an_earlier_year_counts_once_in_this_one() -> None:
    old = registered(repeat_no=1, repeat_of="of-last-year")
    again = registered(repeat_no=2, repeat_of="of-last-year")
    report = reports.annual(census((received(), old), (received(), again)), ASKED)
    assert (report.received, report.matters) == (2, 1)


@pytest.mark.clause("8.3")
def test_a_case_that_moved_to_the_restricted_lane_is_not_counted() -> None:
    report = reports.analysis(census(petition("ACCEPTED"), (received(), CaseEnded())), ASKED)
    assert report.received == 1


@pytest.mark.clause("8.3")
@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 5}, {"a": 9, "b": 5}),
        ({"a": 9, "b": 5, "c": 3, "d": 2}, {"a": 9, "b": 5, "OTHERS": 5}),
        ({"a": 9, "b": 6, "c": 2}, {"a": 9, "OTHERS": 8}),
        ({"c": 2}, {"OTHERS": 2}),
    ],
)
def test_no_small_cell_can_be_told_from_the_others(
    counts: dict[str, int], shown: dict[str, int]
) -> None:
    made = tally(("k", "", ""), (MATTERS,), {c: (n,) for c, n in counts.items()}, str)
    found = without_small_cells(made)
    assert {row.code: row.values[0] for row in found.rows} == shown
    assert found.total == made.total


@pytest.mark.clause("8.3")
def test_of_restricted_cases_small_totals_are_not_told() -> None:
    few = reports.restricted_report(census(petition("ASSIGNED")), ASKED)
    assert (few.received, few.tables) == (None, ())
    many = reports.restricted_report(census(*[petition("ASSIGNED")] * 6), ASKED)
    assert many.received == 6
    assert [one.key for one in many.tables] == ["ends"]


@pytest.mark.setting("group.stat_min")
@pytest.mark.clause("9.1.8")
def test_statistics_call_five_a_group_though_three_are_received_as_one() -> None:
    visits = [petition("ACCEPTED", channel="VISIT", persons=n) for n in (1, 3, 4, 5, 8)]
    found = table(reports.annual(census(*visits), ASKED), "groups")
    assert rows(found) == {"SPECIAL": (4, 20), "GROUP": (2, 13)}
    three = table(reports.annual(census(*visits, group__stat_min=3), ASKED), "groups")
    assert rows(three)["GROUP"] == (4, 20)


@pytest.mark.setting("subunit.registry")
@pytest.mark.clause("16")
@pytest.mark.clause("3.a")
def test_what_a_unit_takes_in_itself_is_in_the_same_register() -> None:
    stories = [petition("ACCEPTED"), petition("ACCEPTED", source="unit-wst")]
    shared = reports.annual(census(*stories), ASKED)
    apart = reports.annual(census(*stories, subunit__registry="SEPARATE"), ASKED)
    assert (shared.received, apart.received) == (2, 1)
    for report in (shared, apart):
        assert rows(table(report, "intake")) == {"XFB": (1,), "WST": (1,)}


@pytest.mark.setting("assessment.weights")
@pytest.mark.clause("13")
def test_there_is_no_score_without_weights() -> None:
    cases = [petition("CONCLUDED"), (*petition("CONCLUDED"), MISSED)]
    assert reports.assessment(census(*cases), ASKED).scores == ()
    weighed = census(*cases, assessment__weights=["on_time=60", "signed=40"])
    assert reports.assessment(weighed, ASKED).scores == (("MNT-DR", 70.0),)
    as_mapping = census(*cases, assessment__weights={"on_time": ["1"]})
    assert reports.assessment(as_mapping, ASKED).scores == (("MNT-DR", 50.0),)


@pytest.mark.clause("13")
def test_who_assesses_units_sees_no_flags() -> None:
    case = (*petition("ASSIGNED"), routing.AccountabilityFlagged(code="14.1"))
    work = table(reports.assessment(census(case), ASKED), "work")
    assert "flags" not in [column.key for column in work.columns]
    assert rows(table(reports.annual(census(case), ASKED), "flags")) == {"14.1": (1,)}


@pytest.mark.clause("N.3")
def test_the_process_is_measured_by_what_went_wrong_of_what_could() -> None:
    objected = handling.AssignmentObjected.model_validate({"unit": "MNT-DR", "count": 1})
    unsigned = (accepted(), dispatched(), SUBMITTED, DELIVERED)
    found = census(
        petition("CONCLUDED"),
        petition("ASSIGNED"),
        petition("HANDLING"),
        (received(), registered(), accepted(), dispatched(), objected),
        (received(), registered(), *unsigned),
    )
    rates = {r.key: (r.part, r.whole) for r in reports.metrics(found, ASKED).rates}
    assert rates == {
        "overdue": (1, 5),
        "bounce": (1, 5),
        "returned": (1, 3),
        "unsigned": (1, 2),
        "reminded": (0, 5),
    }


@pytest.mark.clause("4.f")
@pytest.mark.parametrize("kind", reports.REPORTS)
def test_every_report_can_be_drawn_up_in_every_form(kind: str) -> None:
    found = census(*(petition(way, channel="VISIT", persons=4) for way in WAYS))
    report = reports.REPORTS[kind](found, ASKED)
    assert report.zh in markdown(report)
    assert json.loads(drafts.as_json(report))["sha256"] == report.sha256
    book = openpyxl.load_workbook(BytesIO(drafts.as_workbook(report)))
    assert len(book.sheetnames) == 1 + len(report.tables) + bool(report.rates)
    letter = docx.Document(BytesIO(drafts.as_letter(report)))
    assert report.zh in letter.paragraphs[0].text
    assert len(letter.tables) == len(report.tables) + bool(report.rates)


@pytest.mark.clause("9.1.8")
def test_the_years_draft_leaves_what_is_to_be_said_to_people() -> None:
    report = reports.annual(census(petition("CONCLUDED")), ASKED)
    assert "意见建议" in markdown(report)
    assert replace(report, as_of=ASKED.as_of + timedelta(days=1)).sha256 != report.sha256


def test_a_case_counts_what_happened_to_it() -> None:
    [case] = counted(happened("case-0", petition("CONCLUDED"))).values()
    assert isinstance(case, Counted)
    assert (case.status, case.outcome, case.signed, case.filed) == (
        "CONCLUDED",
        "SIGNED",
        "SIGNED",
        True,
    )
