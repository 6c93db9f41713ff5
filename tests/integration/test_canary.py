"""Words from personal fields, looked for everywhere; of a report about staff nothing is seen."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from contracts.refusals import UNKNOWN_CASE
from contracts.topics import CASES, COMMANDS, submitted_topic
from services.chassis.running import GATE, Part, all_parts
from services.chassis.settings import ChassisSettings
from tests.bench.driver import petition
from tests.integration.canaries import (
    FIELDS,
    Place,
    canary,
    complaint,
    leaks,
    report,
    words,
)
from tests.integration.listening import (
    INVESTIGATED,
    heard,
    hour_ago,
    in_tables,
    on_topics,
    opened,
    parts_of,
    visited,
    written,
)
from tests.integration.stage import (
    BOTH_LANES,
    SOURCE,
    topics_of,
)

REPORTED = {"principal": "demo-brg-kf-handler-1", "role": "HANDLER", "unit": "BRG-KF"}
CONTACT = {"contact_type": "PHONE", "summary": ""}
NO_CASE = "00000000-0000-0000-0000-000000000000"
ASKED = ("command_id", "case_id")
"""What an answer repeats of the question."""


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
