"""What the demo shows of its cases, and what it leaves on the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from services.chassis.catalogue import load_catalogue
from services.desk.demo import local, showing
from services.desk.demo.links import Link
from services.desk.demo.story import Told
from services.desk.play.verdict import CaseSeen, Difference

OVERDUE = {
    "status": "ASSIGNED",
    "channel": "LETTER",
    "lead_unit": "MNT-RD",
    "package_triggers": ["T7"],
    "accountability": ["FLAG:14.1"],
    "clocks": [
        {"key": "conclude", "due_on": "2026-10-30", "missed": True},
        {"key": "max_extended", "due_on": "2026-10-01"},
        {"key": "channel", "due_on": "2026-10-02", "ended": True},
    ],
}


def told(name: str, dead_letter: str | None = None) -> Told:
    return Told(name, f"REF-{name}", "一件", "one", dead_letter)


def shown(renderable: RenderableType) -> str:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def table(*petitions: Told, **views: dict[str, Any]) -> str:
    seen = {name: CaseSeen(view, ()) for name, view in views.items()}
    return shown(showing.cases(petitions, seen, load_catalogue()))


def test_a_restricted_case_is_counted_and_nothing_else_of_it_is_shown() -> None:
    text = table(told("secret"), secret={"confidentiality": "RESTRICTED", "lead_unit": "DSC"})

    assert "1 件限制知悉件不在开放侧出现" in text
    assert "REF-secret" not in text
    assert "DSC" not in text


def test_a_row_shows_status_unit_and_flags_of_a_case() -> None:
    text = table(told("late"), late=OVERDUE)

    for words in ("已转办", "管护中心道路所", "package T7", "逾期", "FLAG:14.1"):
        assert words in text


def test_next_due_is_the_earliest_governing_date_that_still_runs() -> None:
    text = table(told("late"), late=OVERDUE)

    assert "2026-10-30" in text
    assert "2026-10-01" not in text
    assert "2026-10-02" not in text


def test_a_dead_letter_is_shown_with_its_code() -> None:
    assert "FORBIDDEN_FIELD" in table(told("bad", dead_letter="FORBIDDEN_FIELD"))


def test_what_did_not_come_out_is_named_with_what_was_expected() -> None:
    text = shown(showing.differences([Difference("late.status", "ASSIGNED", "REGISTERED")]))

    assert "late.status" in text
    assert "REGISTERED" in text


def test_an_address_stands_on_one_line_with_its_name() -> None:
    page = Link("指标", "metrics", "http://127.0.0.1:1/metrics")

    assert list(showing.links([page], "xinfang submit x.json")) == [
        "指标 · metrics: http://127.0.0.1:1/metrics",
        "自己提交一件 · send your own: xinfang submit x.json",
    ]


def test_what_is_written_privately_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text("old")
    path.chmod(0o644)

    local.write_privately(path, "new")

    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_desk_knows_whether_it_was_sent_to_just_this_house(tmp_path: Path) -> None:
    house = tmp_path / "up.env"
    local.tell_the_desk(house, {"NAMESPACE": "d1"})

    assert local.desk_was_told(house, {"NAMESPACE": "d1"})
    assert not local.desk_was_told(house, {"NAMESPACE": "d2"})
