"""The YAML form of a rule set, read into values; what it means is the checker's business."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from services.chassis.plain_yaml import Place
from services.chassis.rules.errors import Problem, RuleSetRejected
from services.chassis.rules.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    FactSpec,
    FactType,
    Mode,
    NotThat,
    Operator,
    Rule,
    RuleSet,
)
from services.chassis.rules.source import Source

DEPTH_MAX = 8
RULES_MAX = 200
FACTS_MAX = 40
INTEGER_MAX = 1_000_000_000

OPERATORS: tuple[Operator, ...] = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "contains")
ALWAYS = "always"

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
CodeWord = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9_.-]{0,63}$")]
Bound = Annotated[int, Field(ge=-INTEGER_MAX, le=INTEGER_MAX)]
Scalar = StrictBool | StrictInt | StrictStr | None
SettingOf = dict[Literal["setting"], StrictStr]
"""Stands where a value stands, and means what the bureau has chosen for that reading."""
OutcomeValue = Scalar | list[Scalar] | SettingOf


class _Form(BaseModel):
    """Nothing that is not foreseen, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Effective(_Form):
    """From which day to which."""

    from_: date = Field(alias="from")
    to: date | None = None


class _Fact(_Form):
    """A declared fact; its name is the key it stands under."""

    doc: str
    zh: str = ""
    type: FactType
    min: Bound | None = None
    max: Bound | None = None
    one_of: Annotated[list[CodeWord], Field(max_length=100)] | None = None


class _Rule(_Form):
    """One rule; the clause of the set counts where it names none."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{0,63}$")]
    clause: str | None = None
    reading: list[str] = []
    priority: Annotated[int, Field(ge=0, le=1_000_000)]
    when: Any
    outcome: dict[Word, OutcomeValue]


class _RuleSet(_Form):
    """The whole document."""

    name: Word
    version: Annotated[int, Field(ge=1)]
    effective: _Effective
    mode: Literal["first", "collect"]
    clause: str | None = None
    facts: Annotated[dict[Word, _Fact], Field(min_length=1, max_length=FACTS_MAX)]
    conditions: Any = None
    """Holds the anchors that rules refer to."""
    rules: Annotated[list[_Rule], Field(min_length=1, max_length=RULES_MAX)]


class _Malformed(Exception):
    """A condition is not written as one; the text says how it should be."""

    def __init__(self, place: Place, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place


Settings = Mapping[str, object]
"""The readings in force, by key."""

CONSTANT_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "contains": operator.contains,
}


def read_ruleset(source: Source, settings: Settings) -> RuleSet:
    """The rule set a document writes down, its settings replaced by their values.

    Raises `RuleSetRejected` where the form is wrong or a setting does not exist.
    """
    try:
        form = _RuleSet.model_validate(source.document)
    except ValidationError as error:
        raise RuleSetRejected(list(_sentences(source, error))) from None
    rules, problems = _rules(source, form, _Reader(settings))
    if problems:
        raise RuleSetRejected(problems)
    mode: Mode = form.mode
    return RuleSet(
        name=form.name,
        version=form.version,
        effective_from=form.effective.from_,
        effective_to=form.effective.to,
        mode=mode,
        facts={name: _fact(name, fact) for name, fact in form.facts.items()},
        rules=tuple(sorted(rules, key=lambda rule: -rule.priority)),
        file=source.file.name,
    )


def _rules(source: Source, form: _RuleSet, reader: _Reader) -> tuple[list[Rule], list[Problem]]:
    rules, problems = [], []
    for number, row in enumerate(form.rules):
        place: Place = ("rules", number)
        try:
            when = _when(row, place, reader)
            outcome = {
                key: reader.value(value, (*place, "outcome", key))
                for key, value in row.outcome.items()
            }
        except _Malformed as error:
            problems.append(source.problem(error.place, f"rule {row.id}: {error}"))
            continue
        if when is False:
            continue  # switched off by a setting
        clause = row.clause or form.clause or ""
        condition = None if when is True else when
        rules.append(
            Rule(row.id, clause, row.priority, condition, outcome, tuple(row.reading), number)
        )
    return rules, problems


def _when(row: _Rule, place: Place, reader: _Reader) -> Condition | bool:
    return True if row.when == ALWAYS else reader.condition(row.when, (*place, "when"), DEPTH_MAX)


def _fact(name: str, fact: _Fact) -> FactSpec:
    return FactSpec(
        name,
        fact.type,
        fact.doc,
        fact.min if fact.min is not None else 0,
        fact.max if fact.max is not None else 0,
        tuple(fact.one_of or ()),
        fact.zh,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads conditions; what a setting decides alone is true or false here and now."""

    settings: Settings

    def condition(self, node: Any, place: Place, depth: int) -> Condition | bool:
        """The condition of a node, or its truth where no fact can change it."""
        if depth == 0:
            sentence = f"conditions are nested deeper than {DEPTH_MAX}; split the rule."
            raise _Malformed(place, sentence)
        match node:
            case {"all": list(parts), **rest} if parts and not rest:
                return _all(self._parts(parts, (*place, "all"), depth))
            case {"any": list(parts), **rest} if parts and not rest:
                return _any(self._parts(parts, (*place, "any"), depth))
            case {"not": part, **rest} if not rest:
                return _not(self.condition(part, (*place, "not"), depth - 1))
            case {"fact": str(fact), **rest} if len(rest) == 1:
                return self._comparison(fact, rest, place)
            case {"setting": str(key), **rest} if len(rest) == 1:
                return self._constant(key, rest, place)
            case _:
                raise _Malformed(
                    place,
                    "write a condition as all, any (each with a list), not, {fact: name, "
                    f"operator: value}} or {{setting: key, operator: value}}; `{ALWAYS}` "
                    "stands alone.",
                )

    def value(self, value: Any, place: Place) -> Any:
        """A value as it stands, or what the bureau has chosen."""
        match value:
            case {"setting": str(key), **rest} if not rest:
                return self._setting(key, place)
            case _:
                return value

    def _parts(self, parts: list[Any], place: Place, depth: int) -> list[Condition | bool]:
        return [
            self.condition(part, (*place, number), depth - 1) for number, part in enumerate(parts)
        ]

    def _setting(self, key: str, place: Place) -> Any:
        if key not in self.settings:
            raise _Malformed(place, f"{key} is no setting; use a key of limits.yaml.")
        return self.settings[key]

    def _constant(self, key: str, rest: Mapping[Any, Any], place: Place) -> bool:
        [(op, value)] = rest.items()
        if op not in CONSTANT_OPERATORS:
            fit = ", ".join(CONSTANT_OPERATORS)
            raise _Malformed(place, f"{op!r} does not fit a setting; use {fit}.")
        chosen = self._setting(key, place)
        if op == "contains" and not isinstance(chosen, tuple):
            raise _Malformed(place, f"the setting {key} is no list; use eq or ne.")
        return CONSTANT_OPERATORS[op](chosen, value)

    def _comparison(self, fact: str, rest: Mapping[Any, Any], place: Place) -> Compare:
        [(op, written)] = rest.items()
        if op not in OPERATORS:
            raise _Malformed(place, f"{op!r} is no operator; use one of {', '.join(OPERATORS)}.")
        value = self.value(written, place)
        if isinstance(value, (list, tuple)):
            if not value or not all(type(item) in (str, int) for item in value):
                sentence = f"the list after {op} must hold codes or whole numbers, at least one."
                raise _Malformed(place, sentence)
            return Compare(fact, op, tuple(value), place)
        if type(value) not in (bool, int, str):
            sentence = f"the value after {op} must be true, false, a whole number or a code."
            raise _Malformed(place, sentence)
        return Compare(fact, op, value, place)


def _all(parts: list[Condition | bool]) -> Condition | bool:
    open_parts = tuple(part for part in parts if not isinstance(part, bool))
    if False in parts:
        return False
    return AllOf(open_parts) if open_parts else True


def _any(parts: list[Condition | bool]) -> Condition | bool:
    open_parts = tuple(part for part in parts if not isinstance(part, bool))
    if True in parts:
        return True
    return AnyOf(open_parts) if open_parts else False


def _not(part: Condition | bool) -> Condition | bool:
    return not part if isinstance(part, bool) else NotThat(part)


def _sentences(source: Source, error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors(include_input=False, include_url=False):
        place = [str(part) for part in fault["loc"]]
        rule = _rule_id(source.document, fault["loc"])
        where = f"rule {rule}, {'.'.join(place[2:])}" if rule else ".".join(place) or "document"
        yield source.problem(fault["loc"], f"{where}: {fault['msg']}; correct the form.")


def _rule_id(document: Any, place: tuple[int | str, ...]) -> str:
    match place:
        case ("rules", int(number), *_):
            rule = document["rules"][number]
            name = rule.get("id") if isinstance(rule, dict) else None
            return str(name or f"number {number + 1}")
        case _:
            return ""
