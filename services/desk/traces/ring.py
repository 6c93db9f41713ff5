"""The latest cases and their spans, in memory and bounded: the oldest case leaves first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CASES_MAX = 5_000
SPANS_PER_CASE_MAX = 2_000


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A span this one points to without being its child."""

    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """One step of one service on one case."""

    case_id: str
    trace_id: str
    span_id: str
    parent_id: str
    """Empty for the first span of a trace."""
    service: str
    name: str
    started_ns: int
    ended_ns: int
    failed: bool
    attributes: Mapping[str, str | int | float | bool]
    links: tuple[SpanLink, ...]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """What the list of cases says of one."""

    case_id: str
    spans: int
    dropped: int
    last_ended_ns: int


class _Spans:
    """The spans of one case; a span that is exported twice is kept once."""

    __slots__ = ("by_id", "dropped", "last_ended_ns")

    def __init__(self) -> None:
        self.by_id: dict[str, CaseSpan] = {}
        self.dropped = 0
        self.last_ended_ns = 0


class Ring:
    """Spans by case; adding to a case makes it the youngest."""

    def __init__(
        self, cases_max: int = CASES_MAX, spans_per_case_max: int = SPANS_PER_CASE_MAX
    ) -> None:
        self._cases: OrderedDict[str, _Spans] = OrderedDict()
        self._cases_max = cases_max
        self._spans_per_case_max = spans_per_case_max

    def add(self, spans: Iterable[CaseSpan]) -> None:
        """Keep these spans; what a full case cannot take is counted."""
        for span in spans:
            kept = self._cases.setdefault(span.case_id, _Spans())
            self._cases.move_to_end(span.case_id)
            kept.last_ended_ns = max(kept.last_ended_ns, span.ended_ns)
            if span.span_id in kept.by_id or len(kept.by_id) < self._spans_per_case_max:
                kept.by_id[span.span_id] = span
            else:
                kept.dropped += 1
        while len(self._cases) > self._cases_max:
            self._cases.popitem(last=False)

    def spans_of(self, case_id: str) -> tuple[CaseSpan, ...]:
        """The spans of a case in the order they started; none for a case not heard of."""
        kept = self._cases.get(case_id)
        if kept is None:
            return ()
        return tuple(sorted(kept.by_id.values(), key=lambda span: (span.started_ns, span.span_id)))

    def recent(self, limit: int) -> tuple[CaseSeen, ...]:
        """The youngest cases first."""
        youngest = list(reversed(self._cases))[:limit]
        return tuple(
            CaseSeen(case_id, len(kept.by_id), kept.dropped, kept.last_ended_ns)
            for case_id in youngest
            for kept in (self._cases[case_id],)
        )
