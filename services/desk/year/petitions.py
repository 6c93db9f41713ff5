"""Synthetic petitions, each made of its number and the seed; no person, place or event is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from contracts.catalogue import Catalogue, Topic
from services.desk.year import shares
from services.desk.year.arrivals import Moment, received_at
from services.desk.year.extras import extras
from services.desk.year.lot import Lot

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN_NAMES = "青柏清岚若溪知远望舒听松怀瑾云帆静姝致远采薇"
ROADS = ("白露路", "霜降巷", "谷雨街", "惊蛰路", "清和里", "芒种路", "小满巷", "立秋街", "雨水里")
SYNTHETIC = "（虚构）"
ROOTS_MAX = 8
"""The longest chain of petitions about the same."""
DUPLICATE_DAYS_MAX = 12
REPEAT_DAYS = (60, 170)
BAD_CODES = ("INVALID_SCHEMA", "UNKNOWN_CHANNEL", "SOURCE_MISMATCH", "FORBIDDEN_FIELD")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is published for one number."""

    number: int
    source: str
    platform_ref: str
    value: bytes
    dead_letter: str | None
    """The code it must be refused with, where it must not become a case."""
    channel: str


@dataclass(frozen=True, slots=True)
class Generator:
    """Makes any petition of a year from its number."""

    lot: Lot
    catalogue: Catalogue
    unit_sources: Sequence[str]
    per_day: float
    """Petitions on an average day: how far back an earlier petition of the same person lies."""

    def arrival(self, number: int, moment: Moment) -> Arrival:
        """The petition of this number."""
        lot = self.lot
        source = self._source(number, moment)
        channel = self._channel(source, number)
        body = self._body(number, channel, received_at(lot, number, moment))
        dead_letter = None
        if lot.chance(shares.BAD_INPUT, number, "bad"):
            dead_letter = lot.pick(BAD_CODES, number, "fault")
            _spoil(body, dead_letter, source)
        reference = body["platform_ref"]
        return Arrival(number, source, reference, orjson.dumps(body), dead_letter, channel)

    def is_named(self, platform_ref: str) -> bool:
        """Whether the petitioner of this petition has given a name."""
        number = platform_ref.rpartition("-")[2]
        return number.isdigit() and self._is_named(self.root(int(number)))

    def _is_named(self, root: int) -> bool:
        return self.lot.chance(shares.NAMED, root, "named")

    def root(self, number: int) -> int:
        """The first petition of the same person about the same matter; mostly itself."""
        for _ in range(ROOTS_MAX):
            back = self._back(number)
            if back is None or back > number:
                return number
            number -= back
        return number

    def _back(self, number: int) -> int | None:
        drawn = self.lot.number(number, "again")
        if drawn < shares.DUPLICATE:
            return 1 + int(self.lot.number(number, "days") * DUPLICATE_DAYS_MAX * self.per_day)
        if drawn < shares.DUPLICATE + shares.REPEAT:
            return 1 + int(self.lot.whole(*REPEAT_DAYS, number, "days") * self.per_day)
        return None

    def _source(self, number: int, moment: Moment) -> str:
        weights = shares.SOURCES
        if not moment.works:
            weights = {k: w for k, w in weights.items() if k in shares.OPEN_ON_REST_DAYS}
        source = self.lot.weighted(weights, number, "source")
        return self.lot.pick(self.unit_sources, number, "unit") if source == "unit" else source

    def _channel(self, source: str, number: int) -> str:
        if source == "bureau-desk":
            return self.lot.weighted(shares.DESK_CHANNELS, number, "channel")
        if source in self.unit_sources:
            return self.lot.weighted(shares.UNIT_CHANNELS, number, "channel")
        return source.replace("-", "_").upper()

    def _body(self, number: int, channel: str, at: datetime) -> dict[str, Any]:
        lot, root = self.lot, self.root(number)
        topics = self._topics(root)
        shown = topics
        if lot.chance(shares.NO_TOPICS, root, "without topics"):
            shown = []
        body: dict[str, Any] = {
            "platform_ref": f"Y{lot.seed}-{number:06d}",
            "channel": channel,
            "received_at": at.isoformat(),
            "title": f"反映{topics[0].zh}{SYNTHETIC}"[:200],
            "text": self._text(root, topics, clear=bool(shown) or lot.chance(0.5, root, "clear")),
            "petitioner": self._petitioner(root),
            "consent_public_summary": lot.chance(shares.PUBLIC_SUMMARY, root, "public"),
            "persons": 1,
            "matter": {
                "topics": [topic.code for topic in shown],
                "district": lot.weighted(shares.DISTRICTS, root, "district"),
                "place": self._place(root),
            },
        }
        kind = lot.weighted(shares.KINDS, root, "kind")
        if kind is not None:
            body["kind"] = kind
        body |= extras(lot, number, channel, at.date())
        body |= self._reported(root, topics)
        return body | self._parts(root, topics)

    def _topics(self, root: int) -> list[Topic]:
        lot, every = self.lot, list(self.catalogue.topics.values())
        ours = [t for t in every if t.in_scope and t.scope_basis == "FUNCTION"]
        others = [topic for topic in every if not topic.in_scope]
        if lot.chance(shares.OUT_OF_SCOPE, root, "scope"):
            found = [lot.pick(others, root, "topic")]
            return (
                [*found, lot.pick(ours, root, "mixed")] if lot.chance(0.2, root, "mix") else found
            )
        found = [lot.pick(ours, root, "topic")]
        second = lot.pick(ours, root, "second topic")
        if second not in found and lot.chance(shares.SECOND_TOPIC, root, "second"):
            found.append(second)
        return found

    def _text(self, root: int, topics: Sequence[Topic], *, clear: bool) -> str:
        what = (
            "、".join(topic.keywords[0] for topic in topics if topic.keywords) if clear else "情况"
        )
        return f"{self._place(root)}附近{what or topics[0].zh}，请派人处理{SYNTHETIC}。"

    def _place(self, root: int) -> str:
        road = self.lot.pick(ROADS, root, "road")
        return f"{road}{self.lot.whole(1, 400, root, 'house')}号"

    def _petitioner(self, root: int) -> dict[str, Any]:
        lot = self.lot
        if not self._is_named(root):
            return {"named": False, "type": "PERSON"}
        surname, given = lot.pick(SURNAMES, root, "surname"), lot.pick(GIVEN_NAMES, root, "given")
        found: dict[str, Any] = {
            "named": True,
            "type": lot.weighted({"PERSON": 90, "LEGAL_PERSON": 6, "ORGANISATION": 4}, root, "is"),
            "name": f"{surname}{given}{root}{SYNTHETIC}",
        }
        if not lot.chance(shares.WITHOUT_ADDRESS, root, "no address"):
            found["address"] = f"{self._place(root)}{SYNTHETIC}"
        if lot.chance(0.6, root, "phone"):
            found["phone"] = f"199-0000-{root % 10_000:04d}"
        return found

    def _reported(self, root: int, topics: Sequence[Topic]) -> dict[str, Any]:
        """Reports of misconduct are RESTRICTED, complaints of a manner CAUTION."""
        drawn = self.lot.number(root, "reported")
        if drawn < shares.RESTRICTED:
            kind, allegation = "REPORT", "VIOLATION"
        elif drawn < shares.RESTRICTED + shares.CAUTION:
            kind, allegation = "COMPLAINT", self.lot.pick(("MANNER", "INACTION"), root, "of")
        else:
            return {}
        owner = topics[0].owner
        unit = self.catalogue.resolve(owner, "XY") if owner else None
        unit = unit or self.catalogue.fallback_brigade
        reported: dict[str, Any] = {"units": [unit], "allegation": allegation}
        if self.lot.chance(0.5, root, "person"):
            name = f"某工作人员{root}{SYNTHETIC}"
            rank = self.lot.weighted({"STAFF": 7, "UNIT_HEAD": 2, "LEADING_GROUP": 1}, root, "rank")
            reported["persons"] = [{"name": name, "unit": unit, "rank": rank}]
        return {"kind": kind, "reported": reported}

    def _parts(self, root: int, topics: Sequence[Topic]) -> dict[str, Any]:
        if len(topics) < 2 or not self.lot.chance(shares.PARTS * 6, root, "parts"):
            return {}
        return {"parts": [{"topics": [t.code], "note": f"{t.zh}{SYNTHETIC}"} for t in topics]}


def _spoil(body: dict[str, Any], code: str, source: str) -> None:
    match code:
        case "INVALID_SCHEMA":
            body["persons"] = 0
        case "UNKNOWN_CHANNEL":
            body["channel"] = "CARRIER_PIGEON"
        case "SOURCE_MISMATCH":
            body["channel"] = "SUGGEST_JJ" if source != "suggest-jj" else "LETTER"
            body.pop("visit", None)
        case _:
            body["petitioner"]["id_number"] = "0"
