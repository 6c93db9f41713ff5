"""Reads the catalogues from their files, once, and refuses what does not hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

import contracts.catalogue
from contracts.catalogue import (
    BRIGADE_OF_DISTRICT,
    Catalogue,
    Clause,
    District,
    ExternalBody,
    InternalTarget,
    Limit,
    Topic,
    Unit,
)
from contracts.catalogue.channels import ChannelRow
from contracts.catalogue.readings import Setting, Understanding
from contracts.envelope import UnitCode
from services.chassis.plain_yaml import load_yaml

CATALOGUE_FOLDER = Path(contracts.catalogue.__file__).parent

T = TypeVar("T")

_UNIT_WORDS: Mapping[str, str] = {
    "CALENDAR": "calendar days",
    "WORKING": "working days",
    "OFFICE_HOURS": "office hours",
    "HOURS": "hours",
    "MINUTES": "minutes",
    "PERCENT": "percent",
    "YEARS": "years",
}


class CatalogueRejected(Exception):
    """The catalogues contradict themselves; the service must not start on them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@cache
def load_catalogue(folder: Path = CATALOGUE_FOLDER) -> Catalogue:
    """The catalogues of a folder; raises `CatalogueRejected`."""
    units, topics = load_yaml(folder / "units.yaml"), load_yaml(folder / "topics.yaml")
    districts, table = load_yaml(folder / "districts.yaml"), load_yaml(folder / "limits.yaml")
    limits = _rows(Limit, table["limits"])
    settings = _rows(Setting, table["settings"])
    channels, ways = table["channel_sla"], load_yaml(folder / "channels.yaml")["channels"]
    understood = _rows(Understanding, table["understandings"])
    words = _procedure_clauses(load_yaml(folder / "procedure.yaml")["clauses"])
    catalogue = Catalogue(
        units={unit.code: unit for unit in _rows(Unit, units["units"], "conf")},
        external_bodies={b.code: b for b in _rows(ExternalBody, units["external_bodies"])},
        topics={t.code: t for t in _rows(Topic, [_whole_topic(r) for r in topics["topics"]])},
        districts={d.code: d for d in _rows(District, districts["districts"])},
        fallback_brigade=UnitCode(districts["fallback_brigade"]),
        clauses=words
        | _limit_clauses(limits)
        | _understanding_clauses(understood, words)
        | _reading_clauses(settings, words),
        limits={limit.key: limit for limit in limits},
        channel_rows={row.code: row for row in _rows(ChannelRow, ways)},
        channel_sla={name: int(row["working_days"]) for name, row in channels.items()},
        channels_published=frozenset(n for n, row in channels.items() if not row["assumed"]),
        internal_sla={k: InternalTarget(**row) for k, row in table["internal_sla"].items()},
        settings={setting.key: setting for setting in settings},
        procedure_zh=(folder / "procedure.zh.txt").read_text("utf-8"),
    )
    if problems := list(_contradictions(catalogue)):
        raise CatalogueRejected(problems)
    return catalogue


def _rows(kind: type[T], rows: list[dict[str, Any]], *left_out: str) -> tuple[T, ...]:
    """Rows of a file as values of `kind`, types checked."""
    kept = [{k: v for k, v in row.items() if k not in left_out} for row in rows]
    try:
        return tuple(TypeAdapter(tuple[kind, ...]).validate_python(kept))  # type: ignore[valid-type]
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise CatalogueRejected([f"{kind.__name__} row {place}: {fault['msg']}."]) from None


def _whole_topic(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"external_hint": [], "competent_body": None, **row}


def _procedure_clauses(rows: Mapping[str, Mapping[str, str]]) -> dict[str, Clause]:
    return {i: Clause(i, row["label"], row["text"], row["gist"]) for i, row in rows.items()}


def _limit_clauses(limits: tuple[Limit, ...]) -> dict[str, Clause]:
    return {row.id: Clause(row.id, f"时限 {row.id}", row.zh, _limit_gist(row)) for row in limits}


def _limit_gist(row: Limit) -> str:
    if row.unit == "AS_ORDERED":
        return f"{row.key}: as ordered, from {row.start}."
    return f"{row.key}: {row.limit} {_UNIT_WORDS[row.unit]} from {row.start}."


def _reading_clauses(
    settings: tuple[Setting, ...], words: Mapping[str, Clause]
) -> dict[str, Clause]:
    """A reading quotes the words it reads and says what was chosen."""
    found: dict[str, Clause] = {}
    for row in settings:
        base = words.get(row.clause, Clause(row.clause, "", "", ""))
        chosen = f"{row.key} = {row.default}"
        earlier = found.get(row.id)
        gist = f"{earlier.gist_en}; {chosen}" if earlier else f"Reading of {row.clause}: {chosen}"
        found[row.id] = Clause(row.id, f"口径 {row.id}（{base.label_zh}）", base.text_zh, gist)
    return found


def _understanding_clauses(
    rows: tuple[Understanding, ...], words: Mapping[str, Clause]
) -> dict[str, Clause]:
    return {
        row.id: Clause(row.id, f"口径 {row.id}", words[row.clause].text_zh, row.gist)
        for row in rows
    }


def _contradictions(catalogue: Catalogue) -> Iterator[str]:
    """What is named but does not exist, and what is quoted but not in the procedure."""
    units = catalogue.units
    yield from (
        f"Unit {u.code}: its parent {u.parent} is no unit."
        for u in units.values()
        if u.parent is not None and u.parent not in units
    )
    yield from (
        f"District {d.code}: its brigade {d.brigade} is no unit."
        for d in catalogue.districts.values()
        if d.brigade is not None and d.brigade not in units
    )
    for topic in catalogue.topics.values():
        yield from _topic_faults(topic, catalogue)
    cited = [(row.id, row.clause) for row in catalogue.limits.values()]
    cited += [(row.id, row.clause) for row in catalogue.settings.values()]
    yield from (
        f"{row_id}: the clause {clause} does not exist."
        for row_id, clause in cited
        if clause not in catalogue.clauses
    )
    yield from (
        f"Clause {c.id}: its quotation is not in the procedure."
        for c in catalogue.clauses.values()
        if not c.id.startswith(("B-", "E")) and c.text_zh not in catalogue.procedure_zh
    )


def _topic_faults(topic: Topic, catalogue: Catalogue) -> Iterator[str]:
    if (topic.owner is None) == topic.in_scope:
        yield f"Topic {topic.code}: in scope and owned, or neither."
    for code in (*topic.co_hint, *((topic.owner,) if topic.owner else ())):
        if code != BRIGADE_OF_DISTRICT and UnitCode(code) not in catalogue.units:
            yield f"Topic {topic.code}: {code} is no unit."
    for code in (*topic.external_hint, *((topic.competent_body,) if topic.competent_body else ())):
        if code not in catalogue.external_bodies:
            yield f"Topic {topic.code}: {code} is no outside body."
