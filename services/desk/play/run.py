"""`xinfang play`: each story in a namespace of its own, on real servers, then gone again."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from pydantic import SecretStr

from contracts.ports import Calendar
from contracts.text import plain
from services.chassis.batch import Lane
from services.chassis.client import Client
from services.chassis.clock import StoryClock
from services.chassis.database import connection
from services.chassis.house import House
from services.chassis.kit import configured, open_house
from services.chassis.namespace import drop_namespace, new_namespace
from services.chassis.running import Running, all_parts, prepare, running
from services.chassis.security import KEY_BYTES
from services.chassis.settings import ChassisSettings
from services.desk import store
from services.desk.play.player import Played, Player
from services.desk.play.scenario import Scenario
from services.desk.play.verdict import CaseSeen, Difference, compare

LANES: tuple[Lane, ...] = ("open", "restricted")
STORY_PARTITIONS = 1
STORY_SESSION_MILLISECONDS = 6_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a story came out."""

    scenario: Scenario
    differences: Sequence[Difference]
    events: Sequence[Mapping[str, object]]
    """Of all cases, as the archive has them."""

    @property
    def passed(self) -> bool:
        """Everything that was expected came true."""
        return not self.differences


async def play_scenario(
    scenario: Scenario, settings: ChassisSettings, calendar: Calendar | None = None
) -> Verdict:
    """Play one story from an empty house and compare; with another calendar where one is given."""
    clock = StoryClock(scenario.starts_at)
    opened = open_house(story_settings(settings, "p"), clock, process="play")
    house = configured(opened, scenario.config)
    if calendar is not None:
        house = replace(house, basis=replace(house.basis, calendar=calendar))
    try:
        async with story_house(house, sorted(scenario.sources)) as (here, client):
            played = await Player(here, client, clock).play(scenario)
            seen, events = await look(house, played)
        differences = compare(scenario, played, seen, name_key(house))
        return Verdict(scenario, differences, events)
    finally:
        house.close()
        await drop_namespace(house.settings)


def story_settings(settings: ChassisSettings, letter: str) -> ChassisSettings:
    """The settings of a private namespace with keys of its own."""
    return settings.model_copy(
        update={
            "namespace": new_namespace(letter),
            "partitions": STORY_PARTITIONS,
            "session_timeout_milliseconds": STORY_SESSION_MILLISECONDS,
            "linger_milliseconds": 0,
            "vault_key_open": new_key(),
            "vault_key_restricted": new_key(),
        }
    )


@asynccontextmanager
async def story_house(
    house: House,
    sources: Sequence[str],
) -> AsyncIterator[tuple[Running, Client]]:
    """All services of both lanes in this process, and a client that speaks to them."""
    parts = all_parts(LANES)
    await prepare(house, parts, sources)
    async with running(house, parts, sources) as here, Client(house.settings, sources) as client:
        yield here, client


async def look(
    house: House,
    played: Played,
) -> tuple[dict[str, CaseSeen], list[Mapping[str, object]]]:
    """What the archives of both lanes hold of the story's petitions."""
    settings = house.settings
    seen: dict[str, CaseSeen] = {}
    events: list[Mapping[str, object]] = []
    before = await _before(house, played)
    for lane in LANES:
        schema = settings.schema_of(lane, "archive")
        async with connection(settings.postgres_dsn.get_secret_value(), schema) as link:
            cases: dict[str, CaseSeen] = {}
            for petition in played.petitions.values():
                if petition.lane != lane:
                    continue
                if petition.case_id not in cases:
                    view, timeline = await store.whole_case(link, petition.case_id)
                    told = [*before.get(petition.case_id, ()), *timeline]
                    cases[petition.case_id] = CaseSeen(view, [str(e["type"]) for e in told])
                    events += told
                seen[petition.name] = cases[petition.case_id]
    return seen, events


async def _before(house: House, played: Played) -> dict[str, list[store.Happened]]:
    """What happened in the open lane to cases that went over to the other one."""
    settings = house.settings
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of("open", "archive")
    moved = [petition for petition in played.petitions.values() if petition.former]
    if not moved:
        return {}
    async with connection(dsn, schema) as link:
        return {p.case_id: await store.timeline(link, str(p.former)) for p in moved}


def new_key() -> SecretStr:
    """A master key for a lane of a house that begins now."""
    return SecretStr(base64.b64encode(os.urandom(KEY_BYTES)).decode())


def name_key(house: House) -> Callable[[Lane, str], str]:
    """Under which keyed hash a house knows a name, lane by lane."""
    assert house.keys is not None
    keys = house.keys
    return lambda lane, name: keys.of(lane).hashed("name", plain(name))
