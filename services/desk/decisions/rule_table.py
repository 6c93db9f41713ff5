"""A rule set in the words of whoever must answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.desk.decisions.rule_words import CODE, HERE, OUTCOME_KEY, TITLE

ALWAYS_ZH = "其他情形"
OFF_ZH = "（按现行口径不适用）"
READ_ZH: Mapping[str, str] = {
    "first": "自上而下，先符合者为准。",
    "collect": "逐条判断，凡符合者并列适用；均不符合的，适用末条。",
}
COMPARED: Mapping[str, str] = {
    "eq": "为",
    "ne": "不为",
    "lt": "少于",
    "lte": "不超过",
    "gt": "多于",
    "gte": "不少于",
    "in": "为",
    "contains": "含",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as a line of a table."""

    id: str
    when: str
    outcome: str
    clause: str
    clause_label: str
    clause_text: str
    readings: str
    """The settings it looks at with their values, and the understandings (E-n) behind it."""


def title(name: str) -> str:
    """What a rule set is about."""
    return TITLE.get(name, name)


def condition(when: Any, facts: Mapping[str, str]) -> str:
    """A condition, as JSON has it, in words; `facts` are their names."""
    match _bare(when):
        case None:
            said = OFF_ZH
        case "always":
            said = ALWAYS_ZH
        case {"all": list(parts)}:
            said = "，且".join(_within(part, facts) for part in parts)
        case {"any": list(parts)}:
            said = "，或".join(_within(part, facts) for part in parts)
        case {"not": part}:
            said = f"并非（{condition(part, facts)}）"
        case {"fact": str(fact), **rest}:
            [(op, value)] = rest.items()
            said = _compared(facts.get(fact, fact), fact, str(op), value)
        case other:
            raise ValueError(f"no condition: {other}")
    return said


def _bare(when: Any) -> Any:
    """Without the all and any around a single part, which readings may leave."""
    while isinstance(when, Mapping):
        parts = when.get("all") or when.get("any")
        if not parts or len(parts) > 1:
            break
        when = parts[0]
    return when


def outcome(found: Mapping[str, Any]) -> str:
    """What follows, in words; what is empty is left out where something else is said."""
    said = ((key, value) for key, value in found.items() if value is not None and value != [])
    return (
        "；".join(f"{OUTCOME_KEY.get(key, key)}：{word(key, value)}" for key, value in said) or "无"
    )


def readings(names: Iterable[str], settings: Mapping[str, Any]) -> str:
    """What the bureau has chosen where the procedure leaves a choice."""
    values = (f"{key} = {_value(value)}" for key, value in settings.items())
    return "；".join((*names, *values))


def word(where: str, value: Any) -> str:
    """A code, number or truth in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(word(where, one) for one in value)
    text = str(value)
    return HERE.get((where, text)) or (text if isinstance(value, int) else CODE.get(text, text))


def markdown(name: str, version: int, mode: str, lines: Iterable[Line]) -> str:
    """A rule set as a document."""
    head = f"# {title(name)} · {name}（第{version}版）\n\n{READ_ZH[mode]}\n"
    table = ["| 规则 | 情形 | 处理 | 依据 | 口径 |", "|---|---|---|---|---|"]
    for line in lines:
        basis = f"{line.clause_label}（{line.clause}）{line.clause_text}"
        cells = (line.id, line.when, line.outcome, basis, line.readings or "–")
        table.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join([head, *table, ""])


def _within(part: Any, facts: Mapping[str, str]) -> str:
    text, bare = condition(part, facts), _bare(part)
    return f"（{text}）" if isinstance(bare, Mapping) and {"all", "any"} & bare.keys() else text


def _compared(label: str, fact: str, op: str, value: Any) -> str:
    if isinstance(value, bool):
        return label if value == (op == "eq") else f"并非“{label}”"
    if op == "in":
        return f"{label}为{'或'.join(f'“{word(fact, one)}”' for one in value)}"
    if isinstance(value, int):
        return f"{label}{COMPARED[op]}{value}"
    return f"{label}{COMPARED[op]}“{word(fact, value)}”"


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "/".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")
