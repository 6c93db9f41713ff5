"""How petitions were handled: per unit, and as shares of the whole (art. 9(一)8, 13, notice)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from services.desk.decisions.figures.census import Census
from services.desk.decisions.figures.petition import Counted
from services.desk.decisions.figures.tables import Column, Rate, Table, tally

Question = Callable[[Counted], int]


def ended(case: Counted) -> bool:
    """Handled to its end."""
    return case.status == "CONCLUDED"


def lacks_signoff(case: Counted) -> bool:
    """Delivered with no signature, refusal or attempts on file, or sent back for want of one."""
    return not case.signed or case.refused_without_signoff > 0


def ended_otherwise(case: Counted) -> bool:
    """Withdrawn, handed out, or ended in some other way."""
    return not case.is_open and not ended(case)


HANDLING: tuple[tuple[Column, Question], ...] = (
    (Column("assigned", "承办", "assigned"), lambda _: 1),
    (Column("on_time", "按期办结", "concluded in time"), lambda c: ended(c) and not c.is_late),
    (Column("late", "逾期办结", "concluded late"), lambda c: ended(c) and c.is_late),
    (Column("open", "在办", "open"), lambda c: c.is_open and not c.is_late),
    (Column("overdue", "逾期在办", "open and overdue"), lambda c: c.is_open and c.is_late),
    (Column("otherwise", "撤回、移送等", "ended otherwise"), ended_otherwise),
)
"""What became of each assignment; the first is the sum of all others."""

WORK: tuple[tuple[Column, Question], ...] = (
    (Column("objections", "异议", "objections"), lambda c: c.objections),
    (Column("extended", "延期", "extended"), lambda c: c.extended),
    (Column("returns", "退回重办", "replies returned"), lambda c: c.returns),
    (Column("reminders", "催办", "reminders"), lambda c: c.reminders),
    (Column("repeats", "重复信访", "raised again"), lambda c: c.repeat_no > 0),
    (Column("signed", "签收", "signed"), lambda c: c.signed == "SIGNED"),
    (Column("supervised", "督办", "supervised"), lambda c: c.supervised > 0),
    (Column("packages", "包案", "packages"), lambda c: bool(c.triggers)),
)
FLAGS = (Column("flags", "问责标记", "flagged"), lambda c: len(c.flags))

INDICATORS: Mapping[str, tuple[str, str]] = {
    "on_time": ("按期办结率", "concluded in time"),
    "no_return": ("一次通过率", "replies not returned"),
    "no_repeat": ("未重复信访率", "not raised again"),
    "signed": ("签收率", "signed for"),
    "no_reminder": ("未催办率", "without a reminder"),
}
"""What art. 13 can look at; each is a share where more is better."""


def per_unit(census: Census, with_flags: bool) -> tuple[Table, Table]:
    """What became of each unit's assignments, and what it took."""
    work = (*WORK, FLAGS) if with_flags else WORK
    return (
        _of_units(census, ("handling", "办理结果", "how it was handled"), HANDLING),
        _of_units(census, ("work", "办理过程", "what it took"), (HANDLING[0], *work)),
    )


def rates(cases: Sequence[Counted]) -> tuple[Rate, ...]:
    """How well the procedure itself works; shares of what could have gone well."""
    assigned = [case for case in cases if case.dispatches]
    replied = [case for case in cases if case.submissions]
    to_be_signed = [case for case in cases if case.signoff_required and case.delivered]
    return (
        _rate("overdue", "逾期率", "overdue", assigned, lambda c: c.is_late),
        _rate("bounce", "异议退回率", "bounced", assigned, lambda c: c.objections > 0),
        _rate("returned", "退回重办率", "returned for redo", replied, lambda c: c.returns > 0),
        _rate(
            "unsigned", "缺签收率", "not signed for", to_be_signed, lambda c: c.signed != "SIGNED"
        ),
        _rate("reminded", "催办率", "reminded", assigned, lambda c: c.reminders > 0),
    )


def indicators(cases: Sequence[Counted]) -> dict[str, Rate]:
    """The indicators of art. 13 over some unit's cases."""
    ended = [case for case in cases if case.outcome]
    replied = [case for case in cases if case.submissions]
    to_be_signed = [case for case in ended if case.signoff_required]
    found = {
        "on_time": (ended, lambda c: not c.is_late),
        "no_return": (replied, lambda c: c.returns == 0),
        "no_repeat": (list(cases), lambda c: c.repeat_no == 0),
        "signed": (to_be_signed, lambda c: c.signed == "SIGNED"),
        "no_reminder": (list(cases), lambda c: c.reminders == 0),
    }
    return {key: _rate(key, *INDICATORS[key], *of) for key, of in found.items()}


def score(shares: Mapping[str, Rate], weights: Mapping[str, int]) -> float | None:
    """The weighted mean of what can be said; None without weights: the text has no formula."""
    counted = [(shares[key].per_cent, weight) for key, weight in weights.items() if key in shares]
    said = [(share, weight) for share, weight in counted if share is not None and weight > 0]
    if not said:
        return None
    return round(sum(share * weight for share, weight in said) / sum(w for _, w in said), 1)


def by_lead(cases: Iterable[Counted]) -> dict[str, list[Counted]]:
    """The cases of each lead unit."""
    found: dict[str, list[Counted]] = {}
    for case in cases:
        found.setdefault(case.lead_unit, []).append(case)
    return dict(sorted(found.items()))


def _of_units(
    census: Census, spec: tuple[str, str, str], questions: Sequence[tuple[Column, Question]]
) -> Table:
    counts = {
        unit: tuple(sum(int(ask(case)) for case in cases) for _, ask in questions)
        for unit, cases in by_lead(census.handled).items()
    }
    return tally(spec, [column for column, _ in questions], counts, census.unit)


def _rate(
    key: str, zh: str, en: str, of: Sequence[Counted], holds: Callable[[Counted], bool]
) -> Rate:
    return Rate(key, zh, en, sum(1 for case in of if holds(case)), len(of))
