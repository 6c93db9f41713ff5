"""Messages that are wrong in one way each, and the code each must get."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, NamedTuple

from tests.bench import driver
from tests.integration.posting import Posted
from tests.integration.stage import STARTS_AT

CANARY = "zebrafinch-柳溪巷七号"
"""Stands in whatever is wrong, headers too, and must be found nowhere else."""
NOTES = (("x-note", CANARY.encode()), ("traceparent", f"00-{CANARY}-00".encode()))
NO_TEXT = (
    ("ce_id", b"\xff\xfe"),
    ("content-type", b"\x80"),
    ("traceparent", b"\xff" + CANARY.encode()),
    ("x-note", b"\x00\xff" + CANARY.encode()),
)
HAPPENED_AT = STARTS_AT - timedelta(hours=1)
TOMORROW = (STARTS_AT + timedelta(days=1)).isoformat()
OVER_256_KIB = CANARY * 12_000


class Bad(NamedTuple):
    """Something bad, what is bad about it, and the code it must get."""

    what: str
    value: bytes | None
    code: str


def letter(reference: str, **changes: Any) -> bytes:
    """A letter as the desk types it in, some of it changed."""
    ordinary = driver.petition("bad-input", 0, HAPPENED_AT)
    return as_json({**ordinary, "platform_ref": reference, **changes})


def as_json(document: Any) -> bytes:
    """Not orjson, which would refuse what is bad."""
    return json.dumps(document, ensure_ascii=False).encode()


def bad_letter(what: str, code: str, **changes: Any) -> Bad:
    """A letter under the name of what is wrong with it."""
    return Bad(what, letter(what, **{"text": CANARY, **changes}), code)


def bad_bytes(what: str, code: str, old: str, new: str) -> Bad:
    """The same where it is no JSON value that is wrong, but how it is written."""
    value = letter(what, text=CANARY).decode()
    assert old in value
    return Bad(what, value.replace(old, new).encode(), code)


PETITIONS = (
    Bad("not JSON", f'{{"text": "{CANARY}"'.encode(), "INVALID_SCHEMA"),
    Bad("not UTF-8", f'{{"text": "{CANARY}'.encode() + b'\xff"}', "INVALID_SCHEMA"),
    bad_letter("over 256 KiB", "TOO_LONG", text=OVER_256_KIB),
    bad_bytes("a key twice", "INVALID_SCHEMA", '"persons": 1', '"persons": 1, "persons": 2'),
    bad_bytes("NaN", "INVALID_SCHEMA", '"persons": 1', '"persons": NaN'),
    bad_bytes("NUL", "TEXT_NOT_ALLOWED", CANARY, f"{CANARY}\x00"),
    bad_bytes("an escaped NUL", "TEXT_NOT_ALLOWED", CANARY, rf"{CANARY}\u0000"),
    bad_bytes("half a pair", "TEXT_NOT_ALLOWED", CANARY, rf"{CANARY}\ud83d"),
    bad_letter("unknown field", "INVALID_SCHEMA", **{CANARY: CANARY}),
    bad_letter("unknown channel", "UNKNOWN_CHANNEL", channel=CANARY),
    bad_letter("another source's channel", "SOURCE_MISMATCH", channel="VOICE_CITY"),
    bad_letter("of tomorrow", "FUTURE_RECEIVED_AT", received_at=TOMORROW),
    bad_letter("taken already", "IDEMPOTENCY_CONFLICT"),
    bad_letter("ID number", "FORBIDDEN_FIELD", id_number=CANARY),
    Bad("no value", None, "INVALID_SCHEMA"),
)
KEYLESS = bad_letter("no key", "INVALID_SCHEMA")
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
        Bad("over 256 KiB", order("long", case_id, summary=OVER_256_KIB), "TOO_LONG"),
        Bad("a key twice", text.replace("{", '{"type": "x", ', 1).encode(), "INVALID_SCHEMA"),
        Bad("NUL", text.replace(CANARY, f"{CANARY}\x00").encode(), "TEXT_NOT_ALLOWED"),
        Bad("no id", order(CANARY * 9, case_id), "INVALID_SCHEMA"),
        Bad("no value", None, "INVALID_SCHEMA"),
    )


def commands_in_vain(case_id: str) -> tuple[Bad, ...]:
    """Those that say who waits for the answer: it comes back to them."""
    return (
        Bad("unknown field", order("unknown field", case_id, colour=CANARY), "INVALID"),
        Bad("unknown type", order("unknown type", case_id, type="no_such_thing"), "INVALID"),
        Bad(
            "half a pair",
            order("half a pair", case_id).replace(b"zebrafinch", rb"zebrafinch\ud83d"),
            "INVALID",
        ),
        Bad("of tomorrow", order("of tomorrow", case_id, issued_at=TOMORROW), "INVALID"),
        Bad("other case's", order("other case's", "another"), "INVALID"),
    )
