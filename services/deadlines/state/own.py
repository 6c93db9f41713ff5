"""How what deadlines announces changes what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from contracts.envelope import CaseEvent
from contracts.events.deadlines import (
    CalendarHorizonReached,
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineRederived,
    DeadlineSet,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    PetitionStalled,
    ReminderIssued,
    ReminderUnanswered,
    TimeExcluded,
)
from services.deadlines.state.clock import URGES_KEPT_MAX, Clock, Extension, Urge
from services.deadlines.state.clocks import CaseClocks, Evolver
from services.deadlines.state.endings import KEPT_BY
from services.deadlines.state.steps import Step


def _set(state: CaseClocks, event: DeadlineSet) -> CaseClocks:
    if event.derivation is not None:
        state = state.with_counted(event.key, event.due_on, event.derivation)
    if event.key not in KEPT_BY:
        return state
    others = tuple(clock for clock in state.clocks if clock.key != event.key)
    clock = Clock(
        event.key, event.due_on, event.id, remind_at=event.remind_at, ends_on=event.ends_on
    )
    return replace(state, clocks=(*others, clock))


def _reminded(state: CaseClocks, event: ReminderIssued) -> CaseClocks:
    def remind(clock: Clock) -> Clock:
        if clock.key not in event.keys:
            return clock
        if event.planned:
            clock = replace(clock, remind_at=event.next_at.get(clock.key))
        if not clock.is_past(event.day) or len(clock.urged) == URGES_KEPT_MAX:
            return clock
        urge = Urge(event.occurred_at, event.id, event.planned)
        return replace(clock, urged=(*clock.urged, urge))

    def mark(step: Step) -> Step:
        meant = step.key in event.steps and step.unit in (None, event.to_unit)
        return replace(step, urged=True) if meant else step

    progress = state.progress
    if event.steps:
        progress = replace(progress, steps=tuple(map(mark, progress.steps)))
    return replace(state.with_clocks(remind), progress=progress, reminders=event.count)


def _rederived(state: CaseClocks, event: DeadlineRederived) -> CaseClocks:
    if event.derivation is not None:
        state = state.with_counted(event.key, event.due_on, event.derivation)
    return state.with_clock(
        event.key,
        due_on=event.due_on,
        armed_by=event.id,
        remind_at=event.remind_at,
        reopened=False,
    )


def _told(state: CaseClocks, event: DeadlineMet | DeadlineCancelled) -> CaseClocks:
    return state.with_clock(event.key, told=True)


def _unanswered(state: CaseClocks, event: ReminderUnanswered) -> CaseClocks:
    return state.with_clocks(
        lambda clock: replace(clock, silence_told=True) if clock.key in event.keys else clock
    )


def _extended(state: CaseClocks, event: ExtensionApproved) -> CaseClocks:
    was = state.extension
    granted = Extension(None, was.days_granted + event.days, was.granted + 1)
    return replace(state, extension=granted).after(event.name, event.day)


def _asked(state: CaseClocks, days: int | None) -> CaseClocks:
    return replace(state, extension=replace(state.extension, days_asked=days))


def _excluded(state: CaseClocks, event: TimeExcluded) -> CaseClocks:
    days = range((event.to - event.from_).days + 1)
    named = {event.from_ + timedelta(days=number) for number in days}
    excluded = tuple(sorted({*state.review.excluded, *named}))
    return replace(state, review=replace(state.review, excluded=excluded))


OWN: Mapping[type[CaseEvent], Evolver] = {
    DeadlineSet: _set,
    DeadlineRederived: _rederived,
    DeadlineMet: _told,
    DeadlineCancelled: _told,
    DeadlineMissed: lambda state, event: state.with_clock(event.key, missed=True),
    ReminderIssued: _reminded,
    ReminderUnanswered: _unanswered,
    PetitionStalled: lambda state, _: replace(
        state, progress=replace(state.progress, stall_told=True)
    ),
    TimeExcluded: _excluded,
    ExtensionRequested: lambda state, event: _asked(state, event.days),
    ExtensionApproved: _extended,
    ExtensionRefused: lambda state, _: _asked(state, None),
    CalendarHorizonReached: lambda state, event: replace(
        state, past_horizon=(*state.past_horizon, event.key)
    ),
}
