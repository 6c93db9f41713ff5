"""How long a dossier is kept, who has its papers, and what the bureau's readings change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.codes import Trigger
from contracts.envelope import CaseEvent
from contracts.events.archive import (
    ArchiveDestroyed,
    ArchiveFiled,
    ArchiveIncomplete,
    ArchiveSealed,
    BreachSuspected,
    CustodyChanged,
)
from contracts.events.common import CommandRefused
from contracts.events.escalation import PackageClosed
from contracts.events.handling import ReviewRequested
from contracts.events.intake import PetitionWithdrawn
from contracts.events.routing import PackageTriggered
from services.archive import decisions
from services.archive.state import CaseFile
from services.chassis.deciding import Turn
from tests.unit.archive.builders import (
    ARRIVED,
    ASSIGNED,
    CASE,
    CONCLUDED,
    basis_with,
    command,
    play,
    received,
    registered,
    turns,
)

ALL = ("ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE")
FILE = command("file_dossier", items=ALL)
CLOSED = PackageClosed.model_validate({"principal": "demo-leader", "ground": "SETTLED"})
SECRET = (
    received(confidentiality="RESTRICTED", denied_units=("ENF",)),
    registered(confidentiality="RESTRICTED"),
    *CONCLUDED[2:],
)


def filed(*before: CaseEvent, **readings: Any) -> ArchiveFiled:
    """How the case of this story is filed."""
    turn = turns((*before, FILE), basis=basis_with(**readings))[-1]
    found = turn.announced[0]
    assert isinstance(found, ArchiveFiled)
    return found


def refusal(turn: Turn[CaseFile]) -> str:
    """The code of a command that was refused."""
    [refused] = turn.announced
    assert isinstance(refused, CommandRefused)
    return refused.code


def triggered(trigger: Trigger) -> tuple[CaseEvent, ...]:
    """A package case, closed again."""
    return (*ASSIGNED, PackageTriggered(triggers=(trigger,)), CONCLUDED[-1], CLOSED)


@pytest.mark.clause("10.6c")
@pytest.mark.parametrize(
    ("before", "retention", "until", "rule"),
    [
        (CONCLUDED, "LONG", date(2051, 12, 31), "RET-LONG"),
        (triggered("T3"), "PERMANENT", None, "RET-PERMANENT"),
        (triggered("T4"), "PERMANENT", None, "RET-PERMANENT"),
        (triggered("T8"), "LONG", date(2051, 12, 31), "RET-LONG"),
        ((*ARRIVED, PetitionWithdrawn()), "SHORT", date(2031, 12, 31), "RET-SHORT"),
    ],
)
def test_how_long_a_dossier_is_kept_follows_from_a_rule(
    before: tuple[CaseEvent, ...], retention: str, until: date | None, rule: str
) -> None:
    filing = filed(*before)
    assert (filing.retention, filing.keep_until) == (retention, until)
    [receipt] = filing.further_receipts
    assert [(fired.id, fired.clause) for fired in receipt.rules] == [(rule, "B-19")]


@pytest.mark.setting("archive.year_rule")
@pytest.mark.clause("10.6c")
def test_a_dossier_belongs_to_the_year_the_bureau_has_chosen() -> None:
    late = (received(received_at="2020-12-30T09:00:00+08:00"), *CONCLUDED[1:])
    assert filed(*late).year == 2021
    by_receipt = filed(*late, archive__year_rule="RECEIVED")
    assert (by_receipt.year, by_receipt.keep_until) == (2020, date(2050, 12, 31))


@pytest.mark.setting("archive.seal_at")
@pytest.mark.clause("10.6a")
def test_a_dossier_can_be_sealed_with_its_volume_and_then_covers_what_came_since() -> None:
    late = ReviewRequested(on=date(2021, 6, 20))
    story = (*CONCLUDED, FILE, late, command("seal_dossier"), late)
    *_, filing, before, seal, after = turns(story, basis=basis_with(archive__seal_at="VOLUME"))
    assert [event.name for event in filing.announced] == ["archive.filed"]
    assert before.announced == []
    [sealed] = seal.announced
    assert isinstance(sealed, ArchiveSealed)
    assert (sealed.supplement, sealed.sha256) == (0, decisions.seal(CASE, seal.record.state))
    [supplement] = after.announced
    assert isinstance(supplement, ArchiveSealed)
    assert supplement.supplement == 1


def test_what_is_sealed_is_not_sealed_again() -> None:
    assert refusal(play(*CONCLUDED, FILE, command("seal_dossier"))) == "STATE_DOES_NOT_ALLOW"
    assert refusal(play(*CONCLUDED, command("seal_dossier"))) == "STATE_DOES_NOT_ALLOW"


@pytest.mark.clause("9.2.6")
@pytest.mark.clause("10.6d")
@pytest.mark.parametrize(
    ("items", "missing"),
    [
        (("INVESTIGATION", "EVIDENCE"), None),
        (("INVESTIGATION",), ("EVIDENCE",)),
        ((), ("INVESTIGATION", "EVIDENCE")),
    ],
)
def test_what_the_unit_still_owes_is_said_when_it_gives_its_papers_back(
    items: tuple[str, ...], missing: tuple[str, ...] | None
) -> None:
    returned = play(*CONCLUDED, command("return_materials", items=items)).announced
    owed = [event.missing for event in returned if isinstance(event, ArchiveIncomplete)]
    assert owed == ([missing] if missing else [])


def test_before_the_conclusion_the_unit_owes_nothing() -> None:
    returned = play(*ASSIGNED, command("return_materials", items=())).announced
    assert [event.name for event in returned] == ["materials.returned"]


@pytest.mark.clause("10.6b")
def test_papers_go_from_the_keeper_on_file_to_the_next() -> None:
    def move(to: str) -> CaseEvent:
        return command("move_custody", item="ORIGINAL", to=to)

    story = (*CONCLUDED, move("SUP"), move("demo-archivist"))
    moves = [turn.announced[-1] for turn in turns(story)[-2:]]
    assert all(isinstance(event, CustodyChanged) for event in moves)
    assert [(e.from_, e.to) for e in moves if isinstance(e, CustodyChanged)] == [
        ("MNT-DR", "SUP"),
        ("SUP", "demo-archivist"),
    ]


@pytest.mark.clause("10.6b")
@pytest.mark.clause("7.d")
@pytest.mark.parametrize(
    ("to", "code"),
    [("BRG-XY", "UNIT_DENIED"), ("ENF", "UNIT_DENIED"), ("MNT-DR", "STATE_DOES_NOT_ALLOW")],
)
def test_no_paper_goes_to_those_it_is_about_nor_to_who_has_it(to: str, code: str) -> None:
    assert refusal(play(*SECRET, command("move_custody", item="ORIGINAL", to=to))) == code


@pytest.mark.clause("10.6b")
def test_a_breach_is_on_the_file_at_once() -> None:
    lost = command("report_breach", item="ORIGINAL", cause="LOSS", note="v-1")
    turn = play(*CONCLUDED, FILE, lost)
    [breach] = turn.announced
    assert isinstance(breach, BreachSuspected)
    assert (breach.item, breach.cause, breach.note_ref) == ("ORIGINAL", "LOSS", "v-1")
    assert turn.record.state.view.breaches == 1


@pytest.mark.clause("10.6b")
@pytest.mark.parametrize(
    ("days", "year", "before", "code"),
    [
        (365 * 11, 2021, (*ARRIVED, PetitionWithdrawn()), None),
        (365 * 3, 2021, (*ARRIVED, PetitionWithdrawn()), "STATE_DOES_NOT_ALLOW"),
        (365 * 11, 2022, (*ARRIVED, PetitionWithdrawn()), "STATE_DOES_NOT_ALLOW"),
    ],
)
def test_a_dossier_is_destroyed_only_after_its_time(
    days: int, year: int, before: tuple[CaseEvent, ...], code: str | None
) -> None:
    story = (*before, FILE)
    destroy = command("destroy_expired", year=year, approval="v-1")
    turn = turns((*story, destroy), pause=days)[-1]
    if code is not None:
        assert refusal(turn) == code
        return
    [gone] = turn.announced
    assert isinstance(gone, ArchiveDestroyed)
    assert gone.year == year
    assert turn.record.state.volume is not None
    assert turn.record.state.volume.destroyed
