"""The pages of the trace viewer: plain HTML, nothing to load beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from contracts.zone import BUREAU_ZONE
from services.desk.traces.ring import CaseSeen
from services.desk.traces.timeline import Row, TraceRows

NANOSECONDS = 1_000_000_000
BAR_PERCENT_MIN = 0.4
SHOWN_ATTRIBUTES = {
    "case.rules": "rules",
    "messaging.destination.partition.id": "partition",
    "messaging.kafka.offset": "offset",
    "error.type": "error",
}

_STYLE = """
:root{color-scheme:light dark;--line:#8883;--soft:#8889;--bar:#3b7dd8;--bad:#d33}
body{font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
body{margin:1.5rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.3rem}h2{font-size:1rem;margin:1.6rem 0 .3rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.2rem .5rem;border-bottom:1px solid var(--line)}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.track{width:26%;min-width:8rem}
.track div{height:.6rem;border-radius:.2rem;background:var(--bar);min-width:2px}
tr.bad .track div{background:var(--bad)}tr:target{outline:2px solid var(--bar)}
.soft,th{color:var(--soft);font-weight:normal}code{font-size:.92em}
input{font:inherit;padding:.2rem .4rem;width:22rem}
"""


def cases_page(cases: Sequence[CaseSeen]) -> str:
    """The youngest cases, each a link to its timeline."""
    head = "<tr><th>案件 case</th><th>步骤 spans</th><th>最近 last</th></tr>"
    rows = "".join(_case_row(seen) for seen in cases)
    empty = "" if rows else '<p class="soft">还没有收到轨迹 · no traces yet</p>'
    return _page("案件轨迹 · Case traces", f"{_search('')}<table>{head}{rows}</table>{empty}")


def case_page(case_id: str, traces: Sequence[TraceRows]) -> str:
    """Every trace of a case, its spans indented as they followed from each other."""
    known = {row.span.span_id for trace in traces for row in trace.rows}
    sections = "".join(_section(trace, known) for trace in traces)
    empty = "" if traces else '<p class="soft">没有该案件的轨迹 · nothing about this case here</p>'
    return _page(f"案件 {case_id} 的轨迹 · Traces", f"{_search(case_id)}{sections}{empty}")


def _case_row(seen: CaseSeen) -> str:
    case = f"<code>{escape(seen.case_id)}</code>"
    dropped = f" (+{seen.dropped})" if seen.dropped else ""
    return (
        f'<tr><td><a href="/traces?case={quote(seen.case_id)}">{case}</a></td>'
        f'<td class="n">{seen.spans}{dropped}</td>'
        f'<td class="n">{_clock(seen.last_ended_ns)}</td></tr>'
    )


def _section(trace: TraceRows, known: set[str]) -> str:
    rows = "".join(_row(row, trace, known) for row in trace.rows)
    return (
        f"<h2>{_clock(trace.started_ns)} · {_milliseconds(trace.span_ns)} ms"
        f' <code class="soft">{trace.trace_id}</code></h2>'
        "<table><tr><th>服务 service</th><th>步骤 step</th><th>开始 after, ms</th>"
        f"<th>用时 took, ms</th><th></th><th>关联 links</th></tr>{rows}</table>"
    )


def _row(row: Row, trace: TraceRows, known: set[str]) -> str:
    span = row.span
    failed = " class=bad" if span.failed else ""
    step = f'{escape(span.name)} <span class="soft">{_details(row)}</span>'
    return (
        f'<tr id="s{span.span_id}"{failed}><td>{escape(span.service)}</td>'
        f'<td style="padding-left:{0.5 + row.depth:.1f}rem">{step}</td>'
        f'<td class="n">{_milliseconds(row.after_ns)}</td>'
        f'<td class="n">{_milliseconds(row.duration_ns)}</td>'
        f'<td class="track">{_bar(row, max(1, trace.span_ns))}</td>'
        f"<td>{_links((link.span_id for link in span.links), known)}</td></tr>"
    )


def _details(row: Row) -> str:
    attributes = row.span.attributes
    return " ".join(
        f"{word}={escape(str(attributes[name]))}"
        for name, word in SHOWN_ATTRIBUTES.items()
        if name in attributes
    )


def _bar(row: Row, whole_ns: int) -> str:
    left = min(99.0, 100 * row.after_ns / whole_ns)
    width = min(100 - left, max(BAR_PERCENT_MIN, 100 * row.duration_ns / whole_ns))
    return f'<div style="margin-left:{left:.2f}%;width:{width:.2f}%"></div>'


def _links(span_ids: Iterable[str], known: set[str]) -> str:
    return " ".join(
        f'<a href="#s{span_id}">→ {span_id[:8]}</a>'
        if span_id in known
        else f'<span class="soft">→ {span_id[:8]}</span>'
        for span_id in span_ids
    )


def _search(case_id: str) -> str:
    return (
        '<form action="/traces"><a href="/">全部 all</a> '
        f'<input name="case" value="{escape(case_id)}" placeholder="案件编号 case id"></form>'
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
    )


def _clock(nanoseconds: int) -> str:
    moment = datetime.fromtimestamp(nanoseconds / NANOSECONDS, UTC).astimezone(BUREAU_ZONE)
    return moment.isoformat(" ", "milliseconds")


def _milliseconds(nanoseconds: int) -> str:
    return f"{nanoseconds / 1_000_000:.2f}"
