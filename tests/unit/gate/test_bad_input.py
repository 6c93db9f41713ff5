"""What must not become a case: one line per fault, with the code it gets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from contracts.envelope import Receipt
from contracts.outcomes import DeadLetter
from contracts.ports import Facts
from services.chassis.batch import Record
from tests.unit.gate.door import Door, arrival, as_json, known, names, only, petition, raw

SECRET = "柳溪巷7号的秘密"
PERSON = {"named": True, "type": "PERSON"}


def with_matter(**changes: Any) -> dict[str, Any]:
    """A petition whose matter differs."""
    return petition(matter={"topics": ["STREET_LAMP_OUT"], "district": "XY", **changes})


def patched(old: str, new: str) -> bytes:
    """An ordinary petition with some of its bytes replaced."""
    value = as_json(petition()).decode()
    assert old in value
    return value.replace(old, new).encode()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "INVALID_SCHEMA"),
        (b"", "INVALID_SCHEMA"),
        (b"0", "INVALID_SCHEMA"),
        (b"[]", "INVALID_SCHEMA"),
        (b"{", "INVALID_SCHEMA"),
        (b"\xff\xfe", "INVALID_SCHEMA"),
        (b"\xef\xbb\xbf{}", "INVALID_SCHEMA"),
        (b"[" * 100_000, "INVALID_SCHEMA"),
        (patched('"persons": 1', '"persons": 1, "persons": 2'), "INVALID_SCHEMA"),
        (patched('"persons": 1', '"persons": NaN'), "INVALID_SCHEMA"),
        (patched('"persons": 1', '"persons": -Infinity'), "INVALID_SCHEMA"),
        (patched('"persons": 1', '"persons": 1e999'), "INVALID_SCHEMA"),
        (patched('"persons": 1', f'"persons": {"9" * 5_000}'), "INVALID_SCHEMA"),
        (patched("路灯不亮", "路灯\x00不亮"), "TEXT_NOT_ALLOWED"),
        (patched("路灯不亮", r"路灯\u0000不亮"), "TEXT_NOT_ALLOWED"),
        (patched("路灯不亮", r"路灯\ud83d不亮"), "TEXT_NOT_ALLOWED"),
        (as_json(petition(text="长" * 262_144)), "TOO_LONG"),
    ],
)
def test_bytes_that_hold_no_petition_get_their_code(value: bytes | None, code: str) -> None:
    assert only(Door().take(raw(value)), "dead.letter").code == code


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (petition(channel=None), "INVALID_SCHEMA"),
        (petition(text=None), "INVALID_SCHEMA"),
        (petition(persons=0), "INVALID_SCHEMA"),
        (petition(persons="1"), "INVALID_SCHEMA"),
        (petition(colour="red"), "INVALID_SCHEMA"),
        (petition(received_at="2021-03-16T09:00:00"), "INVALID_SCHEMA"),
        (petition(received_at=1_615_860_000), "INVALID_SCHEMA"),
        (
            petition(visit={"read_back_confirmed": True, "answered_on_spot": False}),
            "INVALID_SCHEMA",
        ),
        (with_matter(topics=["NO_SUCH_TOPIC"]), "INVALID_SCHEMA"),
        (with_matter(district="ZZ"), "INVALID_SCHEMA"),
        (petition(reported={"units": ["NO-UNIT"]}), "INVALID_SCHEMA"),
        (petition(competent_body="EXT-NOBODY"), "INVALID_SCHEMA"),
        (petition(channel="PIGEON"), "UNKNOWN_CHANNEL"),
        (petition(channel="VISIT"), "SOURCE_MISMATCH"),
        (petition(received_at="2021-03-16T09:10:01+08:00"), "FUTURE_RECEIVED_AT"),
        (petition(title="长" * 201), "TOO_LONG"),
        (petition(text="长" * 20_001), "TOO_LONG"),
        (petition(id_number="360400190001010000"), "FORBIDDEN_FIELD"),
        (petition(petitioner=PERSON | {"id_number": "360400"}), "FORBIDDEN_FIELD"),
        # The special code goes before the general one.
        (petition(channel="PIGEON", colour="red"), "UNKNOWN_CHANNEL"),
        (petition(id_number="1", title="长" * 201), "FORBIDDEN_FIELD"),
    ],
)
def test_a_document_that_is_no_petition_gets_its_code(document: dict[str, Any], code: str) -> None:
    plan = Door().take(arrival(document))
    assert only(plan, "dead.letter").code == code
    assert only(plan, "returned.refusal").code == code
    assert not plan.news.cases


@pytest.mark.parametrize(
    ("source", "channel", "fits"),
    [
        ("bureau-desk", "SMS", True),
        ("bureau-desk", "VOICE_CITY", False),
        ("unit-brg-xy", "LETTER", True),
        ("unit-brg-xy", "SMS", False),
        ("command-centre", "COMMAND_CENTRE", True),
        ("command-centre", "PHONE", False),
        ("nobody-knows", "VOICE_CITY", False),
    ],
)
def test_a_source_brings_its_own_channels_only(source: str, channel: str, fits: bool) -> None:
    plan = Door().take(arrival(petition(channel=channel), source=source))
    assert (("open", "petition.received") in names(plan)) is fits


def test_a_petition_five_minutes_ahead_of_our_clock_is_taken() -> None:
    plan = Door().take(arrival(petition(received_at="2021-03-16T09:10:00+08:00")))
    assert only(plan, "petition.received").regime == "2005"


def test_a_petition_without_a_key_is_refused_to_the_number_it_names() -> None:
    plan = Door().take(raw(as_json(petition()), key=None))
    assert only(plan, "dead.letter").code == "INVALID_SCHEMA"
    assert only(plan, "returned.refusal").platform_ref == "VC-0001"


def test_a_petition_under_another_number_than_its_own_is_refused() -> None:
    plan = Door().take(raw(as_json(petition()), key=b"VC-0002"))
    assert only(plan, "dead.letter").code == "INVALID_SCHEMA"


def test_a_source_that_cannot_be_answered_gets_no_refusal() -> None:
    assert names(Door().take(raw(b"{", key=b"\xff"))) == [("open", "dead.letter")]


def test_headers_that_are_no_text_are_passed_over() -> None:
    headers = (("ce_id", None), ("traceparent", b"\xff\xfe"), ("content-type", b"\x80"))
    plan = Door().take(arrival(petition(), headers=headers))
    assert ("open", "petition.received") in names(plan)


def test_a_petition_may_come_as_a_structured_cloud_event() -> None:
    event = {"specversion": "1.0", "id": "1", "source": "x", "type": "y", "data": petition()}
    record = raw(as_json(event), headers=(("content-type", b"application/cloudevents+json"),))
    assert only(Door().take(record), "petition.received").platform_ref == "VC-0001"


def test_a_structured_cloud_event_without_data_is_refused() -> None:
    record = raw(b'{"data": 1}', headers=(("content-type", b"application/cloudevents+json"),))
    assert only(Door().take(record), "dead.letter").code == "INVALID_SCHEMA"


def test_words_that_only_look_like_an_escaped_nul_are_words() -> None:
    plan = Door().take(arrival(petition(text=r"写的是 \u0000 这六个字")))
    assert ("open", "petition.received") in names(plan)


@pytest.mark.parametrize(
    "record",
    [
        raw(f'{{"text": "{SECRET}"'.encode()),
        arrival(petition(text=SECRET, colour=SECRET)),
        arrival(petition(channel=SECRET)),
        arrival(petition(title=SECRET, petitioner=PERSON | {"id_number": SECRET})),
    ],
)
def test_a_dead_letter_tells_the_place_and_nothing_of_the_content(record: Record) -> None:
    plan = Door().take(record)
    letter: DeadLetter = only(plan, "dead.letter")
    assert (letter.topic, letter.partition, letter.offset) == (record.topic, 3, 0)
    assert letter.size == len(record.value or b"")
    assert all(SECRET not in json.loads(json.dumps(row.value.decode())) for row in plan.outgoing)


def test_one_bad_message_does_not_hold_up_the_next() -> None:
    plan = Door().take(raw(b"{", key=b"\xff"), arrival(petition(), offset=1))
    assert names(plan) == [
        ("open", "dead.letter"),
        ("open", "petition.received"),
        ("open", "returned.receipt"),
    ]


def test_a_bug_of_ours_stops_one_message_and_is_told_where_nothing_can_leak() -> None:
    """Nobody knows which lane the petition would have gone to."""

    def stumbles(ruleset: str, facts: Facts) -> Receipt:
        raise ZeroDivisionError(SECRET)

    door = Door()
    door.gate = replace(
        door.gate, known_of=lambda basis: replace(known(), basis=replace(basis, judge=stumbles))
    )
    plan = door.take(arrival(petition()), raw(b"{", key=b"\xff", offset=1))
    assert names(plan) == [("restricted", "dead.letter"), ("open", "dead.letter")]
    assert b"ZeroDivisionError" in plan.outgoing[0].value
    assert SECRET.encode() not in plan.outgoing[0].value
    assert not plan.news.cases
