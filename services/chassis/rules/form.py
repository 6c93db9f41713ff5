"""The YAML form of a rule set, read into values; what it means is the checker's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from services.chassis.rules.errors import RuleSetRejected
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
OutcomeValue = Scalar | list[Scalar]


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


def read_ruleset(file: Path, document: Any) -> RuleSet:
    """The rule set a document writes down; raises `RuleSetRejected` where the form is wrong."""
    try:
        form = _RuleSet.model_validate(document)
    except ValidationError as error:
        raise RuleSetRejected(list(_sentences(file, document, error))) from None
    rules, problems = _rules(file, form)
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
        file=file.name,
    )


def _rules(file: Path, form: _RuleSet) -> tuple[list[Rule], list[str]]:
    rules, problems = [], []
    for row in form.rules:
        try:
            when = None if row.when == ALWAYS else _condition(row.when, DEPTH_MAX)
        except _Malformed as error:
            problems.append(f"{file}: rule {row.id}: {error}")
            continue
        clause = row.clause or form.clause or ""
        reading = tuple(row.reading)
        rules.append(Rule(row.id, clause, row.priority, when, dict(row.outcome), reading))
    return rules, problems


def _fact(name: str, fact: _Fact) -> FactSpec:
    return FactSpec(
        name,
        fact.type,
        fact.doc,
        fact.min if fact.min is not None else 0,
        fact.max if fact.max is not None else 0,
        tuple(fact.one_of or ()),
    )


def _condition(node: Any, depth: int) -> Condition:
    if depth == 0:
        raise _Malformed(f"conditions are nested deeper than {DEPTH_MAX}; split the rule.")
    match node:
        case {"all": list(parts), **rest} if parts and not rest:
            return AllOf(tuple(_condition(part, depth - 1) for part in parts))
        case {"any": list(parts), **rest} if parts and not rest:
            return AnyOf(tuple(_condition(part, depth - 1) for part in parts))
        case {"not": part, **rest} if not rest:
            return NotThat(_condition(part, depth - 1))
        case {"fact": str(fact), **rest} if len(rest) == 1:
            return _comparison(fact, rest)
        case _:
            raise _Malformed(
                "write a condition as all, any (each with a list), not, or {fact: name, "
                f"operator: value}}; `{ALWAYS}` stands alone."
            )


def _comparison(fact: str, rest: Mapping[Any, Any]) -> Compare:
    [(op, value)] = rest.items()
    if op not in OPERATORS:
        raise _Malformed(f"{op!r} is no operator; use one of {', '.join(OPERATORS)}.")
    if isinstance(value, list):
        if not value or not all(type(item) in (str, int) for item in value):
            raise _Malformed(f"the list after {op} must hold codes or whole numbers, at least one.")
        return Compare(fact, op, tuple(value))
    if type(value) not in (bool, int, str):
        raise _Malformed(f"the value after {op} must be true, false, a whole number or a code.")
    return Compare(fact, op, value)


def _sentences(file: Path, document: Any, error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_input=False, include_url=False):
        place = [str(part) for part in fault["loc"]]
        rule = _rule_id(document, fault["loc"])
        where = f"rule {rule}, {'.'.join(place[2:])}" if rule else ".".join(place) or "document"
        yield f"{file}: {where}: {fault['msg']}; correct the form."


def _rule_id(document: Any, place: tuple[int | str, ...]) -> str:
    match place:
        case ("rules", int(number), *_):
            rule = document["rules"][number]
            name = rule.get("id") if isinstance(rule, dict) else None
            return str(name or f"number {number + 1}")
        case _:
            return ""
