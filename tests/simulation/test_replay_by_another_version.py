"""The stored log by another version of the procedure: which cases would differ, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.replay import Difference, Tally
from services.chassis.versions import VERSIONS_FOLDER, load_version
from tests.simulation.stored_log import replayed, told

THIRTY_DAYS = VERSIONS_FOLDER / "conclude-30"
OF_2022 = VERSIONS_FOLDER / "regulation-2022"
SINCE_2021 = """\
version: 9
doc_no: 九城管字〔2021〕21号（适用2022年条例）
effective_from: 2021-02-01
settings:
  legal_regime.switch_date: '2021-01-01'
"""


def by(version: Path, story: str) -> Tally:
    """What would differ in a story's log."""
    house, log = told(story)
    return replayed(house, log, load_version(version, house.basis))


def changes(found: list[Difference]) -> set[tuple[str, str, str, str, str]]:
    """Event, which, field, was and would be, of fields that hold one value."""
    return {
        (one.event, one.which, one.field, one.was, one.would_be)
        for one in found
        if isinstance(one.was, str) and isinstance(one.would_be, str)
    }


@pytest.mark.clause("N.1", "10.5e")
def test_half_the_time_to_conclude_moves_the_dates_and_the_reminder_and_nothing_else() -> None:
    tally = by(THIRTY_DAYS, "LIFE-01")
    assert changes(tally.differences) == {
        ("deadline.set", "conclude", "due_on", "2021-08-02", "2021-07-01"),
        ("deadline.set", "conclude", "remind_at", "2021-07-19T01:00:00Z", "2021-06-17T01:00:00Z"),
        ("deadline.set", "max_extended", "due_on", "2021-08-30", "2021-08-02"),
    }
    assert {one.clause for one in tally.differences} == {"10.5e", "10.5f"}
    assert len(tally.cases) == 1


@pytest.mark.clause("N.1")
@pytest.mark.setting("legal_regime.switch_date")
def test_under_the_regulation_of_2022_the_case_is_told_with_the_regime_it_would_have(
    tmp_path: Path,
) -> None:
    (tmp_path / "version.yaml").write_text(SINCE_2021, "utf-8")
    tally = by(tmp_path, "LIFE-01")
    assert changes(tally.differences) == {("petition.received", "", "regime", "2005", "2022")}


@pytest.mark.clause("N.1")
def test_petitions_before_the_change_of_regulation_do_not_differ() -> None:
    assert by(OF_2022, "LIFE-01").holds


@pytest.mark.clause("N.1")
def test_a_version_that_was_activated_is_replaced_like_the_first_one() -> None:
    tally = by(OF_2022, "FORCE-03")
    told_of = {(one.event, one.which, one.field) for one in tally.differences}
    assert ("deadline.set", "conclude", "due_on") in told_of
    assert ("deadline.rederived", "conclude", "") in told_of, "no move to a version of thirty days"
