"""A house at work with a collector on each side, and everywhere a word could have got to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from prometheus_client import generate_latest

from contracts.zone import bureau_day
from services.chassis.batch import Lane
from services.chassis.database import connection
from services.chassis.http import served
from services.chassis.running import GATE, Part, all_parts
from services.chassis.security import LaneKeys
from services.chassis.settings import ChassisSettings
from services.chassis.vault import Sealed, Vault, WrappedKey
from tests.bench.driver import OFFICE, lifecycle
from tests.integration.canaries import (
    Place,
    canary,
    spoken,
)
from tests.integration.overheard import Overheard
from tests.integration.stage import (
    BOTH_LANES,
    SOURCE,
    Stage,
    messages_on,
    schema_of,
    staged,
    tables_of,
)

MONTHS = timedelta(days=90)
"""Until every date has fallen due that is not met."""
OFFICER = {"principal": "demo-discipline-officer", "role": "DISCIPLINE_OFFICER", "unit": "DSC"}
REPORTED = {"principal": "demo-brg-kf-handler-1", "role": "HANDLER", "unit": "BRG-KF"}
INVESTIGATED = {"type": "designate_investigator", "actor": OFFICER, "body": "DSC"}
CONTACT = {"contact_type": "PHONE", "summary": ""}


@dataclass(slots=True)
class Heard:
    """A house at work, with a collector on each side."""

    stage: Stage
    settings: ChassisSettings
    spans: Mapping[Lane, Overheard]
    commands: int = 0

    async def submit(self, petition: Mapping[str, Any]) -> tuple[Lane, str]:
        """Lane and id of the case it became."""
        answer = await self.stage.client.submit(SOURCE, petition)
        assert "case_id" in answer.body, answer.body
        return answer.body["lane"], answer.body["case_id"]

    async def order(self, lane: Lane, case_id: str, command: Mapping[str, Any]) -> Any:
        """Issue a command; gives the whole answer."""
        self.commands += 1
        body = {
            **command,
            "command_id": f"canary-{self.commands}",
            "case_id": case_id,
            "issued_at": self.stage.clock.now().isoformat(),
        }
        return (await self.stage.client.command(lane, body)).body

    async def carry(
        self, lane: Lane, case_id: str, more: Sequence[Mapping[str, Any]], canaries: bool
    ) -> list[str]:
        """A whole life of commands, and months; gives the codes of the answers."""
        await self.stage.settled()
        ordered = [*more, *lifecycle(day_of(self))]
        ordered = [spoken(one) for one in ordered] if canaries else ordered
        codes = [(await self.order(lane, case_id, one))["code"] for one in ordered]
        await self.stage.advance(self.stage.clock.now() + MONTHS)
        await self.stage.settled()
        return codes

    def overheard(self, lane: Lane) -> list[Place]:
        """Spans and figures of a side, once its services have stopped."""
        assert self.spans[lane].bodies, lane
        figures = generate_latest(self.stage.house.telemetry_of(lane).registry)
        spans = [Place(f"{lane} spans", body) for body in self.spans[lane].bodies]
        return [*spans, Place(f"{lane} metrics", figures)]


@asynccontextmanager
async def heard(settings: ChassisSettings) -> AsyncIterator[Heard]:
    """Both lanes of a house; when the block ends all spans have arrived."""
    spans: dict[Lane, Overheard] = {"open": Overheard(), "restricted": Overheard()}
    async with served(spans["open"], 0) as port, served(spans["restricted"], 0) as other_port:
        settings = settings.model_copy(
            update={
                "otel_exporter_otlp_endpoint": f"http://127.0.0.1:{port}",
                "restricted_otel_exporter_otlp_endpoint": f"http://127.0.0.1:{other_port}",
            }
        )
        async with staged(settings, BOTH_LANES) as stage:
            yield Heard(stage, settings, spans)
            # The spans go to this very loop: it must stay free for them.
            await asyncio.to_thread(stage.house.close)


def hour_ago(at: Heard) -> datetime:
    """When a petition came in that is submitted now."""
    return at.stage.clock.now() - timedelta(hours=1)


def visited(at: Heard) -> dict[str, Any]:
    """A command that brings texts of its own into a petition that is on the log."""
    visit = {"organ": canary("organ"), "level": "CITY", "on": day_of(at), "persons": 1}
    return {
        "type": "record_superior_visit",
        "actor": OFFICE,
        "superior_visit": visit | {"public_place": False, "own_bureau": False},
    }


def day_of(at: Heard) -> str:
    """The story's day."""
    return bureau_day(at.stage.clock.now()).isoformat()


def parts_of(lane: Lane) -> list[Part]:
    """Those of a lane, the gate among the open ones."""
    return [part for part in all_parts(BOTH_LANES) if part.lane == lane]


async def on_topics(settings: ChassisSettings, topics: Sequence[str]) -> list[Place]:
    """Everything that lies there: keys, values, headers."""
    found = []
    for topic in topics:
        for message in await messages_on(settings, topic):
            headers = [part for key, value in message.headers for part in (key.encode(), value)]
            parts = [message.key or b"", message.value or b"", *headers]
            found.append(Place(topic, b"\n".join(parts)))
    return found


async def in_tables(settings: ChassisSettings, parts: Sequence[Part]) -> list[Place]:
    """Every row of every table these have."""
    found = []
    for part in parts:
        for table, rows in (await tables_of(settings, schema_of(settings, part), ())).items():
            found += [Place(f"{part.label}.{table}", row.encode()) for row in rows]
    return found


async def opened(settings: ChassisSettings) -> list[Place]:
    """What the vault holds, read with the keys of both lanes."""
    keys = LaneKeys.from_base64(
        settings.vault_key_open.get_secret_value(),
        settings.vault_key_restricted.get_secret_value(),
    )
    dsn = settings.postgres_dsn.get_secret_value()
    async with connection(dsn, schema_of(settings, Part(GATE))) as link:
        rows = await link.fetch(
            "SELECT c.lane, k.key_id, k.wrapped, v.* FROM vault AS v"
            " JOIN case_keys AS k USING (case_id) JOIN cases AS c USING (case_id)"
        )
    found = []
    for row in rows:
        vault = Vault(keys.of(row["lane"]).wrapping)
        key = WrappedKey(row["case_id"], row["key_id"], row["wrapped"])
        sealed = Sealed(row["ref"], row["case_id"], row["nonce"], row["ciphertext"])
        found.append(Place("vault", orjson.dumps(vault.open(key, sealed))))
    return found


def written(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Place]:
    """Everything that was logged or printed."""
    for name, text in zip(
        ("log", "stdout", "stderr"), (caplog.text, *capfd.readouterr()), strict=True
    ):
        yield Place(name, text.encode())
