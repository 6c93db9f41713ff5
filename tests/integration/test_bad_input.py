"""What must not become a case: its dead letter, the next message's turn, and no word repeated."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from prometheus_client import generate_latest

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
from tests.integration.bad_inputs import (
    CANARY,
    KEYLESS,
    NO_TEXT,
    NOTES,
    PETITIONS,
    TAKEN_ALREADY,
    Bad,
    commands_in_vain,
    letter,
    order,
    unreadable_commands,
)
from tests.integration.invariants import unsent
from tests.integration.overheard import Overheard
from tests.integration.posting import Posted, post
from tests.integration.stage import (
    OPEN_ONLY,
    SOURCE,
    Stage,
    messages_on,
    schema_of,
    staged,
    tables_of,
    topics_of,
    until,
)

ALL_BUT_THE_GATE = tuple(part for part in all_parts(OPEN_ONLY) if part.service != GATE)


@dataclass(frozen=True, slots=True)
class Gate:
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
        for offset, one, value in (
            (o, b, b.value or b"") for o, b in zip(offsets, bad, strict=True)
        )
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
    """Neither of the words, however they are written down."""
    for word in CANARY.split("-"):
        plain, escaped = word.encode(), word.encode("unicode_escape")
        for form in (plain, plain.hex().encode(), escaped, repr(plain)[2:-1].encode()):
            assert [place[:200] for place in places if form in place] == []
