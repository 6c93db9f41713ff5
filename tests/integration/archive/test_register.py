"""A report drawn up from the log is on record by its hash, and can be drawn up again."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.running import Part
from services.chassis.settings import ChassisSettings
from tests.integration.invariants import rebuilt_otherwise
from tests.integration.lifecycles import Desk
from tests.integration.stage import OPEN_ONLY, STARTS_AT, staged

OFFICE = {"principal": "demo-office", "role": "PETITION_OFFICE_DIRECTOR"}


def command(type_: str, actor: dict[str, str], **fields: Any) -> dict[str, Any]:
    """A command that names no case."""
    about = {"command_id": f"{type_}-1", "issued_at": STARTS_AT.isoformat()}
    return {**about, "type": type_, "actor": actor, **fields}


@pytest.mark.slow
@pytest.mark.clause("9.1.8")
async def test_the_bureaus_own_papers_have_a_register(settings: ChassisSettings) -> None:
    drafting = command("draft_annual_report", OFFICE, year=STARTS_AT.year, sha256="a" * 64)
    clerk = {**OFFICE, "role": "PETITION_CLERK"}
    async with staged(settings, OPEN_ONLY) as stage:
        await Desk(stage.client, stage.clock).submit(1)
        answers = [
            await stage.client.command("open", order)
            for order in (
                command("submit_annual_report", clerk, year=STARTS_AT.year),
                drafting,
                drafting,
                {**drafting, "command_id": "2", "type": "submit_annual_report", "edits": "x"}
                | {"sha256": None},
            )
        ]
        await stage.settled()
    codes = [answer.body["code"] for answer in answers]
    assert codes == ["ROLE_NOT_ALLOWED", "", "", "INVALID"]
    assert await rebuilt_otherwise(settings, Part("archive")) == []
