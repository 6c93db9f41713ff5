"""What may be shown of a case that calls for caution (art. 7, 9(一)3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.codes import Confidentiality, Rank
from contracts.commands.base import Actor
from contracts.envelope import UnitCode
from contracts.events.gate import CommandReceived, DeniedPerson, Secrecy
from contracts.events.intake import GroupVisitReported
from contracts.ports import Facts
from services.chassis.catalogue import load_catalogue
from services.chassis.rules import load_judge
from tests.unit.case_story import actor
from tests.unit.intake.story import CLERK, RULES, arrived, visit

CAUTIOUS: Facts = {
    "kind": "COMPLAINT",
    "confidentiality": "CAUTION",
    "consent_public_summary": True,
}


@pytest.mark.clause("9.1.3")
@pytest.mark.setting("publish.caution")
@pytest.mark.parametrize("reading", ["NONE", "PETITIONER_ONLY"])
def test_what_is_shown_of_a_case_of_caution_is_a_reading(reading: str) -> None:
    catalogue = load_catalogue().configured({"publish.caution": reading})
    rules = [Path(file) for file in RULES.glob("*.yaml")]
    outcome = load_judge(rules, catalogue)("publication", CAUTIOUS).outcome
    assert outcome["publish"] == reading


OFFICER = actor("DISCIPLINE_OFFICER", "DSC")
XY = (UnitCode("BRG-XY"),)


def declared(
    level: Confidentiality, by: Actor, command: str = "reclassify", **fields: str
) -> CommandReceived:
    """A command that declares something, with what the gate found."""
    return CommandReceived(
        command_id=f"{command}-{level}-{by.role}",
        type=command,
        actor=by,
        fields=fields,
        secrecy=Secrecy(confidentiality=level, denied_units=XY if level != "NORMAL" else ()),
    )


@pytest.mark.clause("2.c")
@pytest.mark.clause("9.1.3")
def test_a_complaint_that_calls_for_caution_is_said_to_be_one_and_taken_back_from_view() -> None:
    story = arrived()
    assert story.hears(declared("CAUTION", CLERK, reason="vault:r")) == [
        "petition.classified",
        "confidentiality.cautioned",
        "publication.retracted",
    ]
    # Declared once more, the same changes nothing but the file.
    again = declared("CAUTION", CLERK).model_copy(update={"command_id": "again"})
    assert story.hears(again) == ["petition.classified"]


@pytest.mark.clause("7.c")
@pytest.mark.parametrize(
    ("by", "told"),
    [
        (CLERK, ["(NOT_OVERRIDABLE)"]),
        (OFFICER, ["petition.classified", "confidentiality.lifted"]),
    ],
)
def test_only_the_discipline_officer_lowers_the_class(by: Actor, told: list[str]) -> None:
    story = arrived(confidentiality="CAUTION", denied_units=XY)
    assert story.hears(declared("NORMAL", by)) == told


@pytest.mark.clause("7.c")
def test_a_restriction_is_lifted_once_and_by_one_officer_alone() -> None:
    story = arrived(confidentiality="RESTRICTED", denied_units=XY)
    assert story.hears(declared("CAUTION", CLERK, "lift_restriction")) == ["(ROLE_NOT_ALLOWED)"]
    lifted = declared("CAUTION", OFFICER, "lift_restriction", reason="vault:r")
    assert story.hears(lifted) == ["confidentiality.lifted"]
    again = lifted.model_copy(update={"command_id": "again"})
    assert story.hears(again) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("7.d")
@pytest.mark.clause("11.5b")
@pytest.mark.parametrize(
    ("level", "rank", "told"),
    [
        ("NORMAL", None, "PETITION_VICE_LEADER"),
        ("CAUTION", "STAFF", "PETITION_VICE_LEADER"),
        ("CAUTION", "LEADING_GROUP", "DEPUTY_DIRECTOR"),
        ("RESTRICTED", "STAFF", "DISCIPLINE_OFFICER"),
    ],
)
def test_no_leader_hears_of_a_group_that_may_complain_of_him(
    level: Confidentiality, rank: Rank | None, told: str
) -> None:
    persons = (DeniedPerson(key="hash", rank=rank),) if rank else ()
    story = visit(persons=5, confidentiality=level, denied_persons=persons)
    assert [e.to_role for e in story.told if isinstance(e, GroupVisitReported)] == [told]
