"""Which dates a case has, and how each was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from contracts.catalogue import Limit
from contracts.codes import DeadlineKey
from contracts.derivation import DayUnit, Derivation
from contracts.events.deadlines import DeadlineSet
from contracts.events.gate import PetitionReceived
from contracts.events.routing import PetitionAccepted
from contracts.zone import bureau_day
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.reminders import next_reminder
from services.deadlines.state import CaseClocks


def from_receipt(event: PetitionReceived, state: CaseClocks, known: Known) -> Iterator[DeadlineSet]:
    """What runs from the day the petition came to the bureau or the platform."""
    start, now, petition = bureau_day(event.received_at), event.occurred_at, event.petition
    limits, referred = known.limits, petition.referral is not None
    if petition.named and petition.has_name and petition.has_address:
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
        yield ordered("superior", state.order.due_on, now, known)
    if petition.visit is not None and petition.visit.promised_due is not None:
        yield ordered("promise", petition.visit.promised_due, now, known)


def from_acceptance(
    event: PetitionAccepted, state: CaseClocks, known: Known
) -> Iterator[DeadlineSet]:
    """What runs from the day of acceptance; a later part changes nothing."""
    if state.clock("conclude") is not None:
        return
    start, now, limits = event.accepted_on, event.occurred_at, known.limits
    conclude = _counted("conclude", start, limits["conclude"], now, known)
    yield conclude.model_copy(update={"internal": state.is_target})
    yield extended("max_extended", start, known.extension_days_max, now, known)
    if event.simple_eligible:
        yield _counted("simple", start, limits["simple"], now, known)


def from_delivery(delivered_on: date, now: datetime, known: Known) -> DeadlineSet:
    """Until when the petitioner can ask for a review."""
    return _counted("review_request", delivered_on, known.limits["review_request"], now, known)


def from_review_request(requested_on: date, now: datetime, known: Known) -> DeadlineSet:
    """Until when the higher body is to answer."""
    return _counted("review_opinion", requested_on, known.limits["review_opinion"], now, known)


def extended(
    key: DeadlineKey, accepted_on: date, days: int, now: datetime, known: Known
) -> DeadlineSet:
    """The date of conclusion moved: the days are added before it is rolled (B-7)."""
    conclude, extension = known.limits["conclude"], known.limits["extension_max"]
    due_on, derivation = known.calendar.derive(
        accepted_on, conclude.limit, "CALENDAR", extension.id, extension.clause, days
    )
    return _set(key, due_on, derivation, now, known)


def ordered(key: DeadlineKey, due_on: date, now: datetime, known: Known) -> DeadlineSet:
    """A date somebody named: it stands as it is, day of rest or not (E47)."""
    return _counted(key, due_on, known.limits[key], now, known)


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
    return DeadlineSet(
        key=key,
        due_on=due_on,
        derivation=derivation,
        provisional=derivation.provisional is not None,
        clause=derivation.clause,
        remind_at=next_reminder(key, due_on, now, known),
    )


def _day_unit(limit: Limit) -> DayUnit:
    assert limit.unit in ("CALENDAR", "WORKING", "AS_ORDERED"), "counted in days"
    return limit.unit
