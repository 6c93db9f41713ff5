"""Who may look into the vault, and what stands on the log of it (art. 7)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.envelope import CaseId, Principal, UnitCode
from services.chassis.batch import InForce
from services.gate.decisions.reading import FIELD_CLASSES, shown
from services.gate.handlers.looking import Asked, Told, on_look
from services.gate.handlers.shapes import Moment, OnLog
from tests.unit.gate.door import NOW, Door, arrival, known, only, petition

OPEN = petition()
CAUTION = petition(reported={"units": ["BRG-XY"], "allegation": "MANNER"})
RESTRICTED = petition(
    reported={
        "units": ["BRG-XY"],
        "persons": [{"name": "demo-reported"}],
        "allegation": "VIOLATION",
    }
)


def looked(document: dict[str, Any], role: str, unit: str | None = None, **more: Any) -> Told:
    """What somebody is told who asks for everything there is."""
    door = Door()
    case_id = only(door.take(arrival(document)), "petition.received").case_id
    actor = Actor(
        principal=Principal(more.get("principal", "demo-somebody")),
        role=role,
        unit=UnitCode(unit) if unit else None,
    )
    asked = Asked(case_id, actor, more.get("purpose", "核对"), FIELD_CLASSES)
    return on_look(asked, door.memory.cases[case_id], Moment(NOW, InForce()), known())


def on_log(told: Told) -> list[tuple[str, str]]:
    """Lane and name of what stands on the log because of it."""
    said = told.taken.said if told.taken else ()
    return [(one.lane, one.event.name) for one in said if isinstance(one, OnLog)]


@pytest.mark.clause("7.b")
@pytest.mark.parametrize(
    ("document", "role", "unit", "classes"),
    [
        (OPEN, "PETITION_CLERK", "XFB", set(FIELD_CLASSES)),
        (OPEN, "HANDLER", "BRG-XY", {"TEXT", "IDENTITY", "CONTACT", "PAPERS"}),
        (OPEN, "DIRECTOR", None, {"TEXT", "PAPERS"}),
        (CAUTION, "HANDLER", "SUP", {"TEXT", "IDENTITY", "CONTACT", "PAPERS"}),
        (CAUTION, "LIAISON", "SUP", {"TEXT", "PAPERS"}),
        (RESTRICTED, "DISCIPLINE_OFFICER", "DSC", set(FIELD_CLASSES)),
        (RESTRICTED, "PETITION_VICE_LEADER", None, {"TEXT"}),
    ],
)
def test_each_role_sees_what_it_needs_and_the_look_is_written_down(
    document: dict[str, Any], role: str, unit: str | None, classes: set[str]
) -> None:
    told = looked(document, role, unit)
    assert (told.code, set(told.field_classes)) == ("", classes)
    lane = "restricted" if document is RESTRICTED else "open"
    assert on_log(told) == [(lane, "personal_data.accessed")]
    assert told.taken is not None
    [look] = told.taken.news.looks
    assert (look.role, set(look.field_classes)) == (role, classes)


@pytest.mark.clause("7.d")
@pytest.mark.parametrize(
    ("document", "role", "unit", "principal", "code"),
    [
        (OPEN, "GROUP_MEMBER", None, "demo-somebody", "ROLE_NOT_ALLOWED"),
        (CAUTION, "HANDLER", "BRG-XY", "demo-somebody", "ACTOR_DENIED"),
        (CAUTION, "PETITION_CLERK", "BRG-XY", "demo-somebody", "ACTOR_DENIED"),
        # That there is such a report at all is told to nobody who may not see it.
        (RESTRICTED, "PETITION_CLERK", "XFB", "demo-somebody", "UNKNOWN_CASE"),
        (RESTRICTED, "DISCIPLINE_OFFICER", "DSC", "demo-reported", "UNKNOWN_CASE"),
        (RESTRICTED, "HANDLER", "BRG-XY", "demo-somebody", "UNKNOWN_CASE"),
    ],
)
def test_a_refused_look_shows_nothing_and_stands_on_the_log_of_the_case(
    document: dict[str, Any], role: str, unit: str | None, principal: str, code: str
) -> None:
    told = looked(document, role, unit, principal=principal)
    assert (told.code, told.field_classes) == (code, ())
    lane = "restricted" if document is RESTRICTED else "open"
    assert on_log(told) == [(lane, "access.denied")]
    assert told.taken is not None
    assert told.taken.news.looks == []


def test_no_case_at_all_is_told_like_a_secret_one() -> None:
    actor = Actor(principal=Principal("demo-somebody"), role="PETITION_CLERK")
    asked = Asked(CaseId("none"), actor, "核对", FIELD_CLASSES)
    assert on_look(asked, None, Moment(NOW, InForce()), known()) == Told("UNKNOWN_CASE")


def test_what_it_was_for_is_sealed_and_not_on_the_log() -> None:
    told = looked(OPEN, "PETITION_CLERK", purpose="顾问渠要求更正住址")
    assert told.taken is not None
    [said] = told.taken.said
    assert isinstance(said, OnLog)
    assert "顾问渠" not in said.event.model_dump_json()
    assert told.taken.news.documents[0].content == {"purpose": "顾问渠要求更正住址"}


@pytest.mark.parametrize(
    ("classes", "hidden"),
    [
        ((), ["title", "text", "reported", "petitioner.name", "petitioner.phone", "matter.place"]),
        (("TEXT",), ["reported", "petitioner.name", "petitioner.address", "matter.place"]),
        (("TEXT", "IDENTITY"), ["petitioner.address", "petitioner.phone", "matter.place"]),
    ],
)
def test_a_class_that_stays_closed_is_not_in_the_answer(
    classes: tuple[str, ...], hidden: list[str]
) -> None:
    seen = shown(petition(reported={"units": ["BRG-XY"]}), classes)
    for path in hidden:
        holder, _, name = path.rpartition(".")
        assert name not in (seen[holder] if holder else seen)
