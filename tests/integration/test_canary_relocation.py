"""A case that becomes a report later: from then on nothing new of it is on the open side."""

from __future__ import annotations

import pytest

from contracts.topics import CASES, COMMANDS, submitted_topic
from services.chassis.running import GATE, Part
from services.chassis.settings import ChassisSettings
from tests.bench.driver import lifecycle, petition
from tests.integration.canaries import (
    canary,
    leaks,
    words,
)
from tests.integration.listening import (
    INVESTIGATED,
    day_of,
    heard,
    hour_ago,
    in_tables,
    on_topics,
    opened,
    parts_of,
    written,
)
from tests.integration.stage import (
    SOURCE,
    topics_of,
)

ACCUSED_UNIT = "BRG-KF"
"""A unit that has nothing to do with the case before."""
ACCUSED = {
    "type": "reclassify",
    "actor": {"principal": "demo-clerk", "role": "PETITION_CLERK", "unit": "XFB"},
    "kind": "REPORT",
    "reported": {
        "units": [ACCUSED_UNIT],
        "persons": [{"name": canary("reported"), "unit": ACCUSED_UNIT, "rank": "STAFF"}],
        "allegation": "VIOLATION",
    },
    "reason": canary("command"),
}


@pytest.mark.slow
@pytest.mark.clause("7.d")
async def test_from_the_moment_it_becomes_a_report_nothing_new_of_a_case_is_on_the_open_side(
    settings: ChassisSettings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    inbound = {
        settings.topic("open", submitted_topic(SOURCE)),
        settings.topic("open", COMMANDS),
    }
    async with heard(settings) as at:
        _, ordinary = await at.submit(petition("turns", 1, hour_ago(at)))
        await at.stage.settled()
        for step in lifecycle(day_of(at))[:2]:
            await at.order("open", ordinary, step)
        answer = await at.order("open", ordinary, ACCUSED)
        went_to = answer["case_id"]
        assert went_to != ordinary
        await at.carry("restricted", went_to, [INVESTIGATED], canaries=True)
        open_side = [part for part in parts_of("open") if part != Part(GATE)]
        names = [n for n in await topics_of(settings) if ".restricted." not in n]
        elsewhere = [name for name in names if name not in inbound]
        found = [*await on_topics(settings, elsewhere), *await in_tables(settings, open_side)]
        beyond = await on_topics(settings, [settings.topic("restricted", CASES)])
        sealed = await opened(settings)
    found += [*at.overheard("open"), *written(caplog, capfd)]
    assert leaks(found, [*words(), went_to, ACCUSED_UNIT, "reclassify"]) == []
    # The same search finds what is there: its past on this side, all else beyond.
    assert leaks(found, [ordinary]) != []
    seen = {hit.partition(": ")[2] for hit in leaks(beyond, [went_to, ACCUSED_UNIT])}
    assert seen == {went_to, ACCUSED_UNIT}
    assert leaks(sealed, [canary("reported")]) != []
