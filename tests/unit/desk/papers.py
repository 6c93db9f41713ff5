"""Cases for the tests of papers: a story played in memory, read as the desk reads a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson

from contracts.zone import BUREAU_ZONE
from services.chassis.catalogue import load_catalogue
from services.chassis.clock import StoryClock
from services.chassis.codec import header
from services.chassis.kit import configured
from services.desk.decisions.papers import Record
from services.desk.play.scenario import read_scenario
from tests.simulation.memory_house import memory_house
from tests.simulation.memory_story import Teller

STORIES = Path(__file__).parents[2] / "scenarios"


@cache
def record_of(story: str, petition: str | None = None) -> Record:
    """A case of a story at its end: the only one, or the one of this name."""
    scenario = read_scenario(STORIES / f"{story}.yaml")
    clock = StoryClock(scenario.starts_at)
    teller = Teller(configured(memory_house(clock), scenario.config), clock)
    played = teller.tell(scenario)
    name = petition if petition is not None else next(iter(played.petitions))
    case = played.petitions[name]
    timeline = []
    for (lane, _), log in teller.log.logs.items():
        for record in log:
            if lane == case.lane and record.key == case.case_id.encode():
                body = orjson.loads(record.value or b"{}")
                at = datetime.fromisoformat(body["occurred_at"]).astimezone(BUREAU_ZONE)
                timeline.append(
                    {
                        "type": header(record, "ce_type"),
                        "at": at.isoformat(),
                        "caused_by": body["caused_by"],
                        "body": body,
                    }
                )
    return Record(case.case_id, teller.seen()[name].view, timeline, load_catalogue())


def record_until(story: str, event: str, petition: str | None = None) -> Record:
    """The case as it stood right after its first event of this name."""
    whole = record_of(story, petition)
    types = [one["type"] for one in whole.timeline]
    return replace(whole, timeline=whole.timeline[: types.index(event) + 1])
