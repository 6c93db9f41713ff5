"""The events of the log are those that were agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.access import Access
from contracts.envelope import BureauEvent, CaseEvent, Principal, UnitCode
from contracts.events import EVENTS, MODULES
from contracts.events.gate import DeniedPerson, PetitionReceived
from contracts.events.handling import RecusalDeclared
from contracts.events.intake import PetitionWithdrawn
from contracts.events.routing import (
    AssignmentDispatched,
    CaseHandedOver,
    InvestigationBodyDesignated,
)
from contracts.petition import PetitionFacts

AGREED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "agreed_events.yaml").read_text("utf-8")
)["events"]


def camel_case(name: str) -> str:
    """`deadline.set` → `DeadlineSet`."""
    return name.replace(".", "_").title().replace("_", "")


def test_there_are_the_agreed_events_and_no_others() -> None:
    assert set(EVENTS) == {event["name"] for event in AGREED}


@pytest.mark.parametrize("agreed", AGREED, ids=lambda event: event["name"])
def test_an_event_has_the_agreed_owner_clauses_scope_and_fields(agreed: dict[str, Any]) -> None:
    event = EVENTS[agreed["name"]]
    fields = {field.alias or name for name, field in event.model_fields.items()}
    assert event.__name__ == camel_case(agreed["name"])
    assert event.owner.value == agreed["owner"]
    assert event.clauses == tuple(agreed["clauses"])
    assert issubclass(event, BureauEvent) == (agreed.get("scope") == "BUREAU")
    assert set(agreed["fields"]) <= fields


def test_no_two_events_share_a_name() -> None:
    named = [
        found
        for module in MODULES
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, CaseEvent) and "name" in vars(found)
    ]
    assert len(set(named)) == len(EVENTS)


def test_an_event_ignores_what_a_newer_release_added() -> None:
    read = PetitionWithdrawn.model_validate({"case_id": "c", "reason_ref": "r", "new": 1})
    assert read.reason_ref == "r"


def test_a_word_of_the_language_is_a_field_on_the_wire_only() -> None:
    handed = CaseHandedOver(from_=UnitCode("CMD"), to=UnitCode("XFB"), cause="MAJOR")
    assert handed.model_dump(mode="json")["from"] == "CMD"
    assert CaseHandedOver.model_validate_json(handed.model_dump_json()) == handed


def test_where_an_event_lies_is_not_part_of_its_body() -> None:
    event = PetitionWithdrawn().stamped(partition=3, offset=7)
    assert not {"partition", "offset"} & set(event.model_dump())


def test_the_day_of_an_event_is_the_bureaus() -> None:
    late = PetitionWithdrawn().stamped(occurred_at=datetime(2021, 6, 1, 16, 30, tzinfo=UTC))
    assert late.day == date(2021, 6, 2)


def received() -> PetitionReceived:
    """A report about a person known by name only, and one known by principal."""
    return PetitionReceived(
        source="bureau-desk",
        platform_ref="L-1",
        channel="LETTER",
        received_at=datetime(2021, 6, 1, tzinfo=UTC),
        regime="2005",
        confidentiality="RESTRICTED",
        denied_units=(UnitCode("BRG-KF"),),
        denied_persons=(
            DeniedPerson(key="hash"),
            DeniedPerson(principal=Principal("p-1"), key="other"),
        ),
        petition=PetitionFacts(named=False),
    )


def test_access_knows_reported_persons_by_principal_where_there_is_one() -> None:
    access = Access().after(received())
    assert access.restricted
    assert access.denied_units == ("BRG-KF",)
    assert access.denied_principals == ("p-1",)
    assert access.denied_keys == ("hash",)


def test_access_follows_assignment_investigation_and_recusal() -> None:
    lead, co = UnitCode("MNT-LT"), UnitCode("MUN")
    access = Access().after(AssignmentDispatched(version=1, lead_unit=lead, co_units=(co,)))
    assert access.units == (lead, co)
    body = InvestigationBodyDesignated(body=UnitCode("DSC"), principal=Principal("p"))
    assert access.after(body).units == ("DSC",)
    assert access.after(RecusalDeclared(principal=Principal("h"))).recused == ("h",)
    assert access.after(PetitionWithdrawn()) == access
