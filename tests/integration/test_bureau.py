"""What is in force in the whole bureau reaches every partition once, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from contracts.events.deadlines import DeadlineRederived
from contracts.events.gate import CalendarPublished
from contracts.events.routing import AssignmentReassigned
from contracts.topics import CASES
from services.chassis.batch import Lane
from services.chassis.client import Client, NoAnswer
from services.chassis.running import GATE, Part
from services.chassis.settings import ChassisSettings
from services.desk.play.player import Player
from services.desk.play.scenario import read_scenario
from tests.integration.invariants import history, rebuilt_otherwise
from tests.integration.lifecycles import Desk
from tests.integration.stage import BOTH_LANES, STARTS_AT, WAIT_SECONDS_MAX, messages_on, staged
from tests.integration.test_kills import POINTS
from tests.integration.victims import Plan, victim

FIRST_YEAR = 2027
"""The first one that is not published yet."""
DOOR = Part(GATE)
SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.mark.slow
async def test_a_gate_killed_at_every_point_tells_every_partition_once(
    settings: ChassisSettings,
) -> None:
    answers: list[asyncio.Task[str]] = []
    async with staged(settings, BOTH_LANES, [DOOR]) as stage, asyncio.TaskGroup() as tasks:
        for number, (point, passes) in enumerate(POINTS.items()):
            async with victim(settings, DOOR, Plan(point, passes)) as killed:
                told = publish(stage.client, FIRST_YEAR + number)
                answers.append(tasks.create_task(told))
                await killed.died()
        async with victim(settings, DOOR):
            await asyncio.gather(*answers)
    assert [answer.result() for answer in answers] == [""] * len(POINTS)
    async with staged(settings, BOTH_LANES) as stage:
        cases = [await Desk(stage.client, stage.clock).submit(number) for number in range(4)]
        assert stage.here.ticker is not None
        for lane in BOTH_LANES:
            await stage.here.ticker.tick(lane, STARTS_AT)
        await stage.settled()
    assert cases
    for lane in BOTH_LANES:
        for numbers in (await published(settings, lane)).values():
            once = list(dict.fromkeys(numbers))
            assert once == list(range(1, len(POINTS) + 1)), lane
    for service in ("intake", "deadlines"):
        assert await rebuilt_otherwise(settings, Part(service)) == []


async def publish(client: Client, year: int) -> str:
    """Publish a year without holidays, again where nobody was there; the code of the answer."""
    command = {
        "command_id": f"calendar-{year}",
        "type": "publish_calendar",
        "issued_at": STARTS_AT.isoformat(),
        "actor": {"principal": "demo-office", "role": "PETITION_OFFICE_DIRECTOR"},
        "year": year,
        "days": {},
    }
    while True:
        try:
            answer = await client.command("open", command)
        except NoAnswer:
            continue
        return str(answer.body["code"])


async def published(settings: ChassisSettings, lane: Lane) -> dict[int, list[int]]:
    """The numbers of the calendars on the log of a lane, per partition."""
    found: dict[int, list[int]] = {partition: [] for partition in range(settings.partitions)}
    for message in await messages_on(settings, settings.topic(lane, CASES)):
        headers = dict(message.headers)
        if headers["ce_type"].decode() == CalendarPublished.name:
            event = CalendarPublished.model_validate_json(message.value)
            found[message.partition].append(event.seq)
    return found


@pytest.mark.slow
async def test_what_followed_from_it_is_rebuilt_row_by_row(settings: ChassisSettings) -> None:
    told = [read_scenario(SCENARIOS / f"FORCE-0{number}.yaml") for number in (2, 3)]
    sources = sorted({source for story in told for source in story.sources})
    async with staged(settings, BOTH_LANES, (), told[0].starts_at, sources) as stage:
        for story in told:
            async with asyncio.timeout(WAIT_SECONDS_MAX):
                played = await Player(stage.here, stage.client, stage.clock).play(story)
            assert played.faults == []
        await stage.settled()
    happened = {event.type for event in await history(settings, "open")}
    assert {DeadlineRederived.name, AssignmentReassigned.name} <= happened
    for service in ("routing", "deadlines", "handling", "archive"):
        assert await rebuilt_otherwise(settings, Part(service)) == []
