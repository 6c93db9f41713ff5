"""Indicators, watches and flags, and the readings that draw the line (6, 12(五), 14; E14, E43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.common import CommandRefused
from contracts.events.deadlines import (
    DeadlineMissed,
    ExtensionApproved,
    ReminderUnanswered,
)
from contracts.events.escalation import FindingRecorded
from contracts.events.handling import (
    HandlingRefused,
    ReplyReturned,
    ReplySubmitted,
)
from contracts.events.routing import (
    AccountabilityFlagged,
    AccountabilityWatch,
    SuperiorVisitRecorded,
)
from tests.unit.routing.story import CLERK, VICE_LEADER, Story, case_by, said
from tests.unit.routing.test_accountability import (
    NOTIFIED,
    STATUTORY_MISSED,
    SUPERIOR_MISSED,
    UNANSWERED,
    leapfrog,
)

LEADER = Principal("demo-leader")
LATE_CHANNEL = DeadlineMissed(key="channel", due_on=date(2021, 6, 20))
EXTENDED = ExtensionApproved(
    days=20, due_on=date(2021, 8, 20), principal=LEADER, role="DEPUTY_DIRECTOR"
)
EXTENDED_MISSED = DeadlineMissed(key="extended", due_on=date(2021, 8, 20), statutory=True)


def returned(count: int) -> ReplyReturned:
    """The reply comes back for the `count`-th time."""
    return ReplyReturned(version=count, by_rule=True, count=count)


def reply(version: int = 1) -> ReplySubmitted:
    """The lead unit hands in a reply."""
    return ReplySubmitted(version=version)


def found(kind: Any) -> FindingRecorded:
    """A leader finds something."""
    return FindingRecorded(kind=kind, principal=LEADER)


def gate_closed(code: str = "SIGNOFF_MISSING", command: str = "pass_reply") -> CommandRefused:
    """The office could not do what it wanted."""
    return CommandRefused(command_id="c", command_type=command, code=code, clause="10.5c")


def dispatched(readings: dict[str, Any] | None = None, **facts: Any) -> Story:
    """A case that is with its unit."""
    story = case_by(readings or {}, **facts)
    story.issued("approve_assignment", VICE_LEADER)
    return story


def raised(story: Story) -> list[str]:
    """Flags and watches, in their order."""
    codes = []
    for event in story.told:
        if isinstance(event, AccountabilityFlagged):
            codes.append(f"FLAG:{event.code}")
        if isinstance(event, AccountabilityWatch):
            codes.append(f"WATCH:{event.code}")
    return codes


@pytest.mark.clause("14.1")
@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ([reply()], []),
        ([LATE_CHANNEL, reply()], []),
        ([STATUTORY_MISSED, reply()], ["FLAG:14.2b", "WATCH:14.1"]),
        ([NOTIFIED, STATUTORY_MISSED, reply()], ["WATCH:14.1"]),
        ([SUPERIOR_MISSED, reply()], ["FLAG:14.2a", "WATCH:14.1"]),
        ([NOTIFIED, STATUTORY_MISSED, reply(), returned(1), reply(2)], ["WATCH:14.1"]),
        ([reply(), NOTIFIED, STATUTORY_MISSED, returned(1), reply(2)], ["WATCH:14.1"]),
        ([NOTIFIED, STATUTORY_MISSED, UNANSWERED, reply()], ["FLAG:14.1"]),
        ([STATUTORY_MISSED, EXTENDED, reply()], ["FLAG:14.2b"]),
    ],
)
def test_a_reply_after_the_date_but_before_urging_was_in_vain_is_watched(
    events: list[Any], codes: list[str]
) -> None:
    story = dispatched()
    story.hears(*events)
    assert raised(story) == codes


@pytest.mark.setting("t7.clocks")
@pytest.mark.parametrize(
    ("clocks", "event", "watched"),
    [
        (["STATUTORY", "SUPERIOR"], SUPERIOR_MISSED, True),
        (["STATUTORY"], SUPERIOR_MISSED, False),
        (["STATUTORY", "CHANNEL"], LATE_CHANNEL, True),
    ],
)
def test_by_which_clocks_a_reply_is_late_is_a_reading(
    *, clocks: list[str], event: DeadlineMissed, watched: bool
) -> None:
    story = dispatched({"t7.clocks": clocks})
    story.hears(event, reply())
    assert ("WATCH:14.1" in raised(story)) is watched


@pytest.mark.setting("t7.returned_counts_as_no_reply")
@pytest.mark.parametrize(("counts", "codes"), [(True, ["WATCH:14.1"]), (False, [])])
def test_whether_a_reply_sent_back_was_one_is_a_reading(*, counts: bool, codes: list[str]) -> None:
    story = dispatched({"t7.returned_counts_as_no_reply": counts})
    story.hears(reply(), NOTIFIED, STATUTORY_MISSED, returned(1), reply(2))
    assert raised(story) == codes


@pytest.mark.clause("14.2b")
@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ([EXTENDED, EXTENDED_MISSED], ["FLAG:14.2b"]),
        ([EXTENDED, NOTIFIED, EXTENDED_MISSED], []),
        ([EXTENDED, NOTIFIED, EXTENDED, EXTENDED_MISSED], ["FLAG:14.2b"]),
    ],
    ids=["not told", "told", "told of another one"],
)
def test_each_extension_wants_a_notice_of_its_own(events: list[Any], codes: list[str]) -> None:
    story = dispatched()
    story.hears(*events)
    assert raised(story) == codes


@pytest.mark.clause("14.2c")
@pytest.mark.clause("6.a")
@pytest.mark.setting("acct.14_2c.returns")
@pytest.mark.parametrize(
    ("most", "events", "told"),
    [
        (2, [returned(1)], []),
        (2, [returned(1), returned(2)],
         ["accountability.indicator.raised", "accountability.flagged"]),
        (2, [returned(1), returned(2), returned(3)],
         ["accountability.indicator.raised", "accountability.flagged"]),
        (3, [returned(1), returned(2)], []),
        (3, [returned(1), returned(2), returned(3)],
         ["accountability.indicator.raised", "accountability.flagged"]),
        (2, [gate_closed()], []),
        (2, [gate_closed(), gate_closed("REPLY_INCOMPLETE")], ["accountability.flagged"]),
        (3, [gate_closed(), gate_closed()], []),
        (2, [gate_closed("ROLE_NOT_ALLOWED"), gate_closed("ACTOR_DENIED")], []),
        (2, [gate_closed(command="pass_content"), gate_closed(command="pass_content")], []),
        (2, [found("JUST_CAUSE"), returned(1), returned(2)],
         ["accountability.indicator.raised"]),
    ],
)  # fmt: skip
def test_a_reply_that_is_not_as_it_should_be_shows_and_is_a_fact(
    most: int, events: list[Any], told: list[str]
) -> None:
    assert dispatched({"acct.14_2c.returns": most}).hears(*events) == told


@pytest.mark.clause("14.3a")
@pytest.mark.clause("14.3b")
@pytest.mark.parametrize(
    ("facts", "findings", "codes"),
    [
        ({}, ["FAULT"], []),
        ({}, ["SERIOUS_IMPACT"], []),
        ({}, ["FAULT", "SERIOUS_IMPACT"], ["FLAG:14.3"]),
        ({"superior_visits": (leapfrog(3),)}, [], ["WATCH:14.3"]),
        ({"superior_visits": (leapfrog(3),)}, ["SERIOUS_IMPACT"], ["WATCH:14.3"]),
        ({"superior_visits": (leapfrog(3),)}, ["FAULT"], ["WATCH:14.3", "FLAG:14.3"]),
    ],
)
def test_only_with_a_leaders_finding_is_there_a_flag_of_the_third_kind(
    facts: dict[str, Any], findings: list[str], codes: list[str]
) -> None:
    story = dispatched(**facts)
    story.hears(*(found(kind) for kind in findings))
    assert raised(story) == codes


@pytest.mark.clause("14.3b")
@pytest.mark.setting("acct.14_3.mode")
@pytest.mark.parametrize(
    ("mode", "codes"), [("FAULT_REQUIRED", ["WATCH:14.3"]), ("STRICT", ["FLAG:14.3"])]
)
def test_whether_a_leap_wants_fault_is_a_reading(mode: str, codes: list[str]) -> None:
    assert raised(case_by({"acct.14_3.mode": mode}, superior_visits=(leapfrog(3),))) == codes


@pytest.mark.clause("14.3b")
@pytest.mark.setting("leapfrog.min_level")
@pytest.mark.parametrize(
    ("lowest", "level", "watched"),
    [("PROVINCE", "CITY", False), ("CITY", "CITY", True), ("NATIONAL", "PROVINCE", False)],
)
def test_how_high_a_leap_must_go_is_a_reading(*, lowest: str, level: str, watched: bool) -> None:
    story = case_by({"leapfrog.min_level": lowest}, superior_visits=(leapfrog(3, level),))
    assert raised(story) == (["WATCH:14.3"] if watched else [])


def test_a_recorded_visit_to_a_direct_superior_leaps_over_nobody() -> None:
    story = dispatched()
    visit = {**leapfrog(5), "organ": "vault:o", "direct_superior": True}
    story.issued("record_superior_visit", CLERK, superior_visit=visit)
    assert said(story, SuperiorVisitRecorded).direct_superior is True
    assert raised(story) == []


@pytest.mark.clause("9.1.7")
@pytest.mark.parametrize("with_unit", [False, True])
def test_what_the_office_did_not_do_is_put_before_the_director(*, with_unit: bool) -> None:
    story = dispatched() if with_unit else case_by({})
    story.hears(STATUTORY_MISSED)
    flag = said(story, AccountabilityFlagged)
    role = "PETITION_OFFICE_DIRECTOR" if with_unit else "DIRECTOR"
    assert (flag.unit, flag.to_role) == ("MNT-DR" if with_unit else "XFB", role)


@pytest.mark.clause("14.1")
def test_a_co_unit_that_refuses_is_named_itself() -> None:
    story = dispatched()
    story.hears(HandlingRefused(unit=UnitCode("SEW")))
    assert said(story, AccountabilityFlagged).unit == "SEW"


@pytest.mark.clause("12.T7")
def test_who_is_urged_in_vain_twice_is_flagged_once() -> None:
    story = dispatched()
    again = ReminderUnanswered(
        keys=("extended",), reminded_on=date(2021, 8, 23), grace_ended_on=date(2021, 8, 30)
    )
    story.hears(UNANSWERED, EXTENDED, NOTIFIED, again)
    assert raised(story) == ["FLAG:14.1"]
