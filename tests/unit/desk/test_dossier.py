"""An exported dossier, and what becomes of it when somebody changes a byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from contracts.envelope import CaseEvent
from contracts.events.escalation import AccountabilityDecided
from services.archive import decisions
from services.archive.state import canonical
from services.desk.decisions import dossier
from services.desk.decisions.dossier import Dossier, Seal
from tests.unit.archive.builders import CASE, CONCLUDED, command, turns

ALL = ("ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE")
DECIDED = AccountabilityDecided.model_validate({"clause": "14.1", "principal": "demo-director"})
STORY = (*CONCLUDED, command("file_dossier", items=ALL), DECIDED)


def filed(story: Sequence[CaseEvent] = STORY) -> Dossier:
    """A case as the archive keeps it, with a supplement."""
    seals, history = [], []
    for turn in turns(story):
        for applied in turn.applied:
            history.append((applied.event.name, canonical(applied.event).decode()))
            if applied.event.name == "archive.sealed":
                assert applied.state.volume is not None
                seals.append(
                    Seal(
                        applied.state.volume.supplement,
                        decisions.manifest(CASE, applied.state),
                        decisions.seal(CASE, applied.state),
                        "2021-06-16T09:00:00+08:00",
                    )
                )
    return Dossier(CASE, "2021-0-1", 2021, "LONG", "2051-12-31", False, seals, history)


FILES = dossier.case_files(filed())


def with_changed(name: str, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """The files, one of them changed."""
    return {**FILES, name: change(FILES[name])}


def rehashed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with sums that fit them: what somebody without a seal can do."""
    case = {name: content for name, content in files.items() if name != dossier.SUMS_FILE}
    return {**case, dossier.SUMS_FILE: dossier._sums(case)}


@pytest.mark.clause("10.6a")
@pytest.mark.clause("10.6b")
def test_an_untouched_dossier_holds() -> None:
    assert sorted(FILES) == [
        "SHA256SUMS",
        "case.json",
        "history.jsonl",
        "manifest-0.json",
        "manifest-1.json",
    ]
    assert dossier.faults_of_case(FILES) == []
    lines = FILES["history.jsonl"].decode().splitlines()
    assert json.loads(lines[0])["type"] == "petition.received"


@pytest.mark.clause("10.6b")
@pytest.mark.parametrize("name", sorted(set(FILES) - {"SHA256SUMS"}))
def test_each_byte_of_each_file_counts(name: str) -> None:
    step = max(1, len(FILES[name]) // 40)
    for at in range(0, len(FILES[name]), step):
        changed = with_changed(name, lambda was, at=at: flipped(was, at))  # type: ignore[misc]
        assert name in {fault.file for fault in dossier.faults_of_case(changed)}, at


def flipped(content: bytes, at: int) -> bytes:
    """One bit of one byte is another."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def without_line(content: bytes) -> bytes:
    """One event less."""
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:3] + lines[4:])


def swapped(content: bytes) -> bytes:
    """Two events in the other order."""
    lines = content.splitlines(keepends=True)
    return b"".join([*lines[:3], lines[4], lines[3], *lines[5:]])


@pytest.mark.clause("10.6b")
@pytest.mark.parametrize("change", [without_line, swapped])
def test_a_changed_history_shows_even_where_its_sums_were_made_anew(
    change: Callable[[bytes], bytes],
) -> None:
    changed = rehashed(with_changed("history.jsonl", change))
    assert "history.jsonl" in {fault.file for fault in dossier.faults_of_case(changed)}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_gone_or_came_in_is_named(name: str) -> None:
    gone = {other: content for other, content in FILES.items() if other != name}
    assert name in {fault.file for fault in dossier.faults_of_case(gone)}
    more = {**FILES, "more.txt": b"more"}
    assert [fault.file for fault in dossier.faults_of_case(more)] == ["more.txt"]


@pytest.mark.clause("10.6c")
def test_the_root_of_a_year_depends_on_every_seal_and_on_no_order() -> None:
    seals = [f"{number:064x}" for number in range(7)]
    root = dossier.root_of(seals)
    assert dossier.root_of(list(reversed(seals))) == root
    others = [seals[:-1], [*seals, seals[-1]], [*seals[:-1], "f" * 64], seals[:1], []]
    assert len({root, *(dossier.root_of(other) for other in others)}) == len(others) + 1


@pytest.mark.clause("10.6c")
def test_a_years_list_names_the_case_that_is_missing_or_another() -> None:
    entries = [{"case_id": CASE, "seal": filed().seal}, {"case_id": "other", "seal": "ab"}]
    place = f"cases/{CASE}/SHA256SUMS"
    sums = {place: FILES["SHA256SUMS"]}
    files = {**dossier.volume_files(2021, entries, sums), **sums}
    latest = {CASE: filed().seal, "other": "ab"}
    assert dossier.faults_of_volume(files, latest, None) == []
    assert dossier.faults_of_volume(files, latest, dossier.root_of([filed().seal, "ab"])) == []
    assert [f.file for f in dossier.faults_of_volume(files, latest, "00")] == ["volume.json"]
    del latest["other"]
    assert [f.file for f in dossier.faults_of_volume(files, latest, None)] == ["cases/other"]
    tampered = {**files, place: b"x"}
    assert place in {f.file for f in dossier.faults_of_volume(tampered, latest, None)}
