"""Words from personal fields, looked for everywhere; of a report about staff nothing is seen."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from prometheus_client import generate_latest

from contracts.refusals import UNKNOWN_CASE
from contracts.topics import CASES, COMMANDS, submitted_topic
from contracts.zone import bureau_day
from services.chassis.batch import Lane
from services.chassis.database import connection
from services.chassis.http import served
from services.chassis.running import GATE, Part, all_parts
from services.chassis.security import LaneKeys
from services.chassis.settings import ChassisSettings
from services.chassis.vault import Sealed, Vault, WrappedKey
from tests.bench.driver import OFFICE, lifecycle, petition
from tests.integration.canaries import (
    FIELDS,
    Place,
    canary,
    complaint,
    leaks,
    report,
    spoken,
    words,
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
    topics_of,
)

MONTHS = timedelta(days=90)
"""Until every date has fallen due that is not met."""
OFFICER = {"principal": "demo-discipline-officer", "role": "DISCIPLINE_OFFICER", "unit": "DSC"}
REPORTED = {"principal": "demo-brg-kf-handler-1", "role": "HANDLER", "unit": "BRG-KF"}
INVESTIGATED = {"type": "designate_investigator", "actor": OFFICER, "body": "DSC"}
CONTACT = {"contact_type": "PHONE", "summary": ""}
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
NO_CASE = "00000000-0000-0000-0000-000000000000"
ASKED = ("command_id", "case_id")
"""What an answer repeats of the question."""


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


@pytest.mark.slow
async def test_nothing_of_a_report_about_staff_is_on_the_open_side(
    settings: ChassisSettings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    arrived_on, gates = settings.topic("open", submitted_topic(SOURCE)), Part(GATE)
    async with heard(settings) as at:
        lane, ordinary = await at.submit(petition("ordinary", 1, hour_ago(at)))
        assert lane == "open"
        lane, secret = await at.submit(report("secret", hour_ago(at)))
        assert lane == "restricted"
        assert set(await at.carry("open", ordinary, (), canaries=False)) == {""}
        assert (await at.carry("restricted", secret, [INVESTIGATED], canaries=True))[0] == ""
        open_side = [p for p in parts_of("open") if p != gates]
        names = [n for n in await topics_of(settings) if ".restricted." not in n]
        elsewhere = [n for n in names if n != arrived_on]
        found = [*await on_topics(settings, elsewhere), *await in_tables(settings, open_side)]
        restricted = await on_topics(settings, [settings.topic("restricted", CASES)])
        at_the_door = await in_tables(settings, [gates])
    found += [*at.overheard("open"), *written(caplog, capfd)]
    assert leaks([*found, *at_the_door], words()) == []
    assert leaks(found, [secret, "secret"]) == []
    # The same search finds what is there: the ordinary case on this side, the secret one beyond.
    seen = {place.partition(":")[0] for place in leaks(found, [ordinary])}
    assert seen >= {settings.topic("open", CASES), "archive.history", "open spans"}
    assert len(leaks([*restricted, *at.overheard("restricted")], [secret])) == len(("log", "spans"))


@pytest.mark.slow
async def test_personal_data_stands_in_clear_on_inbound_topics_only_and_whole_in_the_vault(
    settings: ChassisSettings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    inbound = {
        settings.topic("open", submitted_topic(SOURCE)),
        *(settings.topic(lane, COMMANDS) for lane in BOTH_LANES),
    }
    async with heard(settings) as at:
        for told, more in ((complaint, ()), (report, (INVESTIGATED,))):
            lane, case_id = await at.submit(told(told.__name__, hour_ago(at)))
            codes = await at.carry(lane, case_id, [*more, visited(at)], canaries=True)
            assert "" in codes
        elsewhere = [n for n in await topics_of(settings) if n not in inbound]
        found = await on_topics(settings, elsewhere)
        found += await in_tables(settings, all_parts(BOTH_LANES))
        arrived = await on_topics(settings, sorted(inbound))
        kept = await opened(settings)
    for lane in BOTH_LANES:
        found += at.overheard(lane)
    assert leaks([*found, *written(caplog, capfd)], words()) == []
    # Nothing was lost on the way either.
    for where in (arrived, kept):
        assert {field for field in FIELDS if leaks(where, [canary(field)])} == set(FIELDS)


@pytest.mark.slow
async def test_who_is_reported_is_told_the_same_about_the_report_as_about_no_case_at_all(
    settings: ChassisSettings,
) -> None:
    async with heard(settings) as at:
        _, secret = await at.submit(report("secret", hour_ago(at)))
        answers = [
            await at.order(lane, case_id, {"type": "log_contact", "actor": REPORTED, **CONTACT})
            for lane in BOTH_LANES
            for case_id in (secret, NO_CASE)
        ]
    told = [{k: v for k, v in one.items() if k not in ASKED} for one in answers]
    assert told == [told[0]] * len(told)
    assert told[0]["code"] == UNKNOWN_CASE


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


@pytest.mark.parametrize(
    "written_as",
    [
        lambda word: word.encode(),
        lambda word: json.dumps({"name": word}).encode(),
        lambda word: base64.b64encode(b"any" + word.encode() + b"thing"),
        lambda word: base64.b64encode(b"some" + word.encode()),
        lambda word: base64.b64encode(b"other" + word.encode() + b"s"),
        lambda word: f"/case?name={quote(word)}".encode(),
        lambda word: repr(word.encode()).encode().replace(b"\\x", b""),
        lambda word: (b"\0" + word.encode()).hex().upper().encode(),
        lambda word: word.encode("gb18030"),
        lambda word: word.encode("utf-16"),
        lambda word: hashlib.sha256(word.encode()).hexdigest().encode(),
    ],
)
def test_a_word_is_found_however_it_is_written(written_as: Callable[[str], bytes]) -> None:
    place = Place("somewhere", b"before " + written_as(canary("name")) + b" after")
    assert leaks([place], words()) != []
    assert leaks([Place("somewhere", b"before  after")], words()) == []


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
