"""Words that stand nowhere else, put into every personal field, and all forms they could take."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from contracts.zone import bureau_day

CHINESE, LATIN = "鸑鷟", "zq7canary"
"""In every value, with the name of its field between them."""


def canary(field: str) -> str:
    """The value of a personal field."""
    return f"{CHINESE}{field}{LATIN}"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a word could stand: what is called, and what it holds."""

    name: str
    content: bytes


def leaks(places: Iterable[Place], words: Iterable[str]) -> list[str]:
    """Where a word stands, in whatever form; each place and word once."""
    forms = {form: word for word in words for form in forms_of(word)}
    return sorted(
        {
            f"{place.name}: {word}"
            for place in places
            for form, word in forms.items()
            if form in place.content
        }
    )


def forms_of(word: str) -> Iterator[bytes]:
    """As JSON, addresses, dumps and other codecs write it, and under a hash without a key."""
    plain = word.encode()
    yield plain
    yield word.encode("unicode_escape")
    yield quote(word).encode()
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    yield from _base64(plain)
    for codec in ("gb18030", "utf-16-le", "utf-16-be"):
        yield word.encode(codec)
    for digest in ("md5", "sha1", "sha256"):
        hashed = hashlib.new(digest, plain)
        yield hashed.hexdigest().encode()
        yield hashed.digest()


def _base64(plain: bytes) -> Iterator[bytes]:
    """What is the same of it at each of the three places it can have in a longer text."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        first, last = (shift * 8 + 5) // 6, (shift + len(plain)) * 8 // 6
        yield encoded[first:last]


def words() -> tuple[str, ...]:
    """The marks, and each value whole: a hash knows nothing of the marks in it."""
    return (CHINESE, LATIN, *(canary(field) for field in FIELDS))


FIELDS = (
    *("title", "text", "name", "employer", "address", "phone", "place", "reported", "referrer"),
    *("note", "outlet", "reprint", "url", "organ", "part", "attachment", "uri", "command"),
)


def personal(received_at: datetime) -> dict[str, Any]:
    """Every field of a petition in which something personal can stand, filled."""
    day = bureau_day(received_at).isoformat()
    visit = {"organ": canary("organ"), "level": "CITY", "on": day, "persons": 1}
    return {
        "received_at": received_at.isoformat(),
        "channel": "LETTER",
        "title": canary("title"),
        "text": canary("text"),
        "petitioner": {
            "named": True,
            "type": "PERSON",
            **{field: canary(field) for field in ("name", "employer", "address", "phone")},
        },
        "persons": 1,
        "referral": {"body": canary("referrer"), "level": "CITY", "type": "FORWARD"},
        "instructions": [
            {"level": "BUREAU", "by": "LEADER", "type": "READ", "text": canary("note"), "on": day}
        ],
        "media": [
            {
                "outlet": canary("outlet"),
                "outlet_class": "OTHER",
                "on": day,
                "negative": False,
                "reprint_of": canary("reprint"),
                "url": canary("url"),
            }
        ],
        "superior_visits": [visit | {"public_place": False, "own_bureau": False}],
        "attachments": [
            {
                "name": canary("attachment"),
                "media_type": "image/png",
                "sha256": "0" * 64,
                "uri": canary("uri"),
            }
        ],
    }


def complaint(reference: str, received_at: datetime) -> dict[str, Any]:
    """An ordinary petition, full of personal data."""
    matter = {"topics": ["SEWER_BLOCKED"], "district": "BL", "place": canary("place")}
    parts = [{"topics": ["SEWER_BLOCKED"], "note": canary("part")}]
    return {
        **personal(received_at),
        "platform_ref": reference,
        "kind": "COMPLAINT",
        "matter": matter,
        "parts": parts,
    }


def report(reference: str, received_at: datetime) -> dict[str, Any]:
    """A report about the bureau's own staff, full of personal data."""
    person = {"name": canary("reported"), "unit": "BRG-KF", "rank": "STAFF"}
    reported = {"units": ["BRG-KF"], "persons": [person], "allegation": "VIOLATION"}
    matter = {"topics": ["STAFF_MISCONDUCT"], "district": "KF", "place": canary("place")}
    return {
        **personal(received_at),
        "platform_ref": reference,
        "kind": "REPORT",
        "matter": matter,
        "reported": reported,
    }


def spoken(command: Mapping[str, Any]) -> dict[str, Any]:
    """The command with a text of a person in each field that takes one."""
    texts = {"facts": canary("command"), "summary": canary("command")}
    said = {name: texts.get(name, value) for name, value in command.items()}
    if "witness" in said:
        said["witness"] = {**said["witness"], "name": canary("command")}
    return said
