"""The spans of a case as rows: trace by trace, children under their parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.desk.traces.ring import CaseSpan


@dataclass(frozen=True, slots=True)
class Row:
    """A span, how deep it is indented, and when it began after its trace did."""

    span: CaseSpan
    depth: int
    after_ns: int

    @property
    def duration_ns(self) -> int:
        """How long it took."""
        return max(0, self.span.ended_ns - self.span.started_ns)


@dataclass(frozen=True, slots=True)
class TraceRows:
    """One trace: what followed from one submit, one command or one timer."""

    trace_id: str
    started_ns: int
    span_ns: int
    """From its first start to its last end."""
    rows: tuple[Row, ...]


def timeline(spans: Sequence[CaseSpan]) -> tuple[TraceRows, ...]:
    """The traces as they began; a span whose parent is not here stands at the left edge."""
    by_trace: defaultdict[str, list[CaseSpan]] = defaultdict(list)
    for span in sorted(spans, key=lambda span: (span.started_ns, span.span_id)):
        by_trace[span.trace_id].append(span)
    return tuple(_trace(trace_id, found) for trace_id, found in by_trace.items())


def _trace(trace_id: str, spans: Sequence[CaseSpan]) -> TraceRows:
    started = spans[0].started_ns
    ended = max(span.ended_ns for span in spans)
    rows = tuple(Row(span, depth, span.started_ns - started) for span, depth in _indented(spans))
    return TraceRows(trace_id, started, ended - started, rows)


def _indented(spans: Sequence[CaseSpan]) -> Iterator[tuple[CaseSpan, int]]:
    """Depth first without recursion: chains of answers can be long."""
    here = {span.span_id for span in spans}
    children: defaultdict[str, list[CaseSpan]] = defaultdict(list)
    for span in spans:
        children[span.parent_id if span.parent_id in here else ""].append(span)
    waiting = [(span, 0) for span in reversed(children[""])]
    while waiting:
        span, depth = waiting.pop()
        yield span, depth
        waiting.extend((child, depth + 1) for child in reversed(children[span.span_id]))
