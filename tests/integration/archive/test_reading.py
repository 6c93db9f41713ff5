"""The archive's rows on real PostgreSQL, and the desk that reads them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import services.archive
from contracts.envelope import CaseEvent
from contracts.events.gate import CaseEnded
from contracts.events.intake import ProgressPublished, PublicationRetracted
from contracts.query import query_key
from services.archive.state import CaseFile
from services.archive.store import ArchiveStore
from services.chassis import case_store
from services.chassis.database import connection
from services.chassis.migrate import CASES_MIGRATIONS, WORKER_MIGRATIONS, migrate
from services.chassis.service import Applied
from services.desk import store
from services.desk.cli import app
from tests.unit.archive.builders import CASE, CONCLUDED, command, received, registered, turns

SCHEMA = "archive"
FILED = (
    *CONCLUDED,
    command("file_dossier", items=("ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE")),
    command("note_missing_item", item="EVIDENCE", reason="v-1"),  # too late: refused
)


async def _keep(dsn: str, events: Sequence[CaseEvent]) -> CaseFile:
    """What the archive's worker writes for these events, its own read back at the end."""
    assert services.archive.__file__ is not None
    own = Path(services.archive.__file__).parent / "migrations"
    await migrate(dsn, SCHEMA, [WORKER_MIGRATIONS, CASES_MIGRATIONS, own])
    played = turns(events)
    record = played[-1].record
    applied = [one for turn in played for one in turn.applied]
    announced = [event for turn in played for event in turn.announced]
    read_back = [
        Applied(event, record.state, 0, len(events) + number)
        for number, event in enumerate(announced)
    ]
    codec = case_store.RecordCodec[CaseFile](CaseFile)
    async with connection(dsn, SCHEMA) as link, link.transaction():
        await case_store.write(link, {CASE: record}, {CASE: 0}, codec, {})
        for _ in range(2):  # a re-driven batch writes the same rows
            await ArchiveStore().record(link, [*applied, *read_back])
    return record.state


@pytest.fixture
def filed(database: str) -> CaseFile:
    """A case that was filed."""
    return asyncio.run(_keep(database, FILED))


def _asked(dsn: str, *arguments: str) -> Any:
    result = CliRunner().invoke(
        app, [*arguments, "--json"], env={"POSTGRES_DSN": dsn, "NAMESPACE": ""}
    )
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.mark.parametrize("reference", [CASE, "L-1"])
def test_a_case_is_found_by_its_id_and_by_its_sources_number(
    database: str, filed: CaseFile, reference: str
) -> None:
    shown = _asked(database, "case", reference)
    assert (shown["case_id"], shown["view"]["status"]) == (CASE, "ARCHIVED")
    assert [event["type"] for event in shown["timeline"]] == [
        *(event.name for event in FILED),
        "archive.due",
        "outcome.published",
        "archive.filed",
        "archive.sealed",
        "command.refused",
    ]


def test_the_seal_is_the_hash_of_the_manifest_as_it_is_kept(database: str, filed: CaseFile) -> None:
    async def kept() -> tuple[str, str]:
        async with connection(database, SCHEMA) as link:
            row = await link.fetchrow("SELECT manifest, sha256 FROM dossiers")
            assert row is not None
            return row["manifest"], row["sha256"]

    manifest, sha256 = asyncio.run(kept())
    assert hashlib.sha256(manifest.encode()).hexdigest() == sha256
    assert filed.volume is not None
    assert json.loads(manifest)["chain"]["head"] == filed.volume.head


def test_the_chain_can_be_counted_again_from_the_history(database: str, filed: CaseFile) -> None:
    async def bodies() -> list[str]:
        async with connection(database, SCHEMA) as link:
            rows = await link.fetch(
                "SELECT body FROM history ORDER BY CASE WHEN owner = 'archive'"
                " THEN (body ->> 'decided_at')::bigint - 0.5 ELSE \"offset\" END, seq"
            )
            return [row["body"] for row in rows]

    head = ""
    for body in asyncio.run(bodies()):
        head = hashlib.sha256((head + body).encode()).hexdigest()
    assert head == filed.head


def test_explain_gives_each_decision_its_clause(database: str, filed: CaseFile) -> None:
    shown = _asked(database, "explain", "L-1")
    persons = [one for one in shown["decisions"] if one["kind"] == "PERSON"]
    assert [one["event"] for one in persons] == ["archive.filed", "archive.sealed"]
    assert [one["outcome"] for one in shown["decisions"] if one["kind"] == "REFUSED"] == [
        {"code": "STATE_DOES_NOT_ALLOW"}
    ]
    assert all(clause["text"] for one in persons for clause in one["clauses"])


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["L-1"]),
        (("--status", "ARCHIVED"), ["L-1"]),
        (("--status", "REGISTERED"), []),
        (("--unit", "MNT-DR"), ["L-1"]),
        (("--unit", "APP"), []),
        (("--pending", "H1"), []),
    ],
)
def test_a_list_shows_what_was_asked_for(
    database: str, filed: CaseFile, options: tuple[str, ...], found: list[str]
) -> None:
    assert [row["platform_ref"] for row in _asked(database, "cases", *options)] == found


@pytest.mark.clause("7.d")
def test_of_a_case_that_went_over_to_the_other_lane_only_its_end_is_shown(database: str) -> None:
    asyncio.run(_keep(database, (*CONCLUDED, CaseEnded())))
    found = _asked(database, "case", CASE)
    assert [event["type"] for event in found["timeline"]] == ["case.ended"]
    assert found["view"] == {"ended": True}
    assert _asked(database, "cases") == []
    assert CliRunner().invoke(app, ["case", CASE], env={"POSTGRES_DSN": database}).exit_code == 0


def test_pages_for_people_say_it_in_chinese_and_english(database: str, filed: CaseFile) -> None:
    env = {"POSTGRES_DSN": database, "NAMESPACE": "", "COLUMNS": "200"}
    for name in ("case", "explain"):
        shown = CliRunner().invoke(app, [name, "L-1"], env=env)
        assert shown.exit_code == 0
        assert "立卷归档" in shown.output
        assert "archive.filed" in shown.output


def test_a_paper_is_written_or_the_command_says_what_is_missing(
    database: str, filed: CaseFile, tmp_path: Path
) -> None:
    env, file = {"POSTGRES_DSN": database, "NAMESPACE": ""}, tmp_path / "paper.docx"
    run = CliRunner()
    written = run.invoke(app, ["document", "L-1", "contents", "--out", str(file)], env=env)
    assert written.exit_code == 0, written.output
    assert file.read_bytes()[:2] == b"PK"
    missing = run.invoke(app, ["document", "L-1", "extension"], env=env)
    assert (missing.exit_code, "尚未批准延期" in missing.output) == (1, True)
    assert run.invoke(app, ["document", "L-1", "poem"], env=env).exit_code == 2
    assert run.invoke(app, ["document", "L-1", "contents", "--restricted"], env=env).exit_code == 2
    assert "签收单" in run.invoke(app, ["document", "--list"], env=env).output


def test_a_stranger_is_not_found(database: str, filed: CaseFile) -> None:
    env = {"POSTGRES_DSN": database, "NAMESPACE": ""}
    assert CliRunner().invoke(app, ["case", "nobody"], env=env).exit_code == 1

    async def whole() -> tuple[store.View, list[store.Happened]]:
        async with connection(database, SCHEMA) as link:
            return await store.whole_case(link, "nobody")

    assert asyncio.run(whole()) == ({}, [])


@pytest.mark.clause("10.6c")
def test_the_volume_of_a_year_lists_what_was_filed_and_for_how_long(
    database: str, filed: CaseFile
) -> None:
    listed = _asked(database, "archive", "list", "2021")
    [entry] = listed["cases"]
    assert (entry["case_id"], entry["reg_no"], entry["outcome"]) == (CASE, "2021-0-1", "SIGNED")
    assert (entry["retention"], entry["keep_until"]) == ("LONG", "2051-12-31")
    assert len(listed["root"]) == len(hashlib.sha256().hexdigest())
    assert _asked(database, "archive", "list", "2020")["cases"] == []


@pytest.mark.clause("10.6b")
@pytest.mark.parametrize("which", ["L-1", "2021"])
def test_an_export_is_verified_without_the_house_and_a_changed_byte_is_found(
    database: str, filed: CaseFile, which: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert _asked(database, "archive", "export", which, str(folder))["cases"] == 1
    run = CliRunner()
    assert run.invoke(app, ["verify", str(folder)]).exit_code == 0
    history = next(folder.rglob("history.jsonl"))
    content = history.read_bytes()
    history.write_bytes(content.replace(b"MNT-DR", b"MNT-LT", 1))
    broken = run.invoke(app, ["verify", str(folder)])
    assert broken.exit_code == 1
    assert "history.jsonl" in broken.output
    history.write_bytes(content)
    assert run.invoke(app, ["verify", str(folder)]).exit_code == 0


def test_a_year_is_exported_into_a_folder_of_its_own(
    database: str, filed: CaseFile, tmp_path: Path
) -> None:
    env = {"POSTGRES_DSN": database, "NAMESPACE": ""}
    there = ["archive", "export", "2021", str(tmp_path)]
    assert CliRunner().invoke(app, there, env=env).exit_code == 2
    nothing = ["archive", "export", "2019", str(tmp_path / "out")]
    assert CliRunner().invoke(app, nothing, env=env).exit_code == 1


CODE = "0K11-7ABC-9XYZ"
LOOKED_UP = (
    received(query_key=query_key(CODE)),
    registered(publish="PUBLIC_SUMMARY_OK"),
    ProgressPublished(status="ACCEPTED", audience="PUBLIC_SUMMARY_OK"),
)


@pytest.mark.clause("9.1.3")
@pytest.mark.parametrize("asked", [(CODE,), ("okii 7abc 9xyz",), ("--public",)])
def test_what_was_published_can_be_looked_up_and_nothing_else(
    database: str, asked: tuple[str, ...]
) -> None:
    asyncio.run(_keep(database, LOOKED_UP))
    (shown,) = _asked(database, "query", *asked)
    assert shown == {
        "reg_no": "2021-0-1",
        "kind": "COMPLAINT",
        "received_on": "2021-06-01",
        "status": "ACCEPTED",
        "outcome_code": None,
        "since": shown["since"],
    }


@pytest.mark.clause("9.1.3")
def test_what_was_taken_back_looks_like_a_code_nobody_has(database: str) -> None:
    asyncio.run(_keep(database, (*LOOKED_UP, PublicationRetracted())))
    environment = {"POSTGRES_DSN": database, "NAMESPACE": ""}
    answers = [CliRunner().invoke(app, ["query", code], env=environment) for code in (CODE, "X")]
    assert [answer.exit_code for answer in answers] == [1, 1]
    assert answers[0].output == answers[1].output
    assert _asked(database, "query", "--public") == []


@pytest.mark.clause("9.1.8")
@pytest.mark.parametrize(
    ("as_of", "received", "stands"),
    [
        ((), 1, "CONCLUDED"),
        (("--as-of", "2021-06-05"), 1, "ASSIGNED"),
        (("--as-of", "2021-06-02"), 1, "REGISTERED"),
        (("--as-of", "2021-05-31"), 0, None),
    ],
)
def test_a_report_of_a_past_day_says_what_was_known_then(
    database: str, filed: CaseFile, as_of: tuple[str, ...], received: int, stands: str | None
) -> None:
    told = _asked(database, "report", "annual", "2021", *as_of)
    assert told["received"] == received
    ends = next(table for table in told["tables"] if table["key"] == "ends")
    assert [row["code"] for row in ends["rows"] if row["values"] != [0]] == (
        [stands] if stands else []
    )
    assert _asked(database, "report", "annual", "2021", *as_of) == told


@pytest.mark.clause("9.1.8")
def test_a_report_is_written_as_a_file_to_work_on(
    database: str, filed: CaseFile, tmp_path: Path
) -> None:
    env = {"POSTGRES_DSN": database, "NAMESPACE": ""}
    for form in ("md", "xlsx", "docx"):
        file = tmp_path / f"annual.{form}"
        arguments = ["report", "annual", "2021", "--format", form, "--out", str(file)]
        assert CliRunner().invoke(app, arguments, env=env).exit_code == 0
        assert file.stat().st_size > 0
    for bad in (["annual", "2021-Q1"], ["annual", "21"], ["poem", "2021"], ["report", "2021-13"]):
        assert CliRunner().invoke(app, ["report", *bad], env=env).exit_code == 2
