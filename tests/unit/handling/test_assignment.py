"""Receipt, objection, refusal, handlers and recusal (art. 6, 9(二), 10(二)-(三))."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.gate import CaseEnded, DeniedPerson
from contracts.events.intake import PetitionWithdrawn
from contracts.events.routing import InvestigationBodyDesignated
from tests.unit.case_story import CaseStory, actor, petition
from tests.unit.handling.story import (
    ACKNOWLEDGED,
    CO_LIAISON,
    DESIGNATED,
    HANDLER,
    HEAD,
    LIAISON,
    VERIFIED,
    accepted,
    assigned_case,
    brought_to,
    dispatched,
    handling,
    take,
)

OBJECTION: dict[str, Any] = {"reason": "vault:r"}


@pytest.mark.clause("9.2.1")
def test_each_unit_acknowledges_once() -> None:
    story = assigned_case("SEW")

    told = [story.issued("acknowledge_assignment", by) for by in (LIAISON, CO_LIAISON, LIAISON)]
    assert told == [["assignment.received"]] * 2 + [["(STATE_DOES_NOT_ALLOW)"]]


@pytest.mark.clause("10.3b")
def test_the_receipt_of_a_co_unit_does_not_stand_for_that_of_the_lead() -> None:
    story = assigned_case("SEW")
    story.issued("acknowledge_assignment", CO_LIAISON)
    assert take(story, DESIGNATED) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("10.2d")
@pytest.mark.parametrize(
    ("dispatched_on", "objected_on", "told"),
    [
        ("2021-06-02", "2021-06-02", "assignment.objected"),
        ("2021-06-02", "2021-06-03", "assignment.objected"),
        ("2021-06-02", "2021-06-04", "(STATE_DOES_NOT_ALLOW)"),
        ("2021-06-04", "2021-06-07", "assignment.objected"),  # over a weekend
        ("2021-06-11", "2021-06-15", "assignment.objected"),  # over the Dragon Boat Festival
        ("2021-06-11", "2021-06-16", "(STATE_DOES_NOT_ALLOW)"),
    ],
)
def test_an_objection_comes_within_one_working_day_of_dispatch(
    dispatched_on: str, objected_on: str, told: str
) -> None:
    story = CaseStory(handling())
    story.hears(petition(), accepted())
    story.on(dispatched_on)
    story.hears(dispatched())
    story.on(objected_on)
    assert story.issued("object_to_assignment", LIAISON, **OBJECTION) == [told]


@pytest.mark.clause("10.2d")
def test_nobody_objects_once_a_handler_is_at_work_or_without_a_reason() -> None:
    story = brought_to(DESIGNATED, assigned_case())
    assert story.issued("object_to_assignment", LIAISON, **OBJECTION) == ["(STATE_DOES_NOT_ALLOW)"]
    assert assigned_case().issued("object_to_assignment", LIAISON) == ["(INVALID)"]


@pytest.mark.clause("10.2d")
def test_after_an_objection_the_assignment_rests_until_the_next_dispatch() -> None:
    story = assigned_case("SEW")
    take(story, ACKNOWLEDGED)
    assert story.issued("object_to_assignment", CO_LIAISON, **OBJECTION) == ["assignment.objected"]
    assert take(story, ACKNOWLEDGED) == ["(STATE_DOES_NOT_ALLOW)"]

    story.hears(dispatched("MNT-DR", version=2))
    assert take(story, ACKNOWLEDGED) == ["assignment.received"]
    assert story.issued("object_to_assignment", LIAISON, **OBJECTION) == ["assignment.objected"]
    assert getattr(story.told[-1], "count", None) == 2


def test_another_lead_begins_anew_and_the_same_lead_goes_on() -> None:
    same = brought_to(VERIFIED, assigned_case())
    same.hears(dispatched("MNT-DR", "SEW", version=2))
    other = brought_to(VERIFIED, assigned_case())
    other.hears(dispatched("SEW", version=2))

    assert same.state.assignment is not None
    assert same.state.assignment.verified
    assert other.state.assignment is not None
    assert not other.state.assignment.received_by


@pytest.mark.clause("14.1", "6.a")
def test_a_refusal_is_put_on_record_and_changes_nothing() -> None:
    story = brought_to(DESIGNATED, assigned_case())
    before = story.state
    assert story.issued("refuse_to_handle", HEAD, reason="vault:r") == ["handling.refused"]
    assert story.state == before


@pytest.mark.clause("10.3b", "6.b", "7.d")
@pytest.mark.parametrize(
    ("handler", "recusal_declared", "told"),
    [
        ({"principal": "demo-handler"}, False, "handler.designated"),
        ({"principal": "demo-handler"}, True, "(HANDLER_DENIED)"),
        ({"principal": "demo-reported"}, False, "(HANDLER_DENIED)"),
        ({"principal": "demo-handler", "unit": "BRG-KF"}, False, "(HANDLER_DENIED)"),
    ],
    ids=["free", "interested", "reported himself", "of a brigade under the reported unit"],
)
def test_a_handler_is_neither_reported_nor_interested(
    handler: dict[str, Any], recusal_declared: bool, told: str
) -> None:
    story = assigned_case(
        confidentiality="CAUTION",
        denied_units=(UnitCode("ENF"),),
        denied_persons=(DeniedPerson(principal=Principal("demo-reported")),),
    )
    take(story, ACKNOWLEDGED)
    fields = {"handler": handler, "recusal_declared": recusal_declared}
    assert story.issued("designate_handler", HEAD, **fields) == [told]


@pytest.mark.clause("10.4a", "7.d")
def test_a_verifier_may_not_be_of_a_denied_unit_either() -> None:
    story = brought_to(
        DESIGNATED, assigned_case(confidentiality="CAUTION", denied_units=(UnitCode("ENF"),))
    )
    verifiers = [{"principal": "demo-handler"}, {"principal": "demo-other", "unit": "BRG-XY"}]
    told = story.issued("complete_verification", HANDLER, verifiers=verifiers)
    assert told == ["(HANDLER_DENIED)"]


@pytest.mark.clause("6.b")
def test_a_handler_who_steps_back_is_out_and_somebody_else_must_be_named() -> None:
    story = brought_to(DESIGNATED, assigned_case())
    himself = actor("HANDLER", "MNT-DR", "demo-handler")
    person = {"principal": "demo-handler", "unit": "MNT-DR"}

    told = story.issued("declare_recusal", himself, person=person, reason="vault:r")
    assert told == ["recusal.required", "recusal.declared"]
    colleague = actor("HANDLER", "MNT-DR", "demo-colleague")
    told = story.issued("log_method", colleague, method="MEDIATION")
    assert told == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("log_method", himself, method="MEDIATION") == ["(ACTOR_RECUSED)"]
    assert take(story, DESIGNATED) == ["(HANDLER_DENIED)"]
    successor = {"handler": {"principal": "demo-successor"}}
    assert story.issued("designate_handler", HEAD, **successor) == ["handler.designated"]


@pytest.mark.clause("7.c")
def test_the_body_that_investigates_a_report_works_as_an_assigned_unit_does() -> None:
    story = CaseStory(handling())
    story.hears(petition(confidentiality="RESTRICTED", denied_units=(UnitCode("BRG-KF"),)))
    story.hears(accepted("RESTRICTED_TO_DISCIPLINE"))
    officer = Principal("demo-discipline-officer")
    story.hears(InvestigationBodyDesignated(body=UnitCode("DSC"), principal=officer))

    denied = story.issued("acknowledge_assignment", actor("LIAISON", "BRG-KF"))
    assert denied == ["(UNKNOWN_CASE)"]
    received = story.issued("acknowledge_assignment", actor("LIAISON", "DSC"))
    assert received == ["assignment.received"]


@pytest.mark.parametrize("end", [PetitionWithdrawn(), CaseEnded()])
def test_a_case_that_has_ended_takes_no_step_further(end: Any) -> None:
    story = brought_to(DESIGNATED, assigned_case())
    story.hears(end)
    contact = {"contact_type": "PHONE"}
    assert story.issued("log_contact", HANDLER, **contact) == ["(STATE_DOES_NOT_ALLOW)"]
    assert take(story, VERIFIED) == ["(STATE_DOES_NOT_ALLOW)"]
