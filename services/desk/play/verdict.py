"""Compares what a story expects with what stands in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.batch import Lane
from services.desk.play.player import Played, RefusedCommand
from services.desk.play.scenario import Scenario

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A case of the story as the archive has it; its view leaves out fields at their default."""

    view: View
    events: Sequence[str]
    """Names, in the order of the log."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not come true."""

    field: str
    expected: Any
    actual: Any


def compare(
    scenario: Scenario,
    played: Played,
    seen: Mapping[str, CaseSeen],
    name_key: Callable[[Lane, str], str],
) -> list[Difference]:
    """Every difference; `name_key(lane, name)` is the keyed hash that stands for a name."""
    found = [Difference("story", "no fault", fault) for fault in played.faults]
    for name, expected in scenario.expected.items():
        found += _of_case(name, expected, played, seen.get(name), name_key)
    return found + _of_whole(scenario.whole, seen)


def _of_case(
    name: str,
    expected: Mapping[str, Any],
    played: Played,
    case: CaseSeen | None,
    name_key: Callable[[Lane, str], str],
) -> list[Difference]:
    prefix = f"{name}." if name else ""
    if case is None:
        return [Difference(f"{prefix}case", "a case", None)]
    lane = played.petitions[name].lane
    refused = [command for command in played.refused if command.case == name]
    found: list[Difference] = []
    for field, wanted in expected.items():
        match field:
            case "deadlines":
                found += _deadlines(wanted, case.view)
            case "events":
                found += _in_order(wanted, case.events)
            case "absent":
                found += [Difference(field, f"no {e}", e) for e in wanted if e in case.events]
            case "refused":
                found += _refusals(wanted, refused)
            case "denied_persons":
                keys = [name_key(lane, person) for person in wanted]
                found += _persons(wanted, keys, case.view)
            case _:
                found += _field(field, wanted, case.view)
    return [Difference(prefix + d.field, d.expected, d.actual) for d in found]


SETS = frozenset({"co_units", "external_bodies", "package_triggers", "denied_units"})
DEFAULTS: Mapping[str, Any] = {
    "accept": None,
    "scope_basis": None,
    "lead_unit": None,
    "routing": "NONE",
    "package_case": "NONE",
    "confidentiality": "NORMAL",
    "group_visit": False,
    "max_representatives": None,
    "simple_eligible": False,
    "publish": "NONE",
    "status": None,
}


def _field(field: str, wanted: Any, view: View) -> Iterator[Difference]:
    judged = JUDGES.get(field)
    if judged is not None:
        actual, holds = judged(wanted, view)
    elif field in SETS:
        actual = view.get(field, [])
        holds = sorted(actual) == sorted(wanted)
    elif field in DEFAULTS:
        actual = view.get(field, DEFAULTS[field])
        holds = actual == wanted
    else:
        wanted, actual, holds = "a field that can be judged", "unknown", False
    if not holds:
        yield Difference(field, wanted, actual)


def _pending(wanted: Any, view: View) -> tuple[Any, bool]:
    waiting = view.get("pending", [])
    return waiting, set(wanted) <= set(waiting)


def _signoff(wanted: Any, view: View) -> tuple[Any, bool]:
    required = bool(view.get("signoff_required", False))
    actual = {"petitioner": required, "witness": required}
    return actual, actual == dict(wanted)


def _accountability(wanted: Any, view: View) -> tuple[Any, bool]:
    """`WATCH` alone is any watch; a flag is asked for by its code."""
    raised = view.get("accountability", [])
    if wanted == "NONE":
        return raised or "NONE", not raised
    any_watch = wanted == "WATCH" and any(code.startswith("WATCH:") for code in raised)
    return raised or "NONE", any_watch or wanted in raised


JUDGES: Mapping[str, Callable[[Any, View], tuple[Any, bool]]] = {
    "pending": _pending,
    "signoff": _signoff,
    "accountability": _accountability,
}
"""Fields with a sense of their own: what stands there, and whether the story holds."""


def _deadlines(wanted: Mapping[str, Any], view: View) -> Iterator[Difference]:
    dates = {clock["key"]: clock.get("due_on") for clock in view.get("clocks", [])}
    for key, due_on in wanted.items():
        expected = str(due_on) if due_on is not None else None
        if dates.get(key) != expected:
            yield Difference(f"deadlines.{key}", expected, dates.get(key))


def _in_order(wanted: Sequence[str], events: Sequence[str]) -> Iterator[Difference]:
    rest = iter(events)
    for name in wanted:
        if name not in rest:
            yield Difference("events", name, "not at this place")
            return


def _persons(wanted: Sequence[str], keys: Sequence[str], view: View) -> Iterator[Difference]:
    denied = view.get("denied_persons", [])
    known = [
        person for person, key in zip(wanted, keys, strict=True) if {person, key} & set(denied)
    ]
    if len(known) != len(wanted) or len(denied) != len(wanted):
        yield Difference("denied_persons", wanted, known or denied)


def _refusals(
    wanted: Sequence[Mapping[str, Any]],
    refused: Sequence[RefusedCommand],
) -> Iterator[Difference]:
    left = list(refused)
    for one in wanted:
        match = next(
            (r for r in left if r.command == one["command"] and r.code == one.get("code", r.code)),
            None,
        )
        if match is None:
            codes = [r.code for r in refused if r.command == one["command"]]
            yield Difference(f"refused.{one['command']}", one.get("code", "refused"), codes)
        else:
            left.remove(match)


def _of_whole(whole: Mapping[str, Any], seen: Mapping[str, CaseSeen]) -> list[Difference]:
    found = []
    cases = {id(case): case for case in seen.values()}
    counted = Counter(name for case in cases.values() for name in case.events)
    for name, wanted in (whole.get("counts") or {}).items():
        if counted[name] != wanted:
            found.append(Difference(f"counts.{name}", wanted, counted[name]))
    if "cases" in whole and len(cases) != whole["cases"]:
        found.append(Difference("cases", whole["cases"], len(cases)))
    return found
