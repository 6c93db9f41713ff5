"""What stands on the log beside what was decided again: the same, or how it differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from contracts.envelope import CaseEvent
from services.chassis.batch import Outgoing
from services.chassis.codec import encode

Body = Mapping[str, Any]
Likeness = Literal["same", "older_form", "older_rules", "different"]

ENVELOPE = frozenset({"id", "seq", "caused_by", "decided_at"})
"""Follows from what was said before: told as a difference only where nothing else differs."""
WHICH = ("key", "cause", "item", "of", "unit", "code", "trigger", "recipient", "template")
"""Fields that tell events of one kind apart, where an event has them."""
DECIDED = ("rules", "outcome")
SEALED = frozenset({"sha256"})
"""Follows from the whole history of a case."""
UNSAID = ENVELOPE | {"case_id", "receipt", "further_receipts", "derivation"}
"""Left out where a whole event is told."""
EDITION = frozenset({"version", "sha256"})
"""Of the rule set a receipt is by."""


@dataclass(frozen=True, slots=True)
class Said:
    """An announcement: its kind, and its body as it stands or would stand on the log."""

    kind: str
    value: bytes

    @property
    def body(self) -> Body:
        """The body as a JSON value."""
        found: Body = orjson.loads(self.value)
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is other than on the log."""

    case_id: str
    service: str
    event: str
    which: str
    """The event's key or the like, where its kind has one."""
    clause: str
    at: str
    """When it happened."""
    offset: int
    """Where what it follows from stands, or how many events had been applied."""
    field: str
    """Empty where the whole event is there on one side only."""
    was: Any = None
    would_be: Any = None


def said_of(message: Outgoing) -> Said:
    """An announcement as it would go onto the log."""
    kind = next(value for name, value in message.headers if name == "ce_type")
    return Said(kind.decode(), message.value)


def likeness(stored: Said, again: Said, kinds: Mapping[str, type[CaseEvent]]) -> Likeness:
    """How much alike two announcements are."""
    if stored.kind != again.kind:
        return "different"
    if stored.value == again.value:
        return "same"
    form = _todays_form(stored, kinds)
    if form == again.value:
        return "older_form"
    return "older_rules" if _unruled(form) == _unruled(again.value) else "different"


def differences(
    case_id: str, service: str, offset: int, stored: Sequence[Said], again: Sequence[Said]
) -> Iterator[Difference]:
    """How two lists of announcements differ, kind by kind and field by field."""
    left = list(again)
    for one in stored:
        other = next((a for a in left if _place(a) == _place(one)), None)
        if other is None:
            yield _whole(case_id, service, offset, one, before=True)
            continue
        left.remove(other)
        yield from _fields(case_id, service, offset, (one, other))
    for one in left:
        yield _whole(case_id, service, offset, one, before=False)


def of_substance(one: Difference) -> bool:
    """Whether another version decides otherwise, not only on other facts or under another hash."""
    if one.field == "receipt" and one.was and one.would_be:
        return any(one.was.get(part) != one.would_be.get(part) for part in DECIDED)
    return one.field not in SEALED


def _fields(
    case_id: str, service: str, offset: int, pair: tuple[Said, Said]
) -> Iterator[Difference]:
    was, would_be = _unruled(pair[0].value), _unruled(pair[1].value)
    changed = [name for name in {**was, **would_be} if was.get(name) != would_be.get(name)]
    told = [name for name in changed if name not in ENVELOPE] or changed
    for name in told:
        yield Difference(
            case_id,
            service,
            pair[0].kind,
            _place(pair[0])[1],
            clause_of(would_be) or clause_of(was),
            str(was.get("occurred_at", "")),
            offset,
            name,
            was.get(name),
            would_be.get(name),
        )


def _whole(case_id: str, service: str, offset: int, one: Said, *, before: bool) -> Difference:
    body = one.body
    gist = {name: value for name, value in body.items() if _says_something(name, value)}
    return Difference(
        case_id,
        service,
        one.kind,
        _place(one)[1],
        clause_of(body),
        str(body.get("occurred_at", "")),
        offset,
        "",
        gist if before else None,
        None if before else gist,
    )


def clause_of(body: Body) -> str:
    """The clause an announcement rests on: its rules', its derivation's, or its own."""
    rules = (body.get("receipt") or {}).get("rules") or ()
    if rules:
        return str(rules[0]["clause"])
    derivation = body.get("derivation")
    if isinstance(derivation, Mapping):
        return str(derivation.get("clause", ""))
    return str(body.get("clause") or "")


def _says_something(name: str, value: Any) -> bool:
    return name not in UNSAID and value not in ([], "", {})


def _place(one: Said) -> tuple[str, str]:
    body = one.body
    found = next((body[name] for name in WHICH if isinstance(body.get(name), str)), "")
    return one.kind, str(found)


def _unruled(value: bytes) -> Body:
    """The body without which edition of a rule set has decided it."""
    body: dict[str, Any] = orjson.loads(value)
    if body.get("receipt"):
        body["receipt"] = _decided(body["receipt"])
    if body.get("further_receipts"):
        body["further_receipts"] = [_decided(one) for one in body["further_receipts"]]
    return body


def _decided(receipt: Mapping[str, Any]) -> Body:
    return {name: value for name, value in receipt.items() if name not in EDITION}


def _todays_form(stored: Said, kinds: Mapping[str, type[CaseEvent]]) -> bytes:
    """The stored event as this release writes it: fields it did not have then at their default."""
    kind = kinds.get(stored.kind)
    if kind is None:
        return stored.value
    event = kind.model_validate_json(stored.value)
    return encode(event, "open", "").value
