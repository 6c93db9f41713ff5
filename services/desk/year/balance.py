"""Whether a year adds up: what was sent against what stands in every table at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.desk.year.year import Sent

ENDED = frozenset(
    {"NOT_ACCEPTED", "MERGED", "WITHDRAWN", "TRANSFERRED_OUT", "CONCLUDED", "ARCHIVED"}
)
"""How a petition can have ended; every other status is open."""
NOWHERE = "–"
"""A petition without a kind or a unit stands in each table all the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case at the end of the year, as the archive has it."""

    source: str
    platform_ref: str
    channel: str
    kind: str
    status: str
    lead_unit: str

    @classmethod
    def of(cls, source: str, platform_ref: str, view: Mapping[str, Any]) -> Row:
        """The row of a view, which leaves out fields at their default."""
        return cls(
            source,
            platform_ref,
            channel=str(view.get("channel") or NOWHERE),
            kind=str(view.get("kind") or NOWHERE),
            status=str(view.get("status") or NOWHERE),
            lead_unit=str(view.get("lead_unit") or NOWHERE),
        )


@dataclass(slots=True)
class Standing:
    """What the house holds at the end, counted where it stands."""

    rows: Mapping[str, Row]
    """By case id, of both lanes."""
    cases: Mapping[str, int]
    """Cases in the tables of each service, by its label."""
    expected_cases: Mapping[str, int]
    """How many the gate has put into the lane of each service."""
    dead_letters: Counter[str]
    """By code, as they were answered."""
    letters: int = 0
    """All that lie on the topics of dead letters."""
    parked: int = 0
    outbox: int = 0
    behind: int = 0
    """Events of the logs that somebody has not done yet."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the balance."""

    zh: str
    en: str
    expected: int
    actual: int

    @property
    def holds(self) -> bool:
        """Both sides are the same."""
        return self.expected == self.actual


def tables_of(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """The year's tables: each counts every petition once."""
    petitions = _once(rows)
    return {
        "status": Counter(row.status for row in petitions),
        "channel": Counter(row.channel for row in petitions),
        "kind": Counter(row.kind for row in petitions),
        "lead_unit": Counter(row.lead_unit for row in petitions),
    }


def balance(sent: Sent, standing: Standing) -> list[Check]:
    """Every line that must hold."""
    received = sent.channels.total()
    tables = tables_of(standing.rows.values())
    status = tables["status"]
    ended = sum(count for name, count in status.items() if name in ENDED)
    checks = [
        Check("发出 = 成案 + 不良输入", "sent = cases + bad input", sent.petitions,
              received + sent.dead.total()),
        Check("收到 = 办结各类 + 在办", "received = ended + open", received,
              ended + (status.total() - ended)),
        Check("未登记", "never registered", 0, status[NOWHERE]),
        Check("结果与预期不同的来件", "petitions that came out otherwise", 0, len(sent.faults)),
        Check("死信 = 不良输入", "dead letters = bad input", sent.dead.total(),
              standing.dead_letters.total()),
        Check("死信主题 = 不良输入", "dead letter topics = bad input", sent.dead.total(),
              standing.letters),
    ]  # fmt: skip
    checks += [
        Check(f"死信 {code}", f"dead letters {code}", sent.dead[code], standing.dead_letters[code])
        for code in sorted({*sent.dead, *standing.dead_letters})
    ]
    checks += [
        Check(f"合计（{name}）", f"total by {name}", received, table.total())
        for name, table in tables.items()
    ]
    checks += [
        Check(f"渠道 {channel}", f"channel {channel}", sent.channels[channel],
              tables["channel"][channel])
        for channel in sorted({*sent.channels, *tables["channel"]})
    ]  # fmt: skip
    checks += [
        Check(f"{label} 案件数", f"cases of {label}", standing.expected_cases[label], count)
        for label, count in standing.cases.items()
    ]
    return [*checks, *_at_rest(standing)]


def _at_rest(standing: Standing) -> Sequence[Check]:
    return (
        Check("停放的案件", "parked cases", 0, standing.parked),
        Check("待发消息", "outbox rows", 0, standing.outbox),
        Check("未读事件", "events behind", 0, standing.behind),
    )


def _once(rows: Iterable[Row]) -> list[Row]:
    """A petition that goes on in the other lane is counted there alone: it came last."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        found[row.source, row.platform_ref] = row
    return list(found.values())
