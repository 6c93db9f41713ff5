"""Stories made from stories by relations that must not change how they come out.

Each relation says what it needs of a story; where that is missing, it makes no variant of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from contracts.topics import SOURCES
from services.chassis.calendar import WorkingCalendar, load_calendar
from services.chassis.catalogue import load_catalogue
from services.chassis.plain_yaml import load_yaml

Document = dict[str, Any]

STORIES = Path(__file__).parents[1] / "scenarios"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
WEEKS = (-3, 8, 53)
"""Whole weeks, so that Sundays stay Sundays; holidays move along."""
DISTRICTS = ("XY", "LX", "KF", "BL")
"""Districts with a brigade of their own, in a ring."""
SAME_TARGET = (
    {"FIVE_TYPE_PROV": "FIVE_TYPE_CITY", "FIVE_TYPE_CITY": "FIVE_TYPE_PROV"},
    {"VOICE_PROV": "VOICE_CITY", "VOICE_CITY": "VOICE_PROV"},
    {"LETTER": "SMS"},
)
"""Channels that differ in name only: same target, same way back."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A story made from another one."""

    name: str
    document: Document
    calendar: WorkingCalendar


def all_variants() -> list[Variant]:
    """Every variant of every story of the project."""
    return [
        Variant(f"{path.stem}-{name}", document, calendar)
        for path in sorted(STORIES.glob("*.yaml"))
        for name, document, calendar in _variants(load_yaml(path))
    ]


def _variants(story: Document) -> Iterator[tuple[str, Document, WorkingCalendar]]:
    calendar = load_calendar()
    for weeks in () if _publishes_a_year(story) else WEEKS:
        days = timedelta(weeks=weeks)
        yield f"{weeks:+}-weeks", shifted(story, days), shifted_calendar(calendar, days)
    for relation in RELATIONS:
        made = relation(story)
        if made is not None:
            yield relation.__name__.replace("_", "-"), made, calendar


def shifted(story: Document, by: timedelta) -> Document:
    """Every date later by so many days, those of the law and of the procedure too."""
    moved: Document = _each_text(story, lambda text: _shifted_text(text, by))
    settings = load_catalogue().settings
    dated = ("legal_regime.switch_date", "procedure.effective_from")
    config = {key: _shifted_text(str(settings[key].default), by) for key in dated}
    return {**moved, "config": {**config, **(moved.get("config") or {})}}


def shifted_calendar(calendar: WorkingCalendar, by: timedelta) -> WorkingCalendar:
    """The same holidays and make-up days, so many days later."""
    working = tuple(day + by for day in calendar.working)
    return WorkingCalendar(
        calendar.first + by, calendar.last + by, working, calendar.weekend, calendar.office_hours
    )


def next_district(story: Document) -> Document | None:
    """The matter lies in the next district, the work goes to its brigade."""
    return _in_district(story, 1)


def district_after_next(story: Document) -> Document | None:
    """The same, one district further."""
    return _in_district(story, 2)


def other_channel(story: Document) -> Document | None:
    """It came by another channel with the same target and the same way back."""
    used = {petition["channel"] for petition in _petitions(story)}
    found = [pair for pair in SAME_TARGET if used & set(pair)]
    if not found or used - set(found[0]):
        return None
    return _with_channels(story, found[0])


def other_names(story: Document) -> Document:
    """Petitioners and numbers are called otherwise; the same people stay the same."""
    made = deepcopy(story)
    for petition in _petitions(made):
        petition["platform_ref"] = f"Z-{petition['platform_ref']}"
        petitioner = petition.get("petitioner") or {}
        if petitioner.get("name"):
            petitioner["name"] = "、".join(f"{name}氏" for name in petitioner["name"].split("、"))
    return made


def everything_twice(story: Document) -> Document:
    """A source publishes each petition twice; the second time it only gets its receipt again."""
    made = deepcopy(story)
    for part in ("background", "steps"):
        made[part] = [again for step in made.get(part) or () for again in _twice(step)]
    return made


def with_a_stranger(story: Document) -> Document:
    """Somebody else petitions about something else before all this."""
    made = deepcopy(story)
    stranger = {
        "platform_ref": "stranger-1",
        "channel": "LETTER",
        "received_at": made["starts_at"],
        "kind": "COMPLAINT",
        "title": "井盖松动（虚构）",
        "text": "滨江路（虚构）井盖松动。",
        "petitioner": {"named": True, "type": "PERSON", "name": "路人（虚构）", "phone": "0"},
        "persons": 1,
        "matter": {"topics": ["PAVEMENT_DAMAGE"], "district": "KF", "place": "滨江路（虚构）"},
    }
    step = {
        "at": made["starts_at"],
        "submit": {"source": "bureau-desk", "as": "stranger", "petition": stranger},
    }
    made["background"] = [step, *(made.get("background") or ())]
    for count in ("counts", "cases"):
        made.get("expected", {}).pop(count, None)
    return made


def topics_in_reverse(story: Document) -> Document | None:
    """The order in which a petition names its topics says nothing."""
    made = deepcopy(story)
    several = False
    for petition in _petitions(made):
        topics = (petition.get("matter") or {}).get("topics") or []
        several |= len(topics) > 1
        topics.reverse()
    return made if several else None


RELATIONS: tuple[Callable[[Document], Document | None], ...] = (
    next_district,
    district_after_next,
    other_channel,
    other_names,
    everything_twice,
    with_a_stranger,
    topics_in_reverse,
)


def _publishes_a_year(story: Document) -> bool:
    """A year begins on its first of January, however far a story is moved."""
    commands = [step.get("command") or {} for step in story["steps"]]
    return any(command.get("type") == "publish_calendar" for command in commands)


def _in_district(story: Document, steps: int) -> Document | None:
    matters = [petition.get("matter") or {} for petition in _petitions(story)]
    if not any(matter.get("district") in DISTRICTS for matter in matters):
        return None
    if any(not matter.get("topics") or not matter.get("district") for matter in matters):
        return None  # what the text suggests names its own district
    ring = {code: DISTRICTS[(i + steps) % len(DISTRICTS)] for i, code in enumerate(DISTRICTS)}
    ring |= {f"BRG-{old}": f"BRG-{new}" for old, new in ring.items()}
    ring |= {old.lower(): new.lower() for old, new in ring.items()}
    ring |= {f"unit-{old}": f"unit-{new}" for old, new in ring.items()}
    made: Document = _each_text(story, lambda text: ring.get(text, text))
    return made


def _with_channels(story: Document, channels: Mapping[str, str]) -> Document:
    made = deepcopy(story)
    source_of = {next(iter(brings)): name for name, brings in SOURCES.items() if len(brings) == 1}
    for submit in _submits(made):
        old = submit["petition"]["channel"]
        new = channels.get(old, old)
        submit["petition"]["channel"] = new
        submit["source"] = source_of.get(new, submit["source"])
    return made


def _twice(step: Document) -> Iterator[Document]:
    yield step
    if "submit" in step and "expect_dead_letter" not in step:
        yield deepcopy(step)


def _submits(story: Document) -> Iterator[Document]:
    for part in ("background", "steps"):
        for step in story.get(part) or ():
            if "submit" in step:
                yield step["submit"]


def _petitions(story: Document) -> Iterator[Document]:
    return (submit["petition"] for submit in _submits(story))


def _shifted_text(text: str, by: timedelta) -> str:
    if DAY.fullmatch(text):
        return (date.fromisoformat(text) + by).isoformat()
    if MOMENT.fullmatch(text):
        return (datetime.fromisoformat(text) + by).isoformat()
    return text


def _each_text(node: Any, change: Callable[[str], str]) -> Any:
    match node:
        case str():
            return change(node)
        case list():
            return [_each_text(item, change) for item in node]
        case dict():
            return {key: _each_text(item, change) for key, item in node.items()}
        case _:
            return node
