"""Whom handling refuses, and with which of several codes."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands import COMMANDS
from contracts.envelope import UnitCode
from contracts.events.intake import PetitionWithdrawn
from tests.unit.case_story import CaseStory
from tests.unit.handling.story import (
    ACKNOWLEDGED,
    ALL_ELEMENTS,
    CO_LIAISON,
    CONTENT_PASSED,
    DELIVERED,
    DESIGNATED,
    HANDLER,
    HEAD,
    LIAISON,
    OFFICE,
    PASSED,
    SUBMITTED,
    VERIFIED,
    WITNESS,
    Step,
    assigned_case,
    brought_to,
    handling,
    take,
)
from tests.unit.refusals import EXPECTED, Attempt, answers

PERSON = {"principal": "demo-somebody"}
FIELDS: dict[str, dict[str, Any]] = {
    "designate_handler": {"handler": PERSON},
    "declare_recusal": {"person": PERSON},
    "log_contact": {"contact_type": "PHONE"},
    "log_method": {"method": "MEDIATION"},
    "record_leader_note": {"activity": "BRIEFED", "on": "2021-06-01"},
    "schedule_leader_visit": {"on": "2021-06-01"},
    "attach_evidence": {
        "evidence_type": "PHOTO",
        "sha256": "0" * 64,
        "taken_by": "demo-somebody",
        "taken_at": "2021-06-01T09:00:00+08:00",
    },
    "complete_verification": {"verifiers": [PERSON]},
    "submit_co_opinion": {"unit": "SEW"},
    "deliver_reply": {"by": "IN_PERSON", "on": "2021-06-01"},
    "record_signoff": {"on": "2021-06-01", "witness": WITNESS},
    "record_signoff_refusal": {"witness": WITNESS},
    "record_unreachable": {"witness": WITNESS},
    "report_to_superior": {"on": "2021-06-01"},
    "record_settlement": {"settled": True},
    "request_review": {"on": "2021-06-01"},
    "record_review_opinion": {"result": "UPHELD", "on": "2021-06-01"},
}
OWN = sorted(name for name, command in COMMANDS.items() if command.owner.value == "handling")


@pytest.mark.clause("7.d", "6.b")
@pytest.mark.parametrize("command", OWN)
def test_who_may_is_asked_before_when_and_what(command: str) -> None:
    attempt = Attempt(
        lambda: CaseStory(handling()), FIELDS.get(command, {}), closed_by=PetitionWithdrawn()
    )
    assert answers(command, attempt) == EXPECTED


NO_WITNESS: dict[str, Any] = {"attempts": [], "registered_post": False}
UNSIGNED: dict[str, Any] = {"on": "2021-06-11", "witness": {"name": "", "side": "ENF"}}
DENIED_WITNESS: dict[str, Any] = {"reason": "", "witness": {"name": "vault:w", "side": "BRG-KF"}}
INTERESTED = {"handler": {"principal": "demo-h", "unit": "BRG-KF"}, "recusal_declared": True}
BY_CO_UNIT: dict[str, Any] = {"elements": ALL_ELEMENTS}

SEVERAL_FAULTS: list[tuple[str, Step, Step, str]] = [
    ("not acknowledged, and denied", ACKNOWLEDGED, ("report_to_head", CO_LIAISON, {}), ""),
    ("a handler of a reported unit", ACKNOWLEDGED, ("designate_handler", HEAD, INTERESTED), "7.d"),
    ("no witness, no attempts", DELIVERED, ("record_unreachable", HANDLER, NO_WITNESS), "10.5d"),
    ("a nameless denied witness", DELIVERED, ("record_signoff", LIAISON, UNSIGNED), "10.5c"),
    (
        "a denied witness, no reason",
        DELIVERED,
        ("record_signoff_refusal", HANDLER, DENIED_WITNESS),
        "7.d",
    ),
    ("a co-unit, nothing verified", DESIGNATED, ("submit_reply", CO_LIAISON, BY_CO_UNIT), "4.d"),
    ("through the gate, not delivered", CONTENT_PASSED, PASSED, "10.5b"),
    ("delivered, not signed", DELIVERED, PASSED, "10.5c"),
    ("nothing to look at", VERIFIED, CONTENT_PASSED, "10.5b"),
    ("passed twice", PASSED, PASSED, "10.5b"),
]
CODES = [
    "unit_head.reported",
    "(HANDLER_DENIED)",
    "(WITNESS_MISSING)",
    "(WITNESS_MISSING)",
    "(WITNESS_DENIED)",
    "(ROLE_NOT_ALLOWED)",
    "(STATE_DOES_NOT_ALLOW)",
    "(SIGNOFF_MISSING)",
    "(STATE_DOES_NOT_ALLOW)",
    "(STATE_DOES_NOT_ALLOW)",
]


@pytest.mark.clause("10.5b", "10.5c", "10.5d", "10.3b")
@pytest.mark.parametrize(
    ("brought", "attempted", "clause", "told"),
    [(*row[1:], code) for row, code in zip(SEVERAL_FAULTS, CODES, strict=True)],
    ids=[row[0] for row in SEVERAL_FAULTS],
)
def test_of_several_faults_the_first_in_order_is_named(
    brought: Step, attempted: Step, clause: str, told: str
) -> None:
    case = assigned_case("SEW", confidentiality="CAUTION", denied_units=(UnitCode("ENF"),))
    case.issued("submit_co_opinion", CO_LIAISON, unit="SEW", text="vault:t")
    story = brought_to(brought, case)
    assert take(story, attempted) == [told]
    if clause:
        assert getattr(story.told[-1], "clause", None) == clause


@pytest.mark.clause("10.5b")
def test_a_returned_reply_has_a_code_of_its_own_at_both_gates() -> None:
    story = brought_to(SUBMITTED, assigned_case())
    story.issued("return_reply", OFFICE, missing=["FACTS"])
    assert [take(story, step) for step in (CONTENT_PASSED, PASSED)] == [["(REPLY_INCOMPLETE)"]] * 2
