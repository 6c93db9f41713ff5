"""What must not become a case: its dead letter, the next message's turn, and no word repeated."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
import pytest
from prometheus_client import generate_latest
from starlette.types import Receive, Scope, Send

from contracts.topics import (
    COMMAND_RESULTS,
    COMMANDS,
    DEAD_LETTERS,
    returned_topic,
    submitted_topic,
)
from services.chassis.http import served
from services.chassis.running import GATE, Part, all_parts
from services.chassis.settings import ChassisSettings
from tests.bench import driver
from tests.integration.invariants import unsent
from tests.integration.posting import Posted, post
from tests.integration.stage import (
    OPEN_ONLY,
    SOURCE,
    STARTS_AT,
    Stage,
    messages_on,
    schema_of,
    staged,
    tables_of,
    topics_of,
    until,
)

CANARY = "canary-柳溪巷七号-4711"
NOTES = (("x-note", CANARY.encode()), ("traceparent", f"00-{CANARY}-00".encode()))
"""Headers are content too."""
NO_TEXT = (
    ("ce_id", b"\xff\xfe"),
    ("content-type", b"\x80"),
    ("traceparent", b"\xff" + CANARY.encode()),
    ("x-note", b"\x00\xff" + CANARY.encode()),
)
ALL_BUT_THE_GATE = tuple(part for part in all_parts(OPEN_ONLY) if part.service != GATE)
HAPPENED_AT = STARTS_AT - timedelta(hours=1)
BYTES_MAX = 256 * 1024


class Bad(NamedTuple):
    """Something bad, what is bad about it, and the code it must get."""

    what: str
    value: bytes | None
    code: str


def letter(reference: str, **changes: Any) -> bytes:
    """A letter as the desk types it in, some of it changed."""
    ordinary = driver.petition("bad-input", 0, HAPPENED_AT)
    return as_json({**ordinary, "platform_ref": reference, **changes})


def told(reference: str, old: str, new: str) -> bytes:
    """The same with words that must not be found anywhere, and some bytes replaced."""
    value = letter(reference, text=CANARY).decode()
    assert old in value
    return value.replace(old, new).encode()


def as_json(document: Any) -> bytes:
    """Not orjson, which would refuse what is bad."""
    return json.dumps(document, ensure_ascii=False).encode()


PETITIONS = (
    Bad("not JSON", f'{{"text": "{CANARY}"'.encode(), "INVALID_SCHEMA"),
    Bad("not UTF-8", f'{{"text": "{CANARY}'.encode() + b'\xff"}', "INVALID_SCHEMA"),
    Bad("over 256 KiB", letter("over 256 KiB", text=CANARY * 12_000), "TOO_LONG"),
    Bad("a key twice", told("a key twice", '"persons": 1', '"persons": 1, "persons": 2'), "INVALID_SCHEMA"),
    Bad("NaN", told("NaN", '"persons": 1', '"persons": NaN'), "INVALID_SCHEMA"),
    Bad("NUL", told("NUL", CANARY, f"{CANARY}\x00"), "TEXT_NOT_ALLOWED"),
    Bad("an escaped NUL", told("an escaped NUL", CANARY, rf"{CANARY}\u0000"), "TEXT_NOT_ALLOWED"),
    Bad("half a pair", told("half a pair", CANARY, rf"{CANARY}\ud83d"), "TEXT_NOT_ALLOWED"),
    Bad("unknown field", letter("unknown field", **{CANARY: CANARY}), "INVALID_SCHEMA"),
    Bad("unknown channel", letter("unknown channel", channel=CANARY), "UNKNOWN_CHANNEL"),
    Bad("other source's", letter("other source's", channel="VOICE_CITY", text=CANARY), "SOURCE_MISMATCH"),
    Bad("of tomorrow", letter("of tomorrow", received_at=(STARTS_AT + timedelta(days=1)).isoformat(), text=CANARY), "FUTURE_RECEIVED_AT"),
    Bad("taken already", letter("taken already", text=CANARY), "IDEMPOTENCY_CONFLICT"),
    Bad("ID number", letter("ID number", text=CANARY, id_number=CANARY), "FORBIDDEN_FIELD"),
    Bad("no value", None, "INVALID_SCHEMA"),
)  # fmt: skip
KEYLESS = Bad("no key", letter("no key", text=CANARY), "INVALID_SCHEMA")
TAKEN_ALREADY = Posted(letter("taken already"), b"taken already")


def order(command_id: str, case_id: str, **changes: Any) -> bytes:
    """A contact somebody notes, some of it changed."""
    ordinary = {
        "command_id": command_id,
        "case_id": case_id,
        "type": "log_contact",
        "issued_at": HAPPENED_AT.isoformat(),
        "actor": driver.HANDLER,
        "contact_type": "PHONE",
        "summary": CANARY,
    }
    return as_json({**ordinary, **changes})


def unreadable_commands(case_id: str) -> tuple[Bad, ...]:
    """Nobody can be told but the operators."""
    text = order("unreadable", case_id).decode()
    return (
        Bad("not JSON", f'{{"summary": "{CANARY}"'.encode(), "INVALID_SCHEMA"),
        Bad("not UTF-8", CANARY.encode() + b"\xff", "INVALID_SCHEMA"),
        Bad("over 256 KiB", order("long", case_id, summary=CANARY * 12_000), "TOO_LONG"),
        Bad("a key twice", text.replace("{", '{"type": "x", ', 1).encode(), "INVALID_SCHEMA"),
        Bad("NUL", text.replace(CANARY, f"{CANARY}\x00").encode(), "TEXT_NOT_ALLOWED"),
        Bad("no id", order(CANARY * 9, case_id), "INVALID_SCHEMA"),
        Bad("no value", None, "INVALID_SCHEMA"),
    )


def commands_in_vain(case_id: str) -> tuple[Bad, ...]:
    """Those that say who waits for the answer: it comes back to them."""
    tomorrow = (STARTS_AT + timedelta(days=1)).isoformat()
    return (
        Bad("unknown field", order("unknown field", case_id, colour=CANARY), "INVALID"),
        Bad("unknown type", order("unknown type", case_id, type="no_such_thing"), "INVALID"),
        Bad("half a pair", order("half a pair", case_id).replace(b"4711", rb"\ud83d"), "INVALID"),
        Bad("of tomorrow", order("of tomorrow", case_id, issued_at=tomorrow), "INVALID"),
        Bad("other case's", order("other case's", "another"), "INVALID"),
    )


class Overheard:
    """Takes spans as a collector would, and keeps the bytes."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Gate(NamedTuple):
    """The gate alone at work, and the spans it has sent once the block ends."""

    stage: Stage
    settings: ChassisSettings
    spans: Overheard

    async def takes(self, stem: str, messages: Sequence[Posted]) -> list[int]:
        """Send these, and wait until all of the topic is dealt with."""
        topic = self.settings.topic("open", stem)
        offsets = await post(self.settings, topic, messages)
        drain = self.stage.here.drain
        ends = await drain.ends([topic])
        await until(lambda: drain.inbound([topic], ends))
        return offsets

    async def said(self, stem: str) -> list[dict[str, Any]]:
        """The bodies on a topic it writes."""
        topic = self.settings.topic("open", stem)
        return [orjson.loads(m.value) for m in await messages_on(self.settings, topic)]


@asynccontextmanager
async def gate(settings: ChassisSettings) -> AsyncIterator[Gate]:
    """A house of which only the gate is at work."""
    spans = Overheard()
    async with served(spans, 0) as port:
        settings = settings.model_copy(
            update={"otel_exporter_otlp_endpoint": f"http://127.0.0.1:{port}"}
        )
        async with staged(settings, without=ALL_BUT_THE_GATE) as stage:
            yield Gate(stage, settings, spans)
            # The spans go to this very loop: it must stay free for them.
            await asyncio.to_thread(stage.house.close)


@pytest.mark.slow
async def test_each_bad_petition_gets_its_code_and_the_next_one_its_receipt(
    settings: ChassisSettings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("INFO")
    bad = [Posted(one.value, one.what.encode(), NOTES) for one in PETITIONS]
    bad.append(Posted(KEYLESS.value, None, NOTES))
    good = [Posted(letter(f"after {n}"), f"after {n}".encode()) for n in range(len(bad))]
    async with gate(settings) as at:
        alternating = [message for pair in zip(bad, good, strict=True) for message in pair]
        offsets = await at.takes(submitted_topic(SOURCE), [TAKEN_ALREADY, *alternating])
        letters = await at.said(DEAD_LETTERS)
        returned = await at.said(returned_topic(SOURCE))
        exposed = await said_anywhere(at, besides=submitted_topic(SOURCE))
    wanted = [*PETITIONS, KEYLESS]
    assert summed_up(letters) == as_wanted(submitted_topic(SOURCE), offsets[1::2], wanted)
    refused = {body["platform_ref"]: body["code"] for body in returned if "code" in body}
    assert refused == {one.what: one.code for one in wanted}
    receipts = [body["platform_ref"] for body in returned if "lane" in body]
    assert receipts == ["taken already", *(f"after {n}" for n in range(len(bad)))]
    assert_nothing_of_it([*exposed, *at.spans.bodies, *written(caplog, capfd)])
    assert at.spans.bodies


@pytest.mark.slow
async def test_a_petition_whose_headers_are_no_text_is_taken_and_they_go_nowhere(
    settings: ChassisSettings,
) -> None:
    async with gate(settings) as at:
        petition = Posted(letter("binary headers"), b"binary headers", NO_TEXT)
        await at.takes(submitted_topic(SOURCE), [petition])
        (receipt,) = await at.said(returned_topic(SOURCE))
        assert await at.said(DEAD_LETTERS) == []
        exposed = await said_anywhere(at, besides=submitted_topic(SOURCE))
    assert receipt["platform_ref"] == "binary headers"
    assert_nothing_of_it([*exposed, *at.spans.bodies])


@pytest.mark.slow
async def test_each_bad_command_is_answered_or_a_dead_letter_and_the_next_one_gets_its_turn(
    settings: ChassisSettings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("INFO")
    async with gate(settings) as at:
        await at.takes(submitted_topic(SOURCE), [TAKEN_ALREADY])
        case_id = (await at.said(returned_topic(SOURCE)))[0]["case_id"]
        unreadable, in_vain = unreadable_commands(case_id), commands_in_vain(case_id)
        key, last = case_id.encode(), order("last", "nobody's")
        bad = [Posted(one.value, key, NOTES) for one in (*unreadable, *in_vain)]
        offsets = await at.takes(COMMANDS, [*bad, Posted(last, b"nobody's")])
        letters, results = await at.said(DEAD_LETTERS), await at.said(COMMAND_RESULTS)
        exposed = await said_anywhere(at, besides=COMMANDS)
    assert summed_up(letters) == as_wanted(COMMANDS, offsets[: len(unreadable)], unreadable)
    answers = {body["command_id"]: body["code"] for body in results}
    assert answers == {one.what: one.code for one in in_vain} | {"last": "UNKNOWN_CASE"}
    assert_nothing_of_it([*exposed, *at.spans.bodies, *written(caplog, capfd)])


def as_wanted(topic: str, offsets: Sequence[int], bad: Sequence[Bad]) -> list[tuple[Any, ...]]:
    """What operators must be told of these."""
    return [
        (topic, offset, one.code, len(value), hashlib.sha256(value).hexdigest(), GATE)
        for offset, one, value in ((o, b, b.value or b"") for o, b in zip(offsets, bad, strict=True))
    ]


def summed_up(letters: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What operators were told."""
    names = ("topic", "offset", "code", "size", "sha256", "service")
    return [tuple(body[name] for name in names) for body in letters]


async def said_anywhere(at: Gate, besides: str) -> list[bytes]:
    """All that stands on topics, in tables and figures, save on the topic it came on."""
    found = [generate_latest(at.stage.house.telemetry.registry)]
    for topic in await topics_of(at.settings):
        if topic != at.settings.topic("open", besides):
            for message in await messages_on(at.settings, topic):
                found += [message.key or b"", message.value or b""]
                found += [value for _, value in message.headers]
    assert await unsent(at.settings, [Part(GATE)]) == []
    rows = await tables_of(at.settings, schema_of(at.settings, Part(GATE)))
    return found + [row.encode() for table in rows.values() for row in table]


def written(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> tuple[bytes, ...]:
    """Everything that was logged or printed."""
    return tuple(text.encode() for text in (caplog.text, *capfd.readouterr()))


def assert_nothing_of_it(places: Sequence[bytes]) -> None:
    """Neither the words, nor their bytes in hexadecimal, nor JSON's other way to write them."""
    plain = CANARY.encode()
    for form in (plain, plain.hex().encode(), json.dumps(CANARY)[1:-1].encode(), b"4711"):
        assert [place[:200] for place in places if form in place] == []
