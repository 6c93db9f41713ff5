"""What is late inside the bureau is urged, and nothing else comes of it (B-22, B-14)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.base import Person
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events import escalation, handling, intake, routing
from contracts.events.deadlines import DeadlineMissed, PetitionStalled
from tests.unit.deadlines.story import Story, day, decider, moment, told, when

ROADS = UnitCode("MNT-RD")
OFFICE = "XFB"
SOMEBODY = Principal("demo-somebody")
DRAFTED = routing.AssignmentDrafted(version=1, lead_unit=ROADS)
APPROVED = routing.AssignmentApproved(version=1, principal=SOMEBODY, role="PETITION_VICE_LEADER")
RECEIVED = handling.AssignmentReceived(unit=ROADS, principal=SOMEBODY)
TO_HEAD = handling.UnitHeadReported(unit=ROADS, principal=SOMEBODY)
HANDLER = handling.HandlerDesignated(unit=ROADS, handler=SOMEBODY)
VERIFIED = handling.VerificationStarted(handler=SOMEBODY)
SEAT = Person(principal=SOMEBODY, unit=ROADS)
TEAM = escalation.PackageTeamAppointed(
    leader=SEAT, supervisor=SEAT, responsible=SEAT, principal=SOMEBODY
)


def accepted_case(**readings: Any) -> Story:
    """Accepted on Thursday 4 March 2021, at nine."""
    story = Story(decider(**readings))
    story.received("2021-03-04 08:50")
    story.accepted("2021-03-04")
    return story


def dispatched_case() -> Story:
    """With the roads office since Friday 5 March, at ten."""
    story = accepted_case()
    story.tell(DRAFTED, "2021-03-04 09:00")
    story.tell(APPROVED, "2021-03-05 10:00")
    story.dispatched("2021-03-05 10:00")
    return story


@pytest.mark.clause("9.1.2", "9.2.1", "10.2a", "10.2b", "10.3a", "10.3b", "10.4a")
def test_each_step_has_its_time_and_its_unit() -> None:
    story = accepted_case()
    story.tell(DRAFTED, "2021-03-09 10:00")
    story.tell(APPROVED, "2021-03-11 10:00")
    story.dispatched("2021-03-11 10:00")
    story.tell(RECEIVED, "2021-03-12 10:00")
    story.tell(TO_HEAD, "2021-03-15 14:00")
    story.tell(HANDLER, "2021-03-17 10:00")
    story.tell(VERIFIED, "2021-03-24 10:00")
    assert story.late_steps == [
        # Two working days from the acceptance, and a day over the weekend each time.
        ("draft", "2021-03-09 00:00", OFFICE),
        ("approval", "2021-03-11 00:00", OFFICE),
        # Four office hours: two of the morning and two of the afternoon.
        ("unit_receipt", "2021-03-11 16:30", "MNT-RD"),
        ("head_report", "2021-03-12 16:30", "MNT-RD"),
        ("designate_handler", "2021-03-17 00:00", "MNT-RD"),
        ("verification_start", "2021-03-23 00:00", "MNT-RD"),
    ]
    assert story.all_of(DeadlineMissed)[0].key == "acceptance_notice"
    assert {event.key for event in story.all_of(DeadlineMissed)} == {"acceptance_notice"}


def test_who_is_in_time_hears_nothing() -> None:
    story = dispatched_case()
    said = len(story.said)
    for event, at in (
        (RECEIVED, "2021-03-05 16:29"),
        (TO_HEAD, "2021-03-05 17:00"),
        (HANDLER, "2021-03-08 18:00"),
        (VERIFIED, "2021-03-11 10:00"),
        (HANDLER, "2021-03-12 10:00"),
    ):
        assert story.tell(event, at) == []
    assert len(story.said) == said


def test_designating_the_handler_ends_the_waiting_for_the_report_to_the_head() -> None:
    story = dispatched_case()
    story.tell(RECEIVED, "2021-03-05 11:00")
    story.tell(HANDLER, "2021-03-05 15:00")
    story.tell(VERIFIED, "2021-03-10")
    story.until("2021-03-20")
    assert story.late_steps == []


def test_another_unit_s_receipt_is_not_the_lead_s() -> None:
    story = dispatched_case()
    co_unit = UnitCode("MUN")
    story.tell(handling.AssignmentReceived(unit=co_unit, principal=SOMEBODY), "2021-03-05 11:00")
    story.until("2021-03-06")
    assert [step for step, _, _ in story.late_steps] == ["unit_receipt"]


@pytest.mark.clause("10.2c")
def test_a_co_unit_has_half_of_the_time_and_the_reply_is_due_five_working_days_before() -> None:
    story = accepted_case()
    units = (UnitCode("MUN"), UnitCode("PRK"))
    story.tell(
        routing.AssignmentDispatched(version=1, lead_unit=ROADS, co_units=units), "2021-03-05"
    )
    for event in (RECEIVED, HANDLER, VERIFIED):
        story.tell(event, "2021-03-05 10:00")
    story.tell(handling.CoOpinionSubmitted(unit=UnitCode("PRK")), "2021-03-30")
    story.until("2021-05-07")
    # 62 days are left until 6 May: 31 of them end on 5 April, a day of rest like any other here.
    assert story.late_steps == [
        ("co_opinion", "2021-04-06 00:00", "MUN"),
        ("reply_before_due", "2021-04-27 00:00", "MNT-RD"),
    ]


def test_a_reply_ends_the_waiting_and_a_late_assignment_does_not_start_it() -> None:
    replied = dispatched_case()
    replied.submitted("2021-03-05 11:00")
    late = accepted_case()
    late.dispatched("2021-04-28")
    for story in (replied, late):
        story.until("2021-05-07")
    assert replied.late_steps == []
    assert "reply_before_due" not in [step for step, _, _ in late.late_steps]


@pytest.mark.clause("10.2d")
def test_an_objection_sends_it_back_to_the_office() -> None:
    story = dispatched_case()
    story.tell(handling.AssignmentObjected(unit=ROADS, count=1), "2021-03-05 11:00")
    story.tell(DRAFTED, "2021-03-05 15:00")
    refused = routing.AssignmentRefused(version=2, principal=SOMEBODY)
    story.tell(refused, "2021-03-08 10:00")
    story.until("2021-03-12")
    assert story.late_steps == [("draft", "2021-03-11 00:00", OFFICE)]


@pytest.mark.clause("10.2b")
def test_what_danger_sent_out_first_is_to_be_approved_within_a_day() -> None:
    story = accepted_case()
    story.tell(DRAFTED, "2021-03-04 09:00")
    urgent = routing.AssignmentDispatched(version=1, lead_unit=ROADS, urgent=True)
    story.tell(urgent, "2021-03-04 09:00")
    story.tell(RECEIVED, "2021-03-04 09:30")
    story.tell(HANDLER, "2021-03-04 09:40")
    story.until("2021-03-05 12:00")
    assert story.late_steps == [("urgent_approval", "2021-03-05 09:00", OFFICE)]
    assert story.tell(APPROVED, "2021-03-05 13:00") == []


@pytest.mark.clause("11.2c")
def test_whoever_is_called_to_a_visit_comes_within_half_an_hour() -> None:
    story = Story()
    story.tell(intake.VisitReceptionAssigned(unit=ROADS), "2021-03-04 10:00")
    story.tell(intake.VisitReceptionAssigned(unit=UnitCode("MUN")), "2021-03-04 10:00")
    arrived = intake.ReceptionStarted(unit=UnitCode("MUN"), at=moment("2021-03-04 10:20"))
    story.tell(arrived, "2021-03-04 10:20")
    story.until("2021-03-04 12:00")
    assert story.late_steps == [("reception_arrival", "2021-03-04 10:30", "MNT-RD")]


@pytest.mark.clause("12.1", "12.3")
def test_a_package_case_wants_its_team_its_report_and_then_one_every_fifteen_days() -> None:
    story = Story()
    story.tell(escalation.PackageOpened(triggers=("T3",)), "2021-03-04 10:00")
    story.tell(TEAM, "2021-03-09 10:00")
    story.tell(escalation.PackageReportSubmitted(number=1), "2021-03-17 10:00")
    story.until("2021-04-02 12:00")
    assert story.late_steps == [
        ("package_team", "2021-03-09 00:00", OFFICE),
        ("package_report", "2021-03-17 00:00", "MNT-RD"),
        ("package_report_again", "2021-04-02 00:00", "MNT-RD"),
    ]
    story.tell(escalation.PackageReportSubmitted(number=2), "2021-04-05 10:00")
    story.tell(escalation.PackageClosed(principal=SOMEBODY, ground="SETTLED"), "2021-04-10")
    story.until("2021-05-20")
    assert len(story.late_steps) == 3


@pytest.mark.clause("8.4")
def test_a_major_matter_is_reported_upwards_within_two_hours() -> None:
    major = routing.MajorConfirmed(principal=SOMEBODY)
    reported = escalation.IncidentReported(to="vault:1", at=moment("2021-03-06 21:00"))
    silent, told_in_time = Story(), Story()
    for story in (silent, told_in_time):
        story.tell(major, "2021-03-06 20:00")
    told_in_time.tell(reported, "2021-03-06 21:00")
    for story in (silent, told_in_time):
        story.until("2021-03-07")
    assert silent.late_steps == [("urgent_report", "2021-03-06 22:00", OFFICE)]
    assert told_in_time.late_steps == []


def test_nothing_is_waited_for_once_the_case_is_over() -> None:
    over: list[CaseEvent] = [
        intake.PetitionWithdrawn(),
        handling.PetitionConcluded(concluded_on=day("2021-03-04"), outcome_code="ON_THE_SPOT"),
    ]
    for event in over:
        story = accepted_case()
        story.tell(event, "2021-03-04 09:30")
        story.until("2021-03-16")
        assert story.late_steps == []


@pytest.mark.setting("internal_sla.effect")
def test_what_is_late_inside_may_be_left_alone() -> None:
    usual, quiet = accepted_case(), accepted_case(internal_sla__effect="NONE")
    for story in (usual, quiet):
        story.until("2021-03-10")
    assert [step for step, _, _ in usual.late_steps] == ["draft"]
    assert quiet.late_steps == []


def test_a_target_inside_the_bureau_is_a_number_that_can_be_changed() -> None:
    story = accepted_case(internal_sla__draft=1)
    story.until("2021-03-10")
    assert story.late_steps == [("draft", "2021-03-06 00:00", OFFICE)]


def test_past_the_calendar_no_step_is_counted() -> None:
    story = Story()
    story.accepted("2026-12-31")
    story.until("2027-03-01")
    assert story.late_steps == []


@pytest.mark.clause("3.b")
def test_a_case_in_which_nothing_happens_is_told_once_until_something_does() -> None:
    story = dispatched_case()
    story.tell(HANDLER, "2021-03-08 10:00")
    story.until("2021-05-01")
    stalled = story.all_of(PetitionStalled)
    assert [(event.status, event.idle_working_days) for event in stalled] == [("HANDLING", 15)]
    assert when(stalled) == ["2021-03-30 00:00"]
    contact = handling.ContactLogged(contact_type="PHONE", handler=SOMEBODY)
    story.tell(contact, "2021-05-06 10:00")
    story.until("2021-06-01")
    assert when(story.all_of(PetitionStalled)) == ["2021-03-30 00:00", "2021-05-27 00:00"]


@pytest.mark.setting("stalled.working_days")
@pytest.mark.clause("3.b")
def test_how_long_a_case_may_lie_still_is_a_reading() -> None:
    story = accepted_case(stalled__working_days=3)
    story.until("2021-03-10")
    assert when(story.all_of(PetitionStalled)) == ["2021-03-10 00:00"]


def test_a_case_that_is_over_or_not_the_bureau_s_never_stalls() -> None:
    outside = accepted_case()
    body = routing.InvestigationBodyDesignated(body=UnitCode("PDI"), principal=SOMEBODY)
    outside.tell(body, "2021-03-04 10:00")
    withdrawn = accepted_case()
    withdrawn.tell(intake.PetitionWithdrawn(), "2021-03-04 10:00")
    for story in (outside, withdrawn):
        story.until("2021-12-01")
        assert "petition.stalled" not in told(story.said)
