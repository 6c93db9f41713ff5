"""The reading room of a running gate: first the audit, then the papers; nothing without either."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

from services.chassis.database import connection
from services.chassis.http import served, window
from services.chassis.running import GATE, Part, rooms_of
from services.chassis.settings import ChassisSettings
from services.desk.cli import app
from tests.bench.driver import petition
from tests.integration.stage import BOTH_LANES, SOURCE, schema_of, staged

SECRET = "only-for-this-test"
CLERK = {"principal": "demo-clerk", "role": "PETITION_CLERK", "unit": "XFB"}
OUTSIDER = {"principal": "demo-outsider", "role": "GROUP_MEMBER"}


def asked(port: int, wish: Any, secret: str = SECRET) -> tuple[int, dict[str, Any]]:
    """Status and answer of the room."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/open",
        data=json.dumps(wish).encode(),
        headers={"authorization": f"Bearer {secret}"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.clause("7.b")
async def test_the_look_is_on_the_log_and_in_the_table_before_anything_is_shown(
    settings: ChassisSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATE_READING_SECRET", SECRET)
    async with (
        staged(settings, BOTH_LANES) as stage,
        served(window(stage.here, rooms_of(stage.here)), 0) as port,
    ):
        brought = petition("look", 1, stage.clock.now())
        receipt = await stage.client.submit(SOURCE, brought)
        case_id = receipt.body["case_id"]
        wish = {"case_id": case_id, "actor": CLERK, "purpose": "核对住址"}
        status, answer = await asyncio.to_thread(asked, port, wish)
        assert (status, answer["petition"]["text"]) == (200, brought["text"])
        refusals = [
            await asyncio.to_thread(asked, port, wish, "wrong"),
            await asyncio.to_thread(asked, port, {**wish, "actor": OUTSIDER}),
            await asyncio.to_thread(asked, port, {**wish, "case_id": "none"}),
            await asyncio.to_thread(asked, port, {**wish, "purpose": ""}),
        ]
        assert [status for status, _ in refusals] == [401, 403, 404, 400]
        assert all(set(body) == {"code"} for _, body in refusals)
        await stage.settled()
        told = await history(settings, case_id)
        looks = await in_gate(settings, "SELECT case_id, field_classes FROM looks")
    assert [name for name in told if name in {"personal_data.accessed", "access.denied"}] == [
        "personal_data.accessed",
        "access.denied",
    ]
    assert [row["case_id"] for row in looks] == [case_id]


@pytest.mark.clause("7.b")
async def test_a_paper_is_filled_in_only_for_whom_the_room_lets_in(
    settings: ChassisSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GATE_READING_SECRET", SECRET)
    async with (
        staged(settings, BOTH_LANES) as stage,
        served(window(stage.here, rooms_of(stage.here)), 0) as port,
    ):
        monkeypatch.setenv("READING_ROOM", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("POSTGRES_DSN", settings.postgres_dsn.get_secret_value())
        monkeypatch.setenv("NAMESPACE", settings.namespace)
        brought = petition("paper", 1, stage.clock.now())
        case_id = (await stage.client.submit(SOURCE, brought)).body["case_id"]
        await stage.settled()
        for_clerk, for_nobody = tmp_path / "clerk.docx", tmp_path / "nobody.docx"
        ways = {for_clerk: CLERK, for_nobody: OUTSIDER}
        codes = [
            await asyncio.to_thread(registration_sheet, case_id, actor, file)
            for file, actor in ways.items()
        ]
    assert codes == [0, 1]
    assert brought["petitioner"]["name"] in {
        cell.text
        for table in Document(str(for_clerk)).tables
        for row in table.rows
        for cell in row.cells
    }
    assert not for_nobody.exists()


def registration_sheet(case_id: str, actor: dict[str, str], file: Path) -> int:
    """How `xinfang document` ends for somebody."""
    who = ["--as", actor["principal"], "--role", actor["role"], "--purpose", "打印登记表"]
    asked = ["document", case_id, "registration", "--out", str(file), *who]
    return CliRunner().invoke(app, asked).exit_code


async def history(settings: ChassisSettings, case_id: str) -> list[str]:
    """Names of what the archive has of a case."""
    dsn = settings.postgres_dsn.get_secret_value()
    async with connection(dsn, schema_of(settings, Part("archive"))) as link:
        rows = await link.fetch(
            'SELECT type FROM history WHERE case_id = $1 ORDER BY "offset"', case_id
        )
    return [row["type"] for row in rows]


async def in_gate(settings: ChassisSettings, question: str) -> list[Any]:
    """Rows of the gate's tables."""
    dsn = settings.postgres_dsn.get_secret_value()
    async with connection(dsn, schema_of(settings, Part(GATE))) as link:
        return list(await link.fetch(question))
