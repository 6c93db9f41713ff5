"""Prints a due date's derivation as a sentence, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contracts.derivation import Derivation

DAYS_NAMED_MAX = 8
"""So many days of rest are named one by one, more are only counted."""

_UNIT_ZH = {"CALENDAR": "日", "WORKING": "个工作日", "AS_ORDERED": "日"}
_UNIT_EN = {"CALENDAR": "calendar days", "WORKING": "working days", "AS_ORDERED": "days"}


def derivation_sentence(derivation: Derivation, due_on: date | None) -> tuple[str, str]:
    """How the date was counted, as one sentence in each language."""
    return _zh(derivation, due_on), _en(derivation, due_on)


def _zh(how: Derivation, due_on: date | None) -> str:
    parts = [_start_zh(how)]
    if how.extension_days:
        parts.append(f"加延长的{how.extension_days}日")
    if how.excluded_days:
        parts.append(f"扣除不计入期限的{how.excluded_days}日")
    if how.unit == "CALENDAR":
        parts.append(f"计至{_day_zh(how.unrolled)}")
    if how.holidays:
        verb = "不计休息日" if how.unit == "WORKING" else "期末遇休息日"
        parts.append(f"{verb}{_list_zh(how.holidays)}")
    if how.makeup_days:
        parts.append(f"{_list_zh(how.makeup_days)}为调休上班日，按工作日计")
    parts.append(_end_zh(how, due_on))
    return "，".join(parts) + f"（{how.rule}；{how.clause}）。"


def _start_zh(how: Derivation) -> str:
    if how.unit == "AS_ORDERED":
        return "按指定日期，遇休息日不顺延"
    return f"自{_day_zh(how.start)}次日起{how.limit}{_UNIT_ZH[how.unit]}"


def _end_zh(how: Derivation, due_on: date | None) -> str:
    if due_on is None:
        return "超出已公布的工作日历，到期日待日历公布后确定"
    if how.provisional:
        return f"到期日暂为{_day_zh(due_on)}，待日历公布后重新核定"
    return f"到期日为{_day_zh(due_on)}"


def _en(how: Derivation, due_on: date | None) -> str:
    parts = [_start_en(how)]
    if how.extension_days:
        parts.append(f"plus an extension of {how.extension_days} days")
    if how.excluded_days:
        parts.append(f"{how.excluded_days} days not counted in")
    if how.unit == "CALENDAR":
        parts.append(f"counted to {how.unrolled}")
    if how.holidays:
        verb = "skipping" if how.unit == "WORKING" else "moved over"
        parts.append(f"{verb} {_rest_en(how.holidays)}")
    if how.makeup_days:
        parts.append(f"with {', '.join(map(str, how.makeup_days))} worked to make up")
    parts.append(_end_en(how, due_on))
    return ", ".join(parts) + f" ({how.rule}; {how.clause})."


def _start_en(how: Derivation) -> str:
    if how.unit == "AS_ORDERED":
        return "As ordered, never moved off a day of rest"
    return f"{how.limit} {_UNIT_EN[how.unit]} from the day after {how.start}"


def _end_en(how: Derivation, due_on: date | None) -> str:
    if due_on is None:
        return "beyond the published calendar, so the date waits for its publication"
    if how.provisional:
        return f"due for now on {due_on}, to be counted again when the calendar is published"
    return f"due on {due_on}"


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _list_zh(days: Sequence[date]) -> str:
    if len(days) > DAYS_NAMED_MAX:
        return f"{len(days)}天"
    return "、".join(_day_zh(day) for day in days)


def _rest_en(days: Sequence[date]) -> str:
    noun = "day of rest" if len(days) == 1 else "days of rest"
    if len(days) > DAYS_NAMED_MAX:
        return f"{len(days)} {noun}"
    return f"the {noun} {', '.join(map(str, days))}"
