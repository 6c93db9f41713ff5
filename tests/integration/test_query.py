"""From the receipt of the submit to what the petitioner may look up, through the whole house."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.query import query_key
from services.chassis.database import connection
from services.chassis.settings import ChassisSettings
from services.desk import store
from services.desk.play.scenario import Submit, read_scenario
from tests.integration.stage import OPEN_ONLY, Stage, staged

SHORT = Path(__file__).parents[1] / "scenarios" / "SYN-01.yaml"


async def looked_up(settings: ChassisSettings, code: str) -> store.Published | None:
    """What `xinfang query` finds under a code."""
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of("open", "archive")
    async with connection(dsn, schema) as link:
        return await store.published_under(link, query_key(code))


async def sent(stage: Stage, source: str, petition: dict[str, Any]) -> str:
    """The code that comes back with the receipt, once everything has been heard."""
    answer = await stage.client.submit(source, petition)
    await stage.settled()
    code = answer.body["query_code"]
    assert isinstance(code, str)
    return code


@pytest.mark.slow
@pytest.mark.clause("9.1.3")
async def test_the_code_of_the_receipt_finds_what_was_published_and_no_code_finds_a_report(
    settings: ChassisSettings,
) -> None:
    story = read_scenario(SHORT)
    submit = story.steps[0].does
    assert isinstance(submit, Submit)
    async with staged(settings, OPEN_ONLY, (), story.steps[0].at, [submit.source]) as stage:
        code = await sent(stage, submit.source, dict(submit.petition))
        found = await looked_up(settings, code)
        assert found is not None
        assert (found.status, found.outcome_code) == ("ACCEPTED", None)
        reported = {**submit.petition, "platform_ref": "R-1", "kind": "REPORT"}
        assert await looked_up(settings, await sent(stage, submit.source, reported)) is None
