"""The demo's story: written in days from today, told so that it always ends now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

from contracts.ports import Calendar
from contracts.zone import BUREAU_ZONE, bureau_day
from services.chassis.plain_yaml import load_yaml
from services.desk.play.scenario import Issue, Scenario, Step, Submit

STORY_FILE = Path(__file__).with_name("story.yaml")
OPENING = timedelta(minutes=30)
"""The clock starts this long before the first petition arrives."""

GRACE_RULE, GRACE_CLAUSE = "E10", "12.T7"
RELATIVE_DAY, RELATIVE_MOMENT = {"day"}, {"day", "at"}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a petition of the story."""

    name: str
    reference: str
    zh: str
    en: str
    dead_letter: str | None
    """The code it is refused with, where it becomes no case."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its dates, and a sentence for each of its petitions."""

    scenario: Scenario
    petitions: tuple[Told, ...]


def tell(now: datetime, calendar: Calendar, path: Path = STORY_FILE) -> Story:
    """The story as it ends at `now`; whatever it has planned for later today happens now."""
    document = load_yaml(path)
    teller = _Teller(now.astimezone(BUREAU_ZONE), document["people"])
    petitions = document["petitions"]
    steps = sorted((s for p in petitions for s in teller.steps(p)), key=attrgetter("at"))
    scenario = Scenario(
        id=document["id"],
        title=document["title"],
        starts_at=steps[0].at - OPENING,
        config={},
        background=(),
        steps=(*steps, Step(teller.now, None)),
        expected={p["name"]: teller.expected(p, calendar) for p in petitions if "expected" in p},
        whole={"cases": sum("expected" in p for p in petitions)},
    )
    return Story(scenario, tuple(_told(petition) for petition in petitions))


def _told(petition: Mapping[str, Any]) -> Told:
    return Told(
        name=petition["name"],
        reference=petition["petition"]["platform_ref"],
        zh=petition["says"]["zh"],
        en=petition["says"]["en"],
        dead_letter=petition.get("dead_letter"),
    )


class _Teller:
    """Puts dates in the place of days from today."""

    def __init__(self, now: datetime, people: Mapping[str, Mapping[str, Any]]) -> None:
        self.now = now
        self._today = bureau_day(now)
        self._people = people

    def steps(self, petition: Mapping[str, Any]) -> Iterator[Step]:
        """The arrival of a petition and what people do about it."""
        arrives, name = petition["arrives"], petition["name"]
        submit = Submit(
            arrives["source"],
            self._dated(petition["petition"]),
            name,
            petition.get("dead_letter"),
        )
        yield Step(self._moment(arrives), submit)
        for step in petition.get("steps", ()):
            yield Step(self._moment(step), self._issue(name, step))

    def expected(self, petition: Mapping[str, Any], calendar: Calendar) -> Mapping[str, Any]:
        """What must come out, as far as the calendar can count."""
        expected: Mapping[str, Any] = petition["expected"]
        beyond = petition.get("expected_past_horizon")
        if beyond is None or self._countable(beyond, calendar):
            return expected
        return {**expected, **beyond["expected"]}

    def _countable(self, beyond: Mapping[str, Any], calendar: Calendar) -> bool:
        start = self._day(beyond["counted_from"])
        due, _ = calendar.derive(start, 0, "CALENDAR", GRACE_RULE, GRACE_CLAUSE)
        assert due is not None, "calendar days are counted past the horizon too"
        working_days = beyond["working_days"]
        grace_ends, _ = calendar.derive(due, working_days, "WORKING", GRACE_RULE, GRACE_CLAUSE)
        return grace_ends is not None

    def _issue(self, name: str, step: Mapping[str, Any]) -> Issue:
        fields = {k: v for k, v in step.items() if k not in {"day", "at", "actor", "type"}}
        return Issue(
            type=step["type"],
            case=name,
            actor=self._people[step["actor"]],
            fields=self._dated(fields),
            command_id=None,
        )

    def _dated(self, value: Any) -> Any:
        """The value with every `{day: …}` in it as a date, every `{day: …, at: …}` as a moment."""
        if isinstance(value, list):
            return [self._dated(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == RELATIVE_DAY:
            return self._day(value).isoformat()
        if value.keys() == RELATIVE_MOMENT:
            return self._moment(value).isoformat()
        return {key: self._dated(one) for key, one in value.items()}

    def _day(self, value: Mapping[str, Any]) -> date:
        return self._today + timedelta(days=value["day"])

    def _moment(self, value: Mapping[str, Any]) -> datetime:
        clock = time.fromisoformat(value["at"])
        return min(datetime.combine(self._day(value), clock, BUREAU_ZONE), self.now)
