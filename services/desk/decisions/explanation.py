"""Why a case stands as it does: decisions with rule, clause and facts; dates counted out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from contracts.catalogue import Clause
from contracts.derivation import Derivation
from contracts.due_dates import derivation_sentence
from contracts.events import EVENTS
from contracts.events.common import CommandRefused
from contracts.events.deadlines import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineRederived,
    DeadlineSet,
)
from contracts.events.gate import CommandReceived

Happened = Mapping[str, Any]
FindClause = Callable[[str], Clause | None]
Kind = Literal["RULE", "PERSON", "REFUSED"]

DATE_SET = frozenset({DeadlineSet.name, DeadlineRederived.name})
DATES_ONLY = frozenset(
    {
        "max_extended",
        "simple",
        "review_request",
        "review_opinion",
        "reexam_request",
        "reexam_opinion",
    }
)
"""Dates that are shown beside the clocks; nobody is late for them."""
CLOCK_STATES: Mapping[str, str] = {
    DeadlineMet.name: "MET",
    DeadlineMissed.name: "MISSED",
    DeadlineCancelled.name: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause with its words."""

    id: str
    label: str
    text: str
    gist_en: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One decision: what came of it, by which rule or person, on which clause and facts."""

    event: str
    at: str
    kind: Kind
    by: Mapping[str, Any]
    """The rule set with version and hash, or the person with role and unit."""
    rules: tuple[str, ...]
    clauses: tuple[CitedClause, ...]
    facts: Mapping[str, Any]
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DueDate:
    """One date and how it was counted."""

    key: str
    due_on: str | None
    state: str
    """RUNNING, MET, MISSED, MET_LATE or CANCELLED; DATE_ONLY where nothing ends it."""
    sentence_zh: str
    sentence_en: str
    derivation: Mapping[str, Any] | None
    clauses: tuple[CitedClause, ...]


def decisions_in(timeline: Sequence[Happened], find: FindClause) -> tuple[Explained, ...]:
    """Each event a rule decided, and each a person's command led to, in the order of the log."""
    commands = {
        happened["body"]["command_id"]: happened["body"]
        for happened in timeline
        if happened["type"] == CommandReceived.name
    }
    found: list[Explained] = []
    for happened in timeline:
        if happened["type"] == CommandReceived.name:
            continue
        by_rule = bool(happened["body"].get("receipt"))
        if not by_rule and happened["caused_by"] in commands:
            found.append(_by_person(happened, commands[happened["caused_by"]], find))
        found += [_by_rule(happened, receipt, find) for receipt in _receipts(happened["body"])]
    return tuple(found)


def due_dates_in(timeline: Sequence[Happened], find: FindClause) -> tuple[DueDate, ...]:
    """Each date as it stands now; what ended or missed it comes after what set it."""
    latest: dict[str, Happened] = {}
    states: dict[str, str] = {}
    for happened in timeline:
        body = happened["body"]
        if happened["type"] in DATE_SET:
            latest[body["key"]] = happened
            states[body["key"]] = "DATE_ONLY" if body["key"] in DATES_ONLY else "RUNNING"
        elif happened["type"] in CLOCK_STATES:
            states[body["key"]] = _next_state(states.get(body["key"]), happened["type"])
    return tuple(_due_date(key, latest[key], states[key], find) for key in sorted(latest))


def _receipts(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """An acceptance, or a filing, settles more than one question, each by its own rule set."""
    first = (body["receipt"],) if body.get("receipt") else ()
    return (*first, *body.get("further_receipts", ()))


def _by_rule(happened: Happened, receipt: Mapping[str, Any], find: FindClause) -> Explained:
    rules = receipt["rules"]
    return Explained(
        event=happened["type"],
        at=happened["at"],
        kind="RULE",
        by={name: receipt[name] for name in ("ruleset", "version", "sha256")},
        rules=tuple(rule["id"] for rule in rules),
        clauses=_cited((rule["clause"] for rule in rules), find),
        facts=receipt["facts"],
        outcome=receipt["outcome"],
    )


def _by_person(happened: Happened, command: Mapping[str, Any], find: FindClause) -> Explained:
    body = happened["body"]
    refused = happened["type"] == CommandRefused.name
    kind = EVENTS.get(happened["type"])
    clauses = (body["clause"],) if refused else (kind.clauses if kind else ())
    return Explained(
        event=happened["type"],
        at=happened["at"],
        kind="REFUSED" if refused else "PERSON",
        by={k: v for k, v in command["actor"].items() if k in ("principal", "role", "unit") and v},
        rules=(),
        clauses=_cited(clauses, find),
        facts={"command": command["type"], **command.get("fields", {})},
        outcome={"code": body["code"]} if refused else {},
    )


def _next_state(before: str | None, event: str) -> str:
    """What was missed before it was met was met late."""
    now = CLOCK_STATES[event]
    return "MET_LATE" if (before, now) == ("MISSED", "MET") else now


def _due_date(key: str, happened: Happened, state: str, find: FindClause) -> DueDate:
    body = happened["body"]
    due_on = date.fromisoformat(body["due_on"]) if body.get("due_on") else None
    derivation = Derivation.model_validate(body["derivation"]) if body.get("derivation") else None
    zh, en = derivation_sentence(derivation, due_on) if derivation else _without_count(due_on)
    cited = (derivation.rule, derivation.clause) if derivation else (body.get("clause") or "10.5e",)
    return DueDate(
        key=key,
        due_on=body.get("due_on"),
        state=state,
        sentence_zh=zh,
        sentence_en=en,
        derivation=body.get("derivation"),
        clauses=_cited(cited, find),
    )


def _without_count(due_on: date | None) -> tuple[str, str]:
    if due_on is None:
        return "此项没有到期日。", "There is no date here."
    return f"指定日期：{due_on}。", f"As named: {due_on}."


def _cited(ids: Iterable[str], find: FindClause) -> tuple[CitedClause, ...]:
    return tuple(_cite(clause_id, find(clause_id)) for clause_id in dict.fromkeys(ids))


def _cite(clause_id: str, clause: Clause | None) -> CitedClause:
    if clause is None:
        return CitedClause(clause_id, clause_id, "", "")
    return CitedClause(clause.id, clause.label_zh, clause.text_zh or clause.gist_en, clause.gist_en)
