"""What is written down beside the work: methods, persuasion, leaders' acts (art. 4, 5, 9, 10)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.base import Actor, Person
from contracts.envelope import Principal, UnitCode
from contracts.events.archive import ArchiveFiled
from contracts.events.escalation import PackageTeamAppointed, PackageTeamReplaced
from contracts.events.gate import DeniedPerson
from contracts.events.handling import (
    HandlingLogged,
    LeaderAnnotated,
    LeaderVisitScheduled,
    RecusalRequired,
    VerificationStarted,
)
from contracts.events.intake import ConfidentialityCautioned
from tests.unit.case_story import CaseStory, actor, petition
from tests.unit.handling.story import (
    CO_LIAISON,
    DESIGNATED,
    HANDLER,
    HEAD,
    LIAISON,
    PASSED,
    VERIFIED,
    assigned_case,
    brought_to,
    handling,
    take,
)

NOT_NOW = ["(STATE_DOES_NOT_ALLOW)"]
PHOTO: dict[str, Any] = {
    "evidence_type": "PHOTO",
    "sha256": "0" * 64,
    "taken_by": "demo-handler",
    "taken_at": "2021-06-02T09:00:00+08:00",
}


@pytest.mark.clause("10.4a", "10.4b")
def test_the_first_look_at_the_facts_starts_the_verification_once() -> None:
    story = brought_to(DESIGNATED, assigned_case())

    assert story.issued("attach_evidence", HANDLER, **PHOTO) == [
        "verification.started",
        "evidence.attached",
    ]
    assert story.issued("attach_evidence", HANDLER, **PHOTO) == ["evidence.attached"]
    assert take(story, VERIFIED) == ["verification.completed"]
    started = [e.handler for e in story.told if isinstance(e, VerificationStarted)]
    assert started == [HANDLER.principal]


@pytest.mark.clause("10.3d")
@pytest.mark.parametrize(
    ("method", "outcome", "agreed", "told"),
    [
        ("MEDIATION", "vault:o", True, ["method.applied", "mediation.agreed"]),
        ("NEGOTIATION", "vault:o", True, ["method.applied", "mediation.agreed"]),
        ("MEDIATION", "vault:o", False, ["method.applied"]),
        ("MEDIATION", "", True, ["(INVALID)"]),
        ("EDUCATION", "vault:o", True, ["(INVALID)"]),
    ],
)
def test_an_agreement_says_what_was_agreed(
    method: str, outcome: str, agreed: bool, told: list[str]
) -> None:
    story = brought_to(DESIGNATED, assigned_case())
    fields = {"method": method, "outcome": outcome, "agreed": agreed}
    assert story.issued("log_method", HANDLER, **fields) == told


@pytest.mark.clause("9.2.3")
def test_each_unit_notes_down_its_own_work_once_it_has_some() -> None:
    undispatched = CaseStory(handling())
    undispatched.hears(petition())
    assert undispatched.issued("log_handling", LIAISON, note="vault:n") == NOT_NOW

    story = assigned_case("SEW")
    for by in (LIAISON, CO_LIAISON, HANDLER):
        assert story.issued("log_handling", by, note="vault:n") == ["handling.logged"]
    units = [e.unit for e in story.told if isinstance(e, HandlingLogged)]
    assert units == ["MNT-DR", "SEW", "MNT-DR"]


@pytest.mark.clause("4.e", "11.4c")
@pytest.mark.parametrize("by", [actor("RECEPTION", "XFB"), HANDLER])
def test_explaining_is_put_on_record_at_the_counter_and_in_the_unit(by: Actor) -> None:
    story = assigned_case()
    assert story.issued("log_persuasion", by, note="vault:n") == ["persuasion.logged"]
    brought_to(PASSED, story)
    assert story.issued("log_persuasion", by, note="vault:n") == ["persuasion.logged"]
    story.hears(ArchiveFiled(year=2021, items=()))
    assert story.issued("log_persuasion", by, note="vault:n") == NOT_NOW


@pytest.mark.clause("5.b")
@pytest.mark.parametrize("by", [HEAD, actor("DIRECTOR"), actor("DEPUTY_DIRECTOR")])
@pytest.mark.parametrize(
    ("activity", "told"),
    [
        ("ANNOTATED", "leader.annotated"),
        ("RECEIVED", "leader.reception.logged"),
        ("BRIEFED", "leader.briefed"),
    ],
)
def test_what_leaders_do_themselves_is_on_record(activity: str, told: str, by: Actor) -> None:
    story = assigned_case()
    fields = {"activity": activity, "on": "2021-06-02", "note": "vault:n"}
    assert story.issued("record_leader_note", by, **fields) == [told]
    assert getattr(story.told[-1], "principal", None) == by.principal


@pytest.mark.clause("5.b")
def test_a_leaders_note_is_of_a_day_that_has_come_and_of_his_own_units_case() -> None:
    story = assigned_case()
    note = {"activity": "ANNOTATED", "on": "2021-06-02"}
    assert story.issued("record_leader_note", HEAD, **{**note, "on": "2021-06-03"}) == ["(INVALID)"]
    other = actor("UNIT_HEAD", "WST")
    assert story.issued("record_leader_note", other, **note) == ["(ROLE_NOT_ALLOWED)"]
    assert [e for e in story.told if isinstance(e, LeaderAnnotated)] == []


@pytest.mark.clause("10.3e")
@pytest.mark.parametrize(
    ("on", "told"), [("2021-06-01", "(INVALID)"), ("2021-06-02", None), ("2021-06-30", None)]
)
def test_a_leaders_visit_is_planned_ahead(on: str, told: str | None) -> None:
    story = assigned_case()
    expected = [told or "leader.visit.scheduled"]
    assert story.issued("schedule_leader_visit", HEAD, on=on) == expected
    planned = [e.on.isoformat() for e in story.told if isinstance(e, LeaderVisitScheduled)]
    assert planned == ([] if told else [on])


@pytest.mark.clause("6.b", "12.1")
def test_who_steps_back_leaves_every_seat_he_holds() -> None:
    story = brought_to(DESIGNATED, assigned_case())
    people = [Person(principal=Principal(f"demo-{n}")) for n in ("leader", "head", "handler")]
    leader, supervisor, responsible = people
    story.hears(
        PackageTeamAppointed(
            leader=leader,
            supervisor=supervisor,
            responsible=responsible,
            principal=Principal("demo-director"),
        )
    )
    told = story.issued("declare_recusal", HANDLER, person={"principal": "demo-handler"})
    assert told == ["recusal.required", "recusal.required", "recusal.declared"]
    seats = [e.seat for e in story.told if isinstance(e, RecusalRequired)]
    assert seats == ["HANDLER", "RESPONSIBLE"]

    successor = Person(principal=Principal("demo-successor"), unit=UnitCode("MNT-DR"))
    story.hears(PackageTeamReplaced(seat="RESPONSIBLE", person=successor))
    colleague = actor("HANDLER", "MNT-DR", "demo-colleague")
    told = story.issued("declare_recusal", colleague, person={"principal": "demo-successor"})
    assert told == ["recusal.required", "recusal.declared"]


@pytest.mark.clause("7.d", "12.1")
def test_who_is_reported_only_later_leaves_the_team_once() -> None:
    story = assigned_case()
    people = [Person(principal=Principal(f"demo-{n}")) for n in ("leader", "head", "deputy")]
    leader, supervisor, responsible = people
    story.hears(
        PackageTeamAppointed(
            leader=leader,
            supervisor=supervisor,
            responsible=responsible,
            principal=Principal("demo-director"),
        )
    )
    reported = ConfidentialityCautioned(
        level="CAUTION", denied_persons=(DeniedPerson(principal=Principal("demo-leader")),)
    )
    assert story.hears(reported, reported) == ["recusal.required"]
    assert [e.seat for e in story.told if isinstance(e, RecusalRequired)] == ["LEADER"]
