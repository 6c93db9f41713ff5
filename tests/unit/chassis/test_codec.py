"""Events as messages, and back."""

from __future__ import annotations

from datetime import datetime

import orjson
import pytest

from contracts.envelope import Receipt
from contracts.events import EVENTS
from contracts.events.gate import PetitionReceived
from contracts.topics import CASES
from contracts.zone import BUREAU_ZONE
from services.chassis.batch import Record
from services.chassis.codec import cloud_headers, decode, encode, header
from tests.unit.chassis.promises import CASE, PARTITION, letter

AT = datetime(2021, 6, 1, 9, tzinfo=BUREAU_ZONE)
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
RECEIPT = Receipt(ruleset="r", version=1, sha256="0", rules=(), facts={"a": 1}, outcome={"b": []})


def logged(event: PetitionReceived, offset: int = 7) -> Record:
    """The event as it comes back from the log."""
    sent = encode(event, "open", "gate")
    key = sent.key.encode()
    return Record(sent.topic, sent.lane, sent.partition, offset, key, sent.value, sent.headers)


def test_an_event_comes_back_from_the_log_as_it_was_with_its_place() -> None:
    event = letter().stamped(receipt=RECEIPT)
    assert decode(logged(event, offset=41), EVENTS) == event.stamped(offset=41)


def test_an_event_goes_onto_the_log_of_its_lane_on_its_own_partition() -> None:
    sent = encode(letter(), "restricted", "gate")
    assert (sent.lane, sent.topic, sent.partition, sent.key) == (
        "restricted",
        CASES,
        PARTITION,
        CASE,
    )
    assert sent.on_log


def test_its_place_is_no_part_of_the_body() -> None:
    body = orjson.loads(encode(letter(), "open", "gate").value)
    assert {"partition", "offset"} & set(body) == set()


def test_an_event_carries_the_attributes_of_cloudevents_the_type_first() -> None:
    headers = encode(letter(), "open", "gate", PARENT).headers
    assert headers[0] == ("ce_type", b"petition.received")
    assert dict(headers) == {
        "ce_type": b"petition.received",
        "ce_source": b"xinfang/gate",
        "ce_specversion": b"1.0",
        "content-type": b"application/json",
        "ce_id": b"event-7",
        "ce_time": letter().occurred_at.isoformat().encode(),
        "ce_subject": b"case-1",
        "traceparent": PARENT.encode(),
    }


def test_what_has_no_subject_and_no_trace_has_no_header_for_them() -> None:
    names = [name for name, _ in cloud_headers("id", "dead.letter", "gate", AT)]
    assert names == [
        "ce_type",
        "ce_source",
        "ce_specversion",
        "content-type",
        "ce_id",
        "ce_time",
    ]


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ([("ce_type", b"a")], "a"),
        ([("other", b"b"), ("ce_type", "信".encode())], "信"),
        ([("ce_type", None), ("ce_type", b"a")], "a"),
        ([("ce_type", None)], None),
        ([("ce_type", b"\xff")], None),
        ([], None),
    ],
)
def test_a_header_that_cannot_be_read_is_none(
    headers: list[tuple[str, bytes | None]], text: str | None
) -> None:
    assert header(Record(CASES, "open", 0, 0, None, None, headers), "ce_type") == text


def test_an_event_nobody_asked_for_is_not_read() -> None:
    assert decode(logged(letter()), {}) is None


def test_a_record_without_a_value_is_no_event() -> None:
    assert decode(logged(letter())._replace(value=None), EVENTS) is None


def test_what_a_newer_release_adds_is_ignored() -> None:
    record = logged(letter())
    assert record.value is not None
    newer = orjson.dumps({**orjson.loads(record.value), "mood": "calm"})
    assert decode(record._replace(value=newer), EVENTS) == letter()


@pytest.mark.parametrize("value", [b"", b"{", b"[]", b'{"source": 7}'])
def test_what_breaks_the_contract_is_an_error_that_quotes_nothing(value: bytes) -> None:
    with pytest.raises(ValueError, match="PetitionReceived") as error:
        decode(logged(letter())._replace(value=value), EVENTS)
    assert "input_value" not in str(error.value)
