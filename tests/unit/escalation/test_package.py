"""The package case from its trigger to its end (art. 12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, CaseId, Principal, UnitCode
from contracts.events.escalation import PackageClosed, PackageOpened
from contracts.events.gate import DeniedPerson
from contracts.events.handling import (
    PetitionConcluded,
    PetitionReopened,
    PetitionSettled,
    RecusalDeclared,
    ReviewOpinionRecorded,
)
from contracts.events.intake import PetitionMerged, PetitionWithdrawn
from contracts.events.routing import AssignmentDispatched, PackageTriggered, PackageWaived
from tests.unit.case_story import actor
from tests.unit.escalation.story import (
    ALL_GUARANTEES,
    DIRECTOR,
    LEADER,
    REPORT,
    RESPONSIBLE,
    TEAM,
    assigned_case,
    carried_case,
    package_case,
)

PACKAGE_COMMANDS: list[tuple[str, Actor, dict[str, Any]]] = [
    ("appoint_package_team", DIRECTOR, TEAM),
    (
        "replace_team_member",
        DIRECTOR,
        {"seat": "LEADER", "person": {"principal": "demo-deputy-2"}},
    ),
    ("submit_package_report", RESPONSIBLE, REPORT),
    ("approve_plan", LEADER, {"plan": "vault:p"}),
    ("record_case_visit", LEADER, {"on": "2021-06-01"}),
    ("update_guarantee", RESPONSIBLE, {"which": "KNOW", "state": "DONE"}),
    ("report_delay_to_leader", RESPONSIBLE, {"reason": "vault:r"}),
    ("report_delay_to_director", LEADER, {"reason": "vault:r"}),
    ("close_package", LEADER, {}),
]


@pytest.mark.clause("12.0")
def test_a_trigger_opens_the_package_and_a_further_one_joins_it() -> None:
    story = assigned_case()

    assert story.hears(PackageTriggered(triggers=("T3", "T4"))) == ["package.opened"]
    assert [e.triggers for e in story.told if isinstance(e, PackageOpened)] == [("T3", "T4")]
    assert story.hears(PackageTriggered(triggers=("T7",))) == []
    assert story.state.standing_triggers == ("T3", "T4", "T7")


@pytest.mark.clause("12.0")
def test_a_package_lapses_with_its_last_trigger_and_opens_again_with_a_new_one() -> None:
    story = package_case()
    story.hears(PackageTriggered(triggers=("T5",)))
    director = Principal("demo-director")

    lapsed = []
    for trigger in story.state.standing_triggers:
        story.hears(PackageWaived(trigger=trigger, principal=director))
        lapsed.append(story.state.package is None)
    assert lapsed == [False, True]
    assert story.hears(PackageTriggered(triggers=("T7",))) == ["package.opened"]


@pytest.mark.parametrize(("command", "by", "fields"), PACKAGE_COMMANDS)
def test_what_is_about_a_package_needs_one_that_is_open(
    command: str, by: Actor, fields: dict[str, Any]
) -> None:
    closed = carried_case()
    assert closed.issued("close_package", LEADER) == ["package.closed"]

    assert assigned_case().issued(command, by, **fields) == ["(STATE_DOES_NOT_ALLOW)"]
    assert closed.issued(command, by, **fields) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("12.1", "7.d")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "package.team.appointed"),
        ({"responsible": TEAM["supervisor"]}, "(TEAM_NOT_DISTINCT)"),
        ({"supervisor": TEAM["leader"]}, "(TEAM_NOT_DISTINCT)"),
        ({"leader": {"principal": "demo-reported"}}, "(TEAM_MEMBER_DENIED)"),
        ({"responsible": {"principal": "x", "unit": "BRG-KF"}}, "(TEAM_MEMBER_DENIED)"),
        ({"supervisor": {"principal": "demo-recused", "unit": "SUP"}}, "(TEAM_MEMBER_DENIED)"),
    ],
)
def test_a_team_is_three_people_of_whom_nobody_is_denied(
    changed: dict[str, Any], told: str
) -> None:
    story = package_case(
        confidentiality="CAUTION",
        denied_units=(UnitCode("ENF"),),
        denied_persons=(DeniedPerson(principal=Principal("demo-reported")),),
    )
    story.hears(RecusalDeclared(principal=Principal("demo-recused")))
    assert story.issued("appoint_package_team", DIRECTOR, **{**TEAM, **changed}) == [told]


@pytest.mark.clause("12.1")
def test_a_team_is_appointed_once_and_then_changed_seat_by_seat() -> None:
    story = package_case()
    story.issued("appoint_package_team", DIRECTOR, **TEAM)
    twice = {"seat": "LEADER", "person": TEAM["supervisor"]}
    other = {"seat": "LEADER", "person": {"principal": "demo-deputy-2"}, "reason": "vault:r"}

    again = story.issued("appoint_package_team", DIRECTOR, **TEAM)
    assert again == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("replace_team_member", DIRECTOR, **twice) == ["(TEAM_NOT_DISTINCT)"]
    assert story.issued("replace_team_member", DIRECTOR, **other) == ["package.team.replaced"]
    assert story.state.package is not None
    assert story.state.package.team is not None
    assert [p.principal for p in story.state.package.team.members] == [
        "demo-deputy-2",
        "demo-sup-head",
        "demo-lnd-deputy",
    ]


@pytest.mark.clause("12.3")
@pytest.mark.parametrize("part", ["causes", "measures", "opinion"])
def test_a_report_with_a_blank_part_is_no_report(part: str) -> None:
    story = package_case()
    told = story.issued("submit_package_report", RESPONSIBLE, **{**REPORT, part: ""})
    assert told == ["(REPORT_INCOMPLETE)"]


@pytest.mark.clause("12.3")
def test_reports_are_numbered() -> None:
    story = package_case()
    for _ in range(2):
        told = story.issued("submit_package_report", RESPONSIBLE, **REPORT)
        assert told == ["package.report.submitted"]
    assert [getattr(e, "number", None) for e in story.told[-2:]] == [1, 2]


@pytest.mark.clause("12.2")
def test_a_guarantee_that_does_not_apply_says_why() -> None:
    story = package_case()
    bare = {"which": "STABILITY", "state": "NOT_APPLICABLE"}

    assert story.issued("update_guarantee", RESPONSIBLE, **bare) == ["(INVALID)"]
    told = story.issued("update_guarantee", RESPONSIBLE, **bare, note="vault:n")
    assert told == ["guarantee.updated"]


@pytest.mark.clause("12.2")
@pytest.mark.parametrize("missing", ALL_GUARANTEES)
def test_a_package_closes_only_with_all_five_guarantees_addressed(missing: str) -> None:
    story = carried_case(without=missing)

    assert story.issued("close_package", LEADER) == ["(GUARANTEES_INCOMPLETE)"]
    story.issued("update_guarantee", RESPONSIBLE, which=missing, state="DONE")
    assert story.issued("close_package", LEADER) == ["package.closed"]


@pytest.mark.clause("12.4")
def test_a_package_closes_only_when_its_leader_has_been_there() -> None:
    story = carried_case(visited=False)

    assert story.issued("close_package", LEADER) == ["(VISIT_MISSING)"]
    story.issued("record_case_visit", LEADER, on="2021-06-22", place="vault:p")
    assert story.issued("close_package", LEADER) == ["package.closed"]


@pytest.mark.clause("12.1", "12.2")
@pytest.mark.parametrize(
    ("settled", "opinions", "closed_on", "ground"),
    [
        (True, [], "2021-06-22", "SETTLED"),
        (False, [], "2021-06-22", None),
        (False, [], "2021-09-19", None),
        (False, [], "2021-09-20", "QUIET"),
        (False, ["UPHELD"], "2021-06-22", None),
        (False, ["UPHELD", "UPHELD"], "2021-06-22", "FINAL"),
        (False, ["UPHELD", "REDO"], "2021-06-22", None),
    ],
)
def test_a_package_closes_when_settled_final_or_ninety_days_quiet(
    settled: bool, opinions: list[Any], closed_on: str, ground: str | None
) -> None:
    story = carried_case(settled)
    for result in opinions:
        story.hears(ReviewOpinionRecorded(result=result, on=date(2021, 6, 22)))
    story.on(closed_on)

    told = story.issued("close_package", LEADER)
    assert told == (["package.closed"] if ground else ["(STATE_DOES_NOT_ALLOW)"])
    assert [e.ground for e in story.told if isinstance(e, PackageClosed)] == (
        [ground] if ground else []
    )


def test_a_package_whose_case_is_not_concluded_stays_open() -> None:
    assert package_case().issued("close_package", LEADER) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("12.2")
@pytest.mark.parametrize(
    "end", [PetitionWithdrawn(), PetitionMerged(into=CaseId("case-0"), by_rule=False)]
)
def test_a_package_whose_petition_is_gone_closes_with_its_guarantees_alone(end: CaseEvent) -> None:
    story = package_case()
    story.hears(end)
    assert story.issued("close_package", LEADER) == ["(GUARANTEES_INCOMPLETE)"]
    for which in ALL_GUARANTEES:
        fields = {"which": which, "state": "NOT_APPLICABLE", "note": "vault:n"}
        story.issued("update_guarantee", RESPONSIBLE, **fields)
    assert story.issued("close_package", LEADER) == ["package.closed"]
    assert [e.ground for e in story.told if isinstance(e, PackageClosed)] == ["ENDED"]


@pytest.mark.clause("10.5h", "12.2")
def test_a_package_whose_case_was_reopened_waits_for_the_next_conclusion() -> None:
    story = carried_case()
    story.hears(PetitionReopened(cause="REVIEW_REVOKED"))
    assert story.issued("close_package", LEADER) == ["(STATE_DOES_NOT_ALLOW)"]
    story.hears(PetitionConcluded(concluded_on=date(2021, 6, 22), outcome_code="SIGNED"))
    story.hears(PetitionSettled(settled=True))
    assert story.issued("close_package", LEADER) == ["package.closed"]


@pytest.mark.clause("12.5b")
def test_a_delay_goes_up_in_two_steps() -> None:
    story = package_case()
    told = [
        story.issued("report_delay_to_leader", RESPONSIBLE, reason="vault:r"),
        story.issued("report_delay_to_director", LEADER, reason="vault:r"),
    ]
    assert told == [
        ["package.overdue.reported_to_leader"],
        ["package.overdue.reported_to_director"],
    ]


@pytest.mark.clause("12.1", "6.b")
def test_a_leader_who_steps_back_is_out_and_his_seat_gets_somebody_else() -> None:
    story = package_case()
    story.issued("appoint_package_team", DIRECTOR, **TEAM)
    story.hears(RecusalDeclared(principal=Principal("demo-deputy-1")))

    himself = actor("PACKAGE_LEADER", None, "demo-deputy-1")
    plan = {"plan": "vault:p"}
    assert story.issued("approve_plan", himself, **plan) == ["(ACTOR_RECUSED)"]
    back = {"seat": "LEADER", "person": TEAM["leader"], "reason": "vault:r"}
    assert story.issued("replace_team_member", DIRECTOR, **back) == ["(TEAM_MEMBER_DENIED)"]
    other = {**back, "person": {"principal": "demo-deputy-2"}}
    assert story.issued("replace_team_member", DIRECTOR, **other) == ["package.team.replaced"]
    successor = actor("PACKAGE_LEADER", None, "demo-deputy-2")
    assert story.issued("approve_plan", successor, **plan) == ["package.plan.approved"]


@pytest.mark.parametrize(("lead", "named"), [("LND", "SUP"), ("MNT-RD", None)])
def test_where_a_section_leads_the_opening_names_who_supervises(
    lead: str, named: str | None
) -> None:
    story = assigned_case()
    story.hears(AssignmentDispatched(version=2, lead_unit=UnitCode(lead)))
    story.hears(PackageTriggered(triggers=("T4",)))
    assert [e.supervisor_unit for e in story.told if isinstance(e, PackageOpened)] == [named]
