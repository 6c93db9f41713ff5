"""Bytes from outside become a document, or a reason code that quotes nothing of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from unicodedata import normalize

from pydantic import ValidationError

from contracts.petition import FORBIDDEN_FIELDS

INVALID_SCHEMA = "INVALID_SCHEMA"
TEXT_NOT_ALLOWED = "TEXT_NOT_ALLOWED"
TOO_LONG = "TOO_LONG"
UNKNOWN_CHANNEL = "UNKNOWN_CHANNEL"
FORBIDDEN_FIELD = "FORBIDDEN_FIELD"

REFERENCE_CHARS_MAX = 64
"""Of a number or an id that is repeated to whoever sent it."""

STRUCTURED_MODE = "application/cloudevents+json"

_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

_BY_PRECEDENCE = (FORBIDDEN_FIELD, TEXT_NOT_ALLOWED, TOO_LONG, UNKNOWN_CHANNEL, INVALID_SCHEMA)
_CODE_OF_ERROR = {
    "string_too_long": TOO_LONG,
    "string_unicode": TEXT_NOT_ALLOWED,
    "text_not_allowed": TEXT_NOT_ALLOWED,
}


class Rejected(Exception):
    """What came in cannot be taken; only the code may leave the gate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parsed(value: bytes | None, bytes_max: int) -> dict[str, Any]:
    """The JSON object a message holds; raises `Rejected`."""
    if value is None:
        raise Rejected(INVALID_SCHEMA)
    if len(value) > bytes_max:
        raise Rejected(TOO_LONG)
    try:
        text = value.decode()
    except UnicodeDecodeError:
        raise Rejected(INVALID_SCHEMA) from None
    if "\x00" in text or _ESCAPED_NUL.search(text):
        raise Rejected(TEXT_NOT_ALLOWED)
    try:
        document = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Rejected(INVALID_SCHEMA) from None
    if not isinstance(document, dict):
        raise Rejected(INVALID_SCHEMA)
    return document


def reference(value: object) -> str | None:
    """A number or an id that can be repeated to its sender: short text, or nothing."""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            return None
    if not isinstance(value, str) or not 0 < len(value) <= REFERENCE_CHARS_MAX:
        return None
    return normalize("NFC", value) if value.isprintable() else None


def unwrapped(document: Mapping[str, Any], content_type: str | None) -> dict[str, Any]:
    """The data of a CloudEvent in structured mode; any other document as it is."""
    if not (content_type or "").startswith(STRUCTURED_MODE):
        return dict(document)
    data = document.get("data")
    if not isinstance(data, dict):
        raise Rejected(INVALID_SCHEMA)
    return data


def canonical_json(document: Mapping[str, Any]) -> str:
    """The document in the one way it is written to be compared."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def code_of(error: ValidationError) -> str:
    """The reason of a failed validation: one with a code of its own before `INVALID_SCHEMA`."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    found = {_code_of_detail(detail["type"], detail["loc"]) for detail in details}
    return next(code for code in _BY_PRECEDENCE if code in found)


def _code_of_detail(error_type: str, place: tuple[int | str, ...]) -> str:
    if error_type == "extra_forbidden" and place and place[-1] in FORBIDDEN_FIELDS:
        return FORBIDDEN_FIELD
    if error_type == "literal_error" and place == ("channel",):
        return UNKNOWN_CHANNEL
    return _CODE_OF_ERROR.get(error_type, INVALID_SCHEMA)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError
    return document


def _no_number(_: str) -> NoReturn:
    raise ValueError
