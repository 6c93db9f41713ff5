"""Which dates a case has, and how each was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from contracts.catalogue import Limit
from contracts.codes import DeadlineKey
from contracts.derivation import DayUnit, Derivation
from contracts.events.deadlines import DeadlineRederived, DeadlineSet, TimeExcluded
from contracts.events.gate import PetitionReceived
from contracts.events.handling import PetitionConcluded, ReplyPassed, SuperiorReported
from contracts.events.intake import VisitAnsweredOnSpot
from contracts.events.routing import PetitionAccepted
from contracts.petition import PetitionFacts
from contracts.zone import bureau_day
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.law import is_target
from services.deadlines.decisions.reminders import next_reminder
from services.deadlines.state import TOWARDS_THE_PETITIONER, CaseClocks, Review

ReviewKey = Literal["review_request", "review_opinion", "reexam_request", "reexam_opinion"]
BY_PASSING = (ReplyPassed.name, VisitAnsweredOnSpot.name)
DIRECTOR_ENDS_ON = {"REPORTED": SuperiorReported.name, "CONCLUDED": PetitionConcluded.name}


def from_receipt(event: PetitionReceived, state: CaseClocks, known: Known) -> Iterator[DeadlineSet]:
    """What runs from the day the petition came to the bureau or the platform."""
    start, now, petition = bureau_day(event.received_at), event.occurred_at, event.petition
    limits, referred = known.limits, petition.referral is not None
    if known.settings.acceptance_notice and _can_be_told(petition):
        notice = limits["acceptance_notice_referred" if referred else "acceptance_notice"]
        yield _counted("acceptance_notice", start, notice, now, known)
    if referred and event.regime == "2022":
        objection = limits["objection_to_referral"]
        yield _counted("objection_to_referral", start, objection, now, known)
    yield _counted("forwarding", start, limits["forwarding"], now, known)
    target = known.channel_working_days.get(event.channel)
    if target is not None:
        limit = replace(limits["channel"], limit=target)
        yield _counted("channel", start, limit, now, known)
    if state.order is not None:
        yield by_superior(state, now, known)
    if petition.visit is not None and petition.visit.promised_due is not None:
        yield promised(petition.visit.promised_due, now, known)


def from_acceptance(
    event: PetitionAccepted, state: CaseClocks, known: Known
) -> Iterator[DeadlineSet]:
    """What runs from the day of acceptance; a later part changes nothing."""
    if state.clock("conclude") is not None:
        return
    start, now, limits = event.accepted_on, event.occurred_at, known.limits
    conclude = _counted("conclude", start, limits["conclude"], now, known)
    yield conclude.model_copy(update={"internal": is_target(state, known)})
    yield extended("max_extended", start, known.settings.extension.days_max, now, known)
    if event.simple_eligible:
        yield _counted("simple", start, limits["simple"], now, known)


def of_review(key: ReviewKey, start: date, now: datetime, known: Known) -> DeadlineSet:
    """What runs between the petitioner and the higher bodies (B-8 to B-11)."""
    return _counted(key, start, known.limits[key], now, known)


def without_hearings(review: Review, known: Known) -> DeadlineRederived:
    """The second opinion, without the days of its hearings (B-11)."""
    start, row = review.reexam_on, known.limits["reexam_opinion"]
    assert start is not None
    before, _ = known.calendar.derive(start, row.limit, _day_unit(row), row.id, row.clause)
    inside = [day for day in review.excluded if day > start]
    due_on, derivation = known.calendar.derive(
        start, row.limit, _day_unit(row), row.id, row.clause, 0, len(inside)
    )
    return DeadlineRederived(
        key="reexam_opinion",
        previous_due_on=before,
        due_on=due_on,
        cause=TimeExcluded.name,
        derivation=derivation,
    )


def extended(
    key: DeadlineKey, accepted_on: date, days: int, now: datetime, known: Known
) -> DeadlineSet:
    """The date of conclusion moved: the days are added before it is rolled (B-7)."""
    conclude, extension = known.limits["conclude"], known.limits["extension_max"]
    due_on, derivation = known.calendar.derive(
        accepted_on, conclude.limit, "CALENDAR", extension.id, extension.clause, days
    )
    return _set(key, due_on, derivation, now, known)


def by_superior(state: CaseClocks, now: datetime, known: Known) -> DeadlineSet:
    """The earliest date ordered; only where the bureau reads it so it is moved (E47)."""
    order, limit = state.order, known.limits["superior"]
    assert order is not None
    if known.settings.superior_rolls:
        limit = replace(limit, unit="CALENDAR")
    said = _counted("superior", order.due_on, limit, now, known)
    chosen = known.settings.director_ends_on
    if order.from_above or len(chosen) == len(DIRECTOR_ENDS_ON):
        return said
    return said.model_copy(update={"ends_on": tuple(DIRECTOR_ENDS_ON[o] for o in sorted(chosen))})


def promised(due_on: date, now: datetime, known: Known) -> DeadlineSet:
    """What a visitor was promised stands as it is, day of rest or not."""
    return _counted("promise", due_on, known.limits["promise"], now, known)


def _counted(
    key: DeadlineKey, start: date, limit: Limit, now: datetime, known: Known
) -> DeadlineSet:
    due_on, derivation = known.calendar.derive(
        start, limit.limit, _day_unit(limit), limit.id, limit.clause
    )
    return _set(key, due_on, derivation, now, known)


def _set(
    key: DeadlineKey, due_on: date | None, derivation: Derivation, now: datetime, known: Known
) -> DeadlineSet:
    by_passing = key in TOWARDS_THE_PETITIONER and not known.settings.ends_on_delivery
    return DeadlineSet(
        key=key,
        due_on=due_on,
        derivation=derivation,
        provisional=derivation.provisional is not None,
        clause=derivation.clause,
        remind_at=next_reminder(key, due_on, now, known),
        ends_on=BY_PASSING if by_passing else (),
    )


def _can_be_told(petition: PetitionFacts) -> bool:
    return petition.named and petition.has_name and petition.has_address


def _day_unit(limit: Limit) -> DayUnit:
    assert limit.unit in ("CALENDAR", "WORKING", "AS_ORDERED"), "counted in days"
    return limit.unit
