"""Package triggers (rule 13; E9 to E13, E52, E53, E75)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.events.deadlines import ReminderUnanswered
from contracts.events.routing import (
    CaseHandedOver,
    PackageCandidate,
    PackageTriggered,
)
from services.routing.decisions.package import most_days
from tests.unit.routing.story import (
    CLERK,
    DIRECTOR,
    OFFICE,
    VICE_LEADER,
    Story,
    case,
    never_said,
    said,
)

NO = ["(STATE_DOES_NOT_ALLOW)"]
CALL: dict[str, Any] = {"source": "command-centre", "channel": "COMMAND_CENTRE"}
URGED_IN_VAIN = ReminderUnanswered(
    keys=("conclude",), reminded_on=date(2021, 8, 3), grace_ended_on=date(2021, 8, 10)
)


def order(level: str = "CITY", by: str = "LEADER", type_: str = "INSTRUCT") -> dict[str, Any]:
    """A leader's note."""
    return {"level": level, "by": by, "type": type_, "on": "2021-05-31"}


def report(on: str, outlet_class: str = "OTHER", **more: Any) -> dict[str, Any]:
    """A media report."""
    return {"outlet_class": outlet_class, "on": on, "negative": True, **more}


def visit(level: str, **more: Any) -> dict[str, Any]:
    """A visit to a higher organ by one person."""
    told = {"level": level, "on": "2021-05-31", "persons": 1}
    return {**told, "public_place": False, "own_bureau": False, **more}


def triggers(story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands on the file, and what waits for a person."""
    return story.state.triggers, story.state.candidates


@pytest.mark.clause("12.T1")
@pytest.mark.clause("12.T2")
@pytest.mark.clause("12.T3")
@pytest.mark.clause("12.T4")
@pytest.mark.clause("12.T5")
@pytest.mark.clause("12.T6")
@pytest.mark.clause("12.0")
@pytest.mark.parametrize(
    ("facts", "found", "candidates"),
    [
        ({}, (), ()),
        ({"superior_visits": (visit("CITY"),)}, ("T1",), ()),
        ({"superior_visits": (visit("COUNTY"),)}, (), ()),
        ({"superior_visits": (visit("CITY", own_bureau=True),)}, (), ()),
        ({"superior_visits": (visit("CITY", public_place=True),)}, (), ("T2",)),
        ({"superior_visits": (visit("TOWN", public_place=True), visit("NATIONAL"))},
         ("T1",), ("T2",)),
        ({"instructions": (order(),)}, ("T3",), ()),
        ({"instructions": (order(by="ORGAN"),)}, (), ()),
        ({"instructions": (order(type_="READ"),)}, (), ()),
        ({"instructions": (order("BUREAU"),)}, (), ()),
        ({"instructions": (order("BUREAU", "DEPUTY_DIRECTOR"),)}, (), ()),
        ({"instructions": (order("BUREAU", "DIRECTOR"), order("PROVINCE"))}, ("T3", "T4"), ()),
        ({"media": (report("2021-03-20"), report("2021-04-09"))}, ("T5",), ()),
        ({"media": (report("2021-03-20"), report("2021-03-20"))}, (), ()),
        ({"media": (report("2021-03-20"), report("2021-04-09", reprint=True))}, (), ()),
        ({"media": (report("2021-01-01"), report("2021-04-09"))}, (), ()),
        ({"media": (report("2021-04-13", "PARTY_GOV_PAPER"),)}, ("T6",), ()),
        ({"media": (report("2021-04-13", "LISTED_NETWORK"),)}, ("T6",), ()),
        ({"media": ({**report("2021-04-13", "PARTY_GOV_PAPER"), "negative": False},)}, (), ()),
        ({"confidentiality": "RESTRICTED", "instructions": (order(),)}, (), ()),
        ({"topics": (), "instructions": (order(),)}, (), ()),
    ],
)  # fmt: skip
def test_what_the_petition_tells_is_judged_when_it_is_accepted(
    facts: dict[str, Any], found: tuple[str, ...], candidates: tuple[str, ...]
) -> None:
    assert triggers(case(**facts)) == (found, candidates)


@pytest.mark.clause("12.T8")
@pytest.mark.parametrize(
    ("channel", "repeats", "found", "candidates"),
    [
        ("LETTER", 1, (), ("T8",)),
        ("VISIT", 1, ("T8",), ()),
        ("LETTER", 2, ("T8",), ()),
    ],
)
def test_raising_it_again_after_a_reply_counts_double_by_visit(
    channel: str, repeats: int, found: tuple[str, ...], candidates: tuple[str, ...]
) -> None:
    assert triggers(case({"repeat_no": repeats}, channel=channel)) == (found, candidates)


def test_a_window_of_ninety_days_holds_a_series() -> None:
    days = [date(2021, 1, 1), date(2021, 3, 1), date(2021, 4, 1), date(2021, 4, 2)]
    assert most_days(days, 90) == 3
    assert most_days([], 90) == 0


@pytest.mark.clause("9.1.5")
@pytest.mark.clause("12.T1")
@pytest.mark.clause("12.T2")
@pytest.mark.clause("12.T3")
@pytest.mark.clause("12.T6")
@pytest.mark.parametrize(
    ("command", "fields", "told"),
    [
        ("record_instruction", {"instruction": order()}, ["package.triggered"]),
        ("record_instruction", {"instruction": order(type_="READ")}, []),
        ("record_media_exposure",
         {"media": {**report("2021-06-01", "PARTY_GOV_PAPER"), "outlet": "vault:o"}},
         ["package.triggered"]),
        ("record_superior_visit", {"superior_visit": {**visit("CITY"), "organ": "vault:o"}},
         ["package.triggered"]),
        ("record_superior_visit",
         {"superior_visit": {**visit("CITY", public_place=True), "organ": "vault:o"}},
         ["package.candidate"]),
    ],
)  # fmt: skip
def test_what_happens_later_is_recorded_and_judged(
    command: str, fields: dict[str, Any], told: list[str]
) -> None:
    recorded, *rest = case().issued(command, CLERK, **fields)
    assert recorded.endswith(".recorded")
    assert rest == told


def test_a_trigger_on_the_file_is_not_announced_again() -> None:
    story = case(instructions=(order(),))
    assert story.issued("record_instruction", CLERK, instruction=order("NATIONAL")) == [
        "instruction.recorded"
    ]


@pytest.mark.clause("12.T5")
def test_a_second_report_makes_the_series() -> None:
    story = case(media=(report("2021-05-20"),))
    media = {**report("2021-06-02"), "outlet": "vault:o"}
    assert story.issued("record_media_exposure", CLERK, media=media) == [
        "media.exposure.recorded",
        "package.triggered",
    ]
    assert triggers(story) == (("T5",), ())


def test_what_was_recorded_before_the_acceptance_counts_at_the_acceptance() -> None:
    story = case(topics=("ELEVATOR",))
    assert story.issued("record_instruction", CLERK, instruction=order()) == [
        "instruction.recorded"
    ]
    assert "package.triggered" in story.issued("refuse_non_acceptance", DIRECTOR)


@pytest.mark.clause("12.T7")
def test_no_reply_after_a_reminder_makes_a_package_case_once() -> None:
    story = case()
    assert "package.triggered" in story.hears(URGED_IN_VAIN)
    assert story.hears(URGED_IN_VAIN) == []
    assert triggers(story) == (("T7",), ())


@pytest.mark.clause("12.T9")
def test_a_candidate_is_confirmed_by_a_person() -> None:
    story = case({"repeat_no": 1})
    assert said(story, PackageCandidate).triggers == ("T8",)
    confirm = {"trigger": "T8", "reason": "vault:r"}
    assert story.issued("confirm_package", VICE_LEADER, **confirm) == ["package.triggered"]
    assert said(story, PackageTriggered).principal == VICE_LEADER.principal
    assert triggers(story) == (("T8",), ())
    assert story.issued("confirm_package", VICE_LEADER, **confirm) == NO
    assert story.issued("decline_package", VICE_LEADER, **confirm) == NO


def test_a_declined_candidate_leaves_nothing_but_new_evidence_may_bring_it_back() -> None:
    story = case(superior_visits=(visit("TOWN", public_place=True),))
    assert story.issued("decline_package", OFFICE, trigger="T2") == ["package.declined"]
    assert story.state.package == "NONE"
    again = {**visit("TOWN", public_place=True), "organ": "vault:o"}
    assert story.issued("record_superior_visit", CLERK, superior_visit=again) == [
        "superior_visit.recorded",
        "package.candidate",
    ]


@pytest.mark.clause("12.T9")
def test_only_t9_needs_no_rule_before_a_person_confirms_it() -> None:
    story = case()
    assert story.issued("confirm_package", OFFICE, trigger="T2") == NO
    assert story.issued("confirm_package", OFFICE, trigger="T9") == ["package.triggered"]


@pytest.mark.clause("12.0")
def test_waived_it_stays_on_the_file_while_another_trigger_stands() -> None:
    story = case(instructions=(order(), order("BUREAU", "DIRECTOR")))
    assert story.issued("waive_package", DIRECTOR, trigger="T3") == ["package.waived"]
    assert story.state.package == "TRIGGERED"
    story.issued("waive_package", DIRECTOR, trigger="T4")
    assert (story.state.package, story.state.waived) == ("WAIVED", ("T3", "T4"))
    assert story.issued("waive_package", DIRECTOR, trigger="T4") == NO
    assert story.issued("record_instruction", CLERK, instruction=order()) == [
        "instruction.recorded"
    ]


@pytest.mark.clause("15")
@pytest.mark.parametrize(
    ("command", "by", "fields"),
    [
        ("record_instruction", CLERK, {"instruction": order()}),
        ("confirm_major", VICE_LEADER, {"measures": "vault:m"}),
        ("confirm_package", VICE_LEADER, {"trigger": "T9"}),
    ],
)
def test_nobody_keeps_a_package_case_or_a_major_matter_to_himself(
    command: str, by: Any, fields: dict[str, Any]
) -> None:
    story = case(**CALL)
    assert story.issued(command, by, **fields)[-1] == "case.handed_over"
    handed = said(story, CaseHandedOver)
    assert (handed.from_, handed.to) == ("CMD", "XFB")
    assert story.state.routing == "NORMAL_TRANSFER"


@pytest.mark.clause("8.4")
def test_a_major_matter_is_confirmed_once_and_by_a_leader_only() -> None:
    story = case(hazards=("SELF_HARM",))
    assert story.issued("confirm_major", OFFICE) == ["(ROLE_NOT_ALLOWED)"]
    assert story.issued("confirm_major", DIRECTOR, measures="vault:m") == ["major.confirmed"]
    assert story.issued("confirm_major", DIRECTOR, measures="vault:m") == NO
    assert never_said(story, CaseHandedOver)
