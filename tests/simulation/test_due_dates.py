"""A hundred thousand petitions, counted by the house and by a finger on the wall calendar."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_args

import pytest

from contracts.basis import Basis
from contracts.codes import Channel
from contracts.derivation import DayUnit, Derivation
from contracts.envelope import UnitCode
from contracts.events.deadlines import DeadlineRederived, DeadlineSet
from contracts.events.gate import PetitionReceived
from contracts.events.routing import PetitionAccepted
from contracts.petition import PetitionFacts, ReferralFacts, VisitFacts
from contracts.ports import Calendar
from contracts.zone import BUREAU_ZONE
from services.chassis.calendar import WorkingCalendar
from services.chassis.catalogue import CATALOGUE_FOLDER
from services.deadlines.decisions import dates
from services.deadlines.decisions.known import Known, known_of
from services.deadlines.decisions.steps import late_at
from services.deadlines.state import CaseClocks, Order, Review, Step
from tests.simulation.day_walker import Due, Petition, WallCalendar, expected
from tests.unit.case_story import BASIS

WALL = WallCalendar(CATALOGUE_FOLDER / "calendar.yaml")
KNOWN = known_of(BASIS)
FIRST, DAYS = date(2021, 1, 1), 2_191
"""Six years, to the last leaf of the calendar and, by what follows from it, beyond."""
BUNDLES, BUNDLE = 20, 5_000
A_FEW = 3_000
CHANNELS = get_args(Channel)


def petitions(seed: int, number: int) -> Iterator[Petition]:
    """As they may come in from 2021 to 2026."""
    lot = random.Random(seed)

    def later(start: date, days_max: int) -> date:
        return start + timedelta(days=lot.randint(0, days_max))

    for _ in range(number):
        received = later(FIRST, DAYS - 1)
        accepted = later(received, 20)
        delivered = later(accepted, 90)
        asked = later(delivered, 40)
        reviewed = later(asked, 40)
        again = later(reviewed, 40)
        yield Petition(
            received=received,
            accepted=accepted,
            delivered=delivered,
            review_asked=asked,
            reviewed=reviewed,
            reexam_asked=again,
            hearings=tuple(later(again - timedelta(days=3), 25) for _ in range(lot.randint(0, 4))),
            channel=lot.choice(CHANNELS),
            tellable=lot.random() < 0.8,
            referred=lot.random() < 0.5,
            ordered=later(received, 60) if lot.random() < 0.3 else None,
            promised=later(received, 60) if lot.random() < 0.3 else None,
            simple=lot.random() < 0.5,
            extension=lot.randint(1, 30),
        )


def counted(petition: Petition, known: Known) -> dict[str, Due]:
    """Every date of the petition, as the house counts it."""
    return {said.key: (said.due_on, is_provisional(said)) for said in said_of(petition, known)}


def is_provisional(said: DeadlineSet | DeadlineRederived) -> bool:
    """Whether it is only for now."""
    return said.derivation is not None and said.derivation.provisional is not None


def said_of(petition: Petition, known: Known) -> Iterator[DeadlineSet | DeadlineRederived]:
    """What the house says of its dates."""
    order = Order(petition.ordered, from_above=True) if petition.ordered else None
    state = CaseClocks(orders=(order,) if order else ())
    acceptance: dict[str, Any] = {
        "accepted_on": petition.accepted,
        "simple_eligible": petition.simple,
        "occurred_at": moment(petition.accepted),
    }
    accepted = PetitionAccepted.model_construct(**acceptance)
    yield from dates.from_receipt(received(petition), state, known)
    yield from dates.from_acceptance(accepted, state, known)
    now = moment(petition.delivered)
    yield dates.extended("extended", petition.accepted, petition.extension, now, known)
    yield dates.of_review("review_request", petition.delivered, now, known)
    yield dates.of_review("review_opinion", petition.review_asked, now, known)
    yield dates.of_review("reexam_request", petition.reviewed, now, known)
    hearings = tuple(sorted(set(petition.hearings)))
    review = Review(answered=True, reexam_on=petition.reexam_asked, excluded=hearings)
    yield dates.without_hearings(review, known)


def received(petition: Petition) -> PetitionReceived:
    """Registered on the day it was accepted."""
    facts: dict[str, Any] = {"named": True, "has_name": True, "has_address": petition.tellable}
    if petition.referred:
        facts["referral"] = ReferralFacts(level="CITY", type="FORWARD")
    if petition.promised is not None:
        facts["visit"] = VisitFacts(
            read_back_confirmed=True, answered_on_spot=False, promised_due=petition.promised
        )
    fields: dict[str, Any] = {
        "received_at": moment(petition.received),
        "occurred_at": moment(petition.accepted),
        "regime": petition.regime,
        "channel": petition.channel,
        "petition": PetitionFacts.model_construct(**facts),
    }
    return PetitionReceived.model_construct(**fields)


def moment(day: date) -> datetime:
    """In the middle of the day."""
    return datetime.combine(day, time(12), BUREAU_ZONE).astimezone(UTC)


def differences(seed: int, number: int, known: Known = KNOWN) -> list[tuple[Petition, str]]:
    """Dates on which the house and the finger do not agree."""
    return [
        (petition, key)
        for petition in petitions(seed, number)
        for ours, theirs in [(counted(petition, known), expected(petition, WALL))]
        for key in ours.keys() | theirs.keys()
        if ours.get(key) != theirs.get(key)
    ]


@pytest.mark.clause("10.5e", "10.5f", "10.5h", "11.4b")
@pytest.mark.parametrize("seed", range(BUNDLES))
def test_the_house_and_the_finger_agree_on_every_date(seed: int) -> None:
    assert differences(seed, BUNDLE) == []


class Defective:
    """The calendar with a planted defect."""

    def __init__(self, whole: Calendar, defect: str) -> None:
        """Counts as `whole` does, but for one thing."""
        self.whole, self.defect = whole, defect
        self.horizon = whole.horizon
        self.is_working_day = whole.is_working_day
        self.plus_working_days = whole.plus_working_days
        self.plus_office_hours = whole.plus_office_hours

    def derive(  # noqa: PLR0917 - as the calendar has it
        self,
        start: date,
        limit: int,
        unit: DayUnit,
        rule: str,
        clause: str,
        extension_days: int = 0,
        excluded_days: int = 0,
    ) -> tuple[date | None, Derivation]:
        """Counted wrongly in one way."""
        if self.defect == "the first day counts":
            start -= timedelta(days=1)
        if self.defect == "an extension starts from the rolled date" and extension_days:
            due, _ = self.whole.derive(start, limit, unit, rule, clause)
            assert due is not None
            start, limit = due, 0
        if self.defect == "hearings count":
            excluded_days = 0
        if self.defect == "what is ordered is rolled" and unit == "AS_ORDERED":
            unit = "CALENDAR"
        due, how = self.whole.derive(
            start, limit, unit, rule, clause, extension_days, excluded_days
        )
        return (how.unrolled, how) if self.defect == "nothing is rolled" else (due, how)


DEFECTS = [
    "the first day counts",
    "nothing is rolled",
    "an extension starts from the rolled date",
    "hearings count",
    "what is ordered is rolled",
]


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_seen(defect: str) -> None:
    calendar = Defective(KNOWN.calendar, defect)
    assert differences(1, A_FEW, replace(KNOWN, calendar=calendar))


@pytest.mark.parametrize("key", ["conclude", "forwarding", "simple", "objection_to_referral"])
def test_a_wrong_number_in_the_table_is_seen(key: str) -> None:
    limits = dict(KNOWN.limits)
    limits[key] = replace(limits[key], limit=limits[key].limit + 1)
    assert differences(1, A_FEW, replace(KNOWN, limits=limits))


def test_a_make_up_day_taken_for_a_holiday_is_seen() -> None:
    whole = BASIS.calendar
    assert isinstance(whole, WorkingCalendar)
    sundays_off = tuple(day for day in whole.working if day != date(2021, 4, 25))
    calendar = replace(whole, working=sundays_off)
    found = differences(1, BUNDLE, known_of(Basis(BASIS.catalogue, calendar, BASIS.judge)))
    assert {key for _, key in found} >= {"conclude"}


@pytest.mark.clause("9.2.1", "10.3a")
@pytest.mark.parametrize("seed", range(3))
def test_hours_of_the_office_are_counted_minute_by_minute(seed: int) -> None:
    lot = random.Random(seed)
    for _ in range(100):
        start = moment(FIRST) + timedelta(minutes=lot.randint(0, (DAYS - 20) * 24 * 60))
        step = Step("unit_receipt", start, "cause", UnitCode("MNT-RD"))
        late = late_at(step, CaseClocks(), KNOWN)
        assert late == WALL.office_hours(start.astimezone(BUREAU_ZONE), 4)
