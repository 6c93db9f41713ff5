"""Reports and documents of the whole bureau: in one order, by their hashes."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import CaseEvent
from contracts.events.archive import AnnualReportSubmitted, GuidancePublished, PolicyPublished
from contracts.events.common import CommandRefused
from tests.unit.archive.builders import command, play, turns

OFFICE = "PETITION_OFFICE_DIRECTOR"
FIRST, SECOND = "a" * 64, "b" * 64


def office(type_: str, **fields: Any) -> CaseEvent:
    """The head of the Petition Office orders it."""
    return command(type_, OFFICE, **fields)


def publishing(kind: str, period: str) -> CaseEvent:
    """Figures become known."""
    return office("publish_report", kind=kind, period=period, sha256=FIRST)


@pytest.mark.clause("9.1.8")
def test_the_latest_draft_goes_before_the_leading_group_with_what_people_made_of_it() -> None:
    drafts = [office("draft_annual_report", year=2020, sha256=sha) for sha in (FIRST, SECOND)]
    submitting = office("submit_annual_report", year=2020, edits="v-1")
    *drafted, submitted = turns((*drafts, submitting))
    assert [e.name for turn in drafted for e in turn.announced] == ["annual_report.drafted"] * 2
    [report] = submitted.announced
    assert isinstance(report, AnnualReportSubmitted)
    assert (report.year, report.sha256, report.edits_ref) == (2020, SECOND, "v-1")


@pytest.mark.clause("9.1.8")
@pytest.mark.parametrize(
    "early",
    [
        office("submit_annual_report", year=2020),
        office("draft_annual_report", year=2022),
        publishing("REPORT", "2022-Q1"),
    ],
)
def test_nothing_is_reported_on_before_there_is_something(early: CaseEvent) -> None:
    [refused] = play(early).announced
    assert isinstance(refused, CommandRefused)
    assert refused.code == "STATE_DOES_NOT_ALLOW"


@pytest.mark.parametrize(
    ("kind", "period", "event"),
    [
        pytest.param("REPORT", "2021-05", "report.published", marks=pytest.mark.clause("4.f")),
        pytest.param("ANALYSIS", "2021-Q1", "analysis.published", marks=pytest.mark.clause("8.3")),
        pytest.param("METRICS", "2021", "metrics.published", marks=pytest.mark.clause("N.3")),
        pytest.param(
            "ASSESSMENT", "2020", "assessment.data.published", marks=pytest.mark.clause("13")
        ),
    ],
)
def test_figures_become_known_by_period(kind: str, period: str, event: str) -> None:
    assert [said.name for said in play(publishing(kind, period)).announced] == [event]


@pytest.mark.clause("13")
def test_units_are_assessed_by_whole_years() -> None:
    [refused] = play(publishing("ASSESSMENT", "2021-Q1")).announced
    assert isinstance(refused, CommandRefused)
    assert (refused.code, refused.clause) == ("INVALID", "13")


@pytest.mark.clause("8.1")
@pytest.mark.clause("9.1.6")
def test_the_library_counts_the_versions_of_each_document() -> None:
    def entering(kind: str, name: str, sha256: str) -> CaseEvent:
        return office("register_document", kind=kind, document=name, sha256=sha256)

    story = (
        entering("POLICY", "P-1", FIRST),
        entering("GUIDANCE", "P-1", FIRST),
        entering("POLICY", "P-1", SECOND),
    )
    said = [event for turn in turns(story) for event in turn.announced]
    assert all(isinstance(event, PolicyPublished | GuidancePublished) for event in said)
    assert [(e.name, e.version) for e in said if hasattr(e, "version")] == [
        ("policy.published", 1),
        ("guidance.published", 1),
        ("policy.published", 2),
    ]


@pytest.mark.clause("9.2.5")
def test_a_units_analysis_is_on_record_under_its_unit() -> None:
    paper = command("submit_unit_analysis", "LIAISON", period="2021-Q1", document=FIRST)
    [submitted] = play(paper).announced
    assert (submitted.name, getattr(submitted, "unit", "")) == ("unit.analysis.submitted", "MNT-DR")
