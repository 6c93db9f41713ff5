"""A gate without tables: it remembers in memory what the store would write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from contracts.events import EVENTS
from contracts.outcomes import OUTWARD
from services.chassis.batch import Batch, InForce, Lane, Outgoing, Record
from services.chassis.clock import StoryClock
from services.chassis.security import LaneKey
from services.chassis.standing import Standing
from services.chassis.telemetry import Telemetry
from services.chassis.vault import Vault
from services.chassis.versions import loader, versions_in
from services.gate.app import GatePlan, GateProcessor, Prefetched
from services.gate.handlers.shapes import Known
from services.gate.state import Memory
from tests.unit.case_story import BASIS

LANES: tuple[Lane, ...] = ("open", "restricted")
NOW = datetime(2021, 3, 16, 1, 5, tzinfo=UTC)
PARTITIONS = 8


@cache
def known() -> Known:
    """The real catalogues and rules, and keys that are no secret."""
    return Known(
        basis=BASIS,
        keys={"open": LaneKey.derived(b"o" * 32), "restricted": LaneKey.derived(b"r" * 32)},
        partitions=PARTITIONS,
        message_bytes_max=256 * 1024,
        ahead_minutes_max=5,
    )


def petition(**changes: Any) -> dict[str, Any]:
    """An ordinary petition, with some of it changed; a field set to None is left out."""
    document = {
        "platform_ref": "VC-0001",
        "channel": "VOICE_CITY",
        "received_at": "2021-03-16T09:00:00+08:00",
        "kind": "COMPLAINT",
        "title": "路灯不亮",
        "text": "松风里路口的路灯坏了一周。",
        "petitioner": {
            "named": True,
            "type": "PERSON",
            "name": "顾问渠（虚构）",
            "address": "浔阳区柳溪巷7号",
            "phone": "130-0000-0113",
        },
        "persons": 1,
        "matter": {"topics": ["STREET_LAMP_OUT"], "district": "XY", "place": "松风里路口"},
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def as_json(document: Mapping[str, Any]) -> bytes:
    """As a source would write it."""
    return json.dumps(document, ensure_ascii=False).encode()


def arrival(document: Mapping[str, Any], source: str = "voice-city", **place: Any) -> Record:
    """A petition on its source's topic, under its own number."""
    key = str(document.get("platform_ref", "")).encode()
    return raw(as_json(document), key=key, source=source, **place)


def raw(value: bytes | None, key: bytes | None = b"VC-0001", **place: Any) -> Record:
    """Bytes on a source's topic."""
    source = place.pop("source", "voice-city")
    place = {"lane": "open", "partition": 3, "offset": 0, **place}
    return Record(f"petitions.submitted.v1.{source}", key=key, value=value, **place)


def order(case_id: str, **changes: Any) -> dict[str, Any]:
    """An ordinary command about a case."""
    return {
        "command_id": "c-1",
        "case_id": case_id,
        "type": "log_contact",
        "issued_at": "2021-03-16T09:06:00+08:00",
        "actor": {"principal": "demo-handler", "role": "HANDLER", "unit": "BRG-XY"},
        "contact_type": "PHONE",
        "summary": "电话联系信访人",
    } | changes


def order_record(document: Mapping[str, Any], **place: Any) -> Record:
    """A command on the topic of commands, under its case."""
    place = {"lane": "open", "partition": 3, "offset": 0, **place}
    key = str(document.get("case_id", "")).encode()
    return Record("case.commands.v1", key=key, value=as_json(document), **place)


@dataclass
class Door:
    """Takes records one batch after another, as the worker would make it."""

    now: datetime = NOW
    in_force: InForce = field(default_factory=InForce)
    memory: Memory = field(default_factory=Memory)
    readings: Mapping[str, Any] = field(default_factory=dict)
    """Readings of the procedure that differ from the bureau's."""

    def __post_init__(self) -> None:
        catalogue = BASIS.catalogue.configured(self.readings)
        basis = replace(BASIS, catalogue=catalogue, versions=versions_in())
        vaults: dict[Lane, Vault] = {
            lane: Vault(key.wrapping) for lane, key in known().keys.items()
        }
        telemetry = dict.fromkeys(LANES, Telemetry())
        self.gate = GateProcessor(
            lambda basis: replace(known(), basis=basis),
            Standing(basis, loader(basis)),
            vaults,
            StoryClock(self.now),
            telemetry,
        )

    def take(self, *records: Record) -> GatePlan:
        """What the gate makes of a batch."""
        batch = Batch(records, {record.partition: self.in_force for record in records})
        readings = self.gate.readings(batch, self.now)
        plan = self.gate.decide(batch, Prefetched(self.now, readings, self.memory))
        self.memory.add(plan.news)
        return plan


def said(plan: GatePlan) -> list[tuple[str, str, Any]]:
    """Lane, type and content of everything that was said, in order."""
    return [(row.lane, _type(row), _content(row)) for row in plan.outgoing]


def only(plan: GatePlan, name: str) -> Any:
    """The content of the one message of this type."""
    (found,) = [content for _, kind, content in said(plan) if kind == name]
    return found


def names(plan: GatePlan) -> list[tuple[str, str]]:
    """Lane and type of everything that was said, in order."""
    return [(lane, kind) for lane, kind, _ in said(plan)]


def _type(row: Outgoing) -> str:
    return dict(row.headers)["ce_type"].decode()


def _content(row: Outgoing) -> Any:
    kind = _type(row)
    model = EVENTS[kind] if kind in EVENTS else OUTWARD[kind]
    return model.model_validate_json(row.value)
