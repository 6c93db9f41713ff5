"""What is told, and what is kept, of an event whose handler failed."""

from __future__ import annotations

import hashlib

import orjson
import pytest

from contracts.topics import CASES, DEAD_LETTERS
from services.chassis.batch import InForce, Lane, Record
from services.chassis.parking import Parked, dead_letter, timer_record

CONTENT = '{"title": "路灯不亮", "by": "张三"}'.encode()
RECORD = Record(
    CASES,
    "open",
    3,
    41,
    b"case-1",
    CONTENT,
    (("ce_type", b"petition.received"), ("ce_time", b"2021-06-01T09:00:00+08:00")),
)
ERROR = ValueError("张三 lives at 路灯 street")


@pytest.mark.parametrize("lane", ["open", "restricted"])
def test_a_dead_letter_says_where_and_what_kind_and_nothing_of_the_content(lane: Lane) -> None:
    letter = dead_letter(RECORD, "intake", lane, ERROR)
    body = orjson.loads(letter.value)
    assert body | {"code": "HANDLER_FAILED"} == body
    assert {name: body[name] for name in ("topic", "partition", "offset", "service", "error")} == {
        "topic": CASES,
        "partition": 3,
        "offset": 41,
        "service": "intake",
        "error": "ValueError",
    }
    assert (body["sha256"], body["size"]) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    told = letter.value + letter.key.encode() + b"".join(value for _, value in letter.headers)
    assert [word for word in ("路灯", "张三", "lives") if word.encode() in told] == []


@pytest.mark.parametrize("lane", ["open", "restricted"])
def test_a_dead_letter_stays_in_its_lane_and_off_the_log(lane: Lane) -> None:
    letter = dead_letter(RECORD, "intake", lane, ERROR)
    assert (letter.topic, letter.lane, letter.partition) == (DEAD_LETTERS, lane, 3)
    assert not letter.on_log


def test_the_same_failure_has_the_same_dead_letter() -> None:
    assert dead_letter(RECORD, "intake", "open", ERROR) == dead_letter(
        RECORD, "intake", "open", ERROR
    )


def test_two_services_that_fail_at_one_event_have_a_letter_each() -> None:
    ids = {
        dict(dead_letter(RECORD, service, "open", ERROR).headers)["ce_id"]
        for service in ("intake", "routing")
    }
    assert len(ids) == 2


def test_two_cases_whose_timers_fail_at_one_place_have_a_letter_each() -> None:
    letters = [
        dead_letter(timer_record(case_id, 3, 42, "open"), "deadlines", "open", ERROR)
        for case_id in ("case-1", "case-2")
    ]
    assert [orjson.loads(letter.value)["offset"] for letter in letters] == [41, 41]
    assert len({dict(letter.headers)["ce_id"] for letter in letters}) == 2


def test_a_record_without_a_key_or_a_value_has_its_dead_letter_too() -> None:
    letter = dead_letter(RECORD._replace(key=None, value=None), "intake", "open", ERROR)
    assert (letter.key, orjson.loads(letter.value)["size"]) == ("", 0)


@pytest.mark.parametrize(
    ("parked", "cause"),
    [
        (Parked.failed(RECORD, "case-1", InForce(), ERROR), "ValueError"),
        (Parked.waiting(RECORD, "case-1", InForce()), ""),
    ],
)
def test_only_the_event_that_failed_has_a_cause(parked: Parked, cause: str) -> None:
    assert (parked.record, parked.cause) == (RECORD, cause)
