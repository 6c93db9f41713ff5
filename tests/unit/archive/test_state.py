"""The view of a case, event by event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from contracts.commands.base import Person
from contracts.envelope import CaseEvent, CaseId, Principal, UnitCode
from contracts.events import EVENTS
from contracts.events.deadlines import (
    DeadlineSet,
    ExtensionRequested,
)
from contracts.events.gate import DeniedPerson, GateBureauEvent
from contracts.events.handling import (
    AssignmentObjected,
    HandlerDesignated,
    ReplyDelivered,
    ReplyReturned,
)
from contracts.events.intake import (
    ConfidentialityCautioned,
    GroupVisitDetected,
    InformationRequested,
    PetitionMerged,
    PetitionWithdrawn,
    VisitAnsweredOnSpot,
)
from contracts.events.routing import (
    AssessedPart,
    AssignmentApproved,
    CaseHandedOver,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    NonacceptanceProposed,
    NonacceptanceRefused,
    PetitionScopeAssessed,
)
from services.archive.state import EVOLVE, CaseFile, CaseView
from tests.unit.archive.builders import (
    ARRIVED,
    ASSIGNED,
    CONCLUDED,
    UNIT,
    accepted,
    case_after,
    dispatched,
    drafted,
    received,
    registered,
)

WHO = Principal("demo-vice-leader")
PSB = UnitCode("EXT-PSB")
HANDED_OVER = CaseHandedOver.model_validate({"from": "CMD", "to": "XFB", "cause": "PACKAGE"})
PERSON = Person(principal=WHO)
SECRET = (
    received(
        confidentiality="RESTRICTED",
        denied_units=("BRG-XY",),
        denied_persons=(DeniedPerson(principal=Principal("p")), DeniedPerson(key="k")),
    ),
    registered(confidentiality="RESTRICTED", publish="NONE"),
)
REFUSAL = NonacceptanceProposed(ground="OUT_OF_SCOPE", competent_bodies=(PSB,))
PART = AssessedPart(acceptance="NOT_ACCEPT", competent_body=PSB)


def _refused(**fields: Any) -> NonacceptanceApproved:
    return NonacceptanceApproved(
        ground="OUT_OF_SCOPE", principal=WHO, routing="RETURNED_TO_SOURCE", **fields
    )


@pytest.mark.parametrize(
    ("events", "seen"),
    [
        (ARRIVED[:1], {"status": None, "source": "bureau-desk", "platform_ref": "L-1"}),
        (ARRIVED, {"status": "REGISTERED", "reg_no": "2021-0-1", "publish": "PETITIONER_ONLY"}),
        ((*ARRIVED, GroupVisitDetected(persons=3)), {"group_visit": True}),
        (
            (*ARRIVED, PetitionScopeAssessed(outcome="ACCEPT", scope_basis="FUNCTION")),
            {"accept": "ACCEPT", "scope_basis": "FUNCTION"},
        ),
        ((*ARRIVED, InformationRequested()), {"status": "NEED_INFO", "accept": "NEED_INFO"}),
        (
            (*ARRIVED, accepted(), drafted(co_units=("APP",))),
            {"status": "ACCEPTED", "lead_unit": UNIT, "co_units": ("APP",), "pending": ("H2",)},
        ),
        ((*ARRIVED, accepted(lead_unit=None)), {"lead_unit": None, "pending": ("H3",)}),
        ((*ARRIVED, accepted(lead_unit=None), drafted()), {"pending": ("H2",)}),
        ((*ARRIVED, accepted(lead_unit=None, on_spot=True)), {"pending": ()}),
        (ASSIGNED, {"status": "ASSIGNED", "pending": ()}),
        (
            (*ARRIVED, accepted(), drafted(), dispatched(urgent=True)),
            {"status": "ASSIGNED", "pending": ("H2",)},
        ),
        (
            (*ASSIGNED, AssignmentObjected(unit=UNIT, count=1)),
            {"status": "ACCEPTED", "pending": ("H3",)},
        ),
        ((*ASSIGNED, HandlerDesignated(unit=UNIT, handler=WHO)), {"status": "HANDLING"}),
        (
            (*ASSIGNED, ReplyReturned(version=1, by_rule=True, count=1)),
            {"status": "HANDLING"},
        ),
        (
            (*ASSIGNED, ReplyDelivered(version=1, by="IN_PERSON", on=date(2021, 6, 11))),
            {"status": "REPLIED"},
        ),
        (CONCLUDED, {"status": "CONCLUDED", "outcome_code": "SIGNED"}),
        (
            (*ARRIVED, REFUSAL),
            {
                "status": "REGISTERED",
                "routing": "NONE",
                "accept": "NOT_ACCEPT",
                "external_bodies": (PSB,),
                "pending": ("H1",),
            },
        ),
        (
            (*ARRIVED, REFUSAL, _refused()),
            {"status": "NOT_ACCEPTED", "routing": "RETURNED_TO_SOURCE", "pending": ()},
        ),
        (
            (*ARRIVED, REFUSAL, NonacceptanceRefused(principal=WHO), accepted()),
            {"status": "ACCEPTED", "accept": "ACCEPT", "external_bodies": (), "pending": ()},
        ),
        (
            (*ARRIVED, accepted(acceptance="PARTIAL"), _refused(parts=(PART,))),
            {"status": "ACCEPTED", "accept": "PARTIAL", "routing": "NORMAL_TRANSFER"},
        ),
        (
            (
                *ARRIVED,
                PetitionMerged(into=CaseId("other")),
                PetitionScopeAssessed(outcome="ACCEPT", scope_basis="FUNCTION"),
            ),
            {"status": "MERGED", "accept": "MERGE_DUPLICATE", "scope_basis": "FUNCTION"},
        ),
        ((*ARRIVED, REFUSAL, PetitionWithdrawn()), {"status": "WITHDRAWN", "pending": ()}),
        (
            (*ARRIVED, accepted(), drafted(), VisitAnsweredOnSpot()),
            {"lead_unit": None, "routing": "NONE", "pending": ()},
        ),
        ((*ASSIGNED, VisitAnsweredOnSpot()), {"lead_unit": UNIT}),
        (
            (*ASSIGNED, HANDED_OVER),
            {"routing": "NORMAL_TRANSFER"},
        ),
        (
            SECRET,
            {
                "confidentiality": "RESTRICTED",
                "denied_units": ("BRG-XY",),
                "denied_persons": ("p", "k"),
                "publish": "NONE",
                "pending": ("H10",),
            },
        ),
        (
            (
                *SECRET,
                accepted(lead_unit=None),
                InvestigationBodyDesignated(body=UnitCode("DSC"), principal=WHO),
            ),
            {"status": "ASSIGNED", "lead_unit": "DSC", "pending": ()},
        ),
        (
            (*SECRET, InvestigationBodyDesignated(body=UnitCode("EXT-CCDI"), principal=WHO)),
            {"status": "TRANSFERRED_OUT"},
        ),
        (
            (*ARRIVED, ConfidentialityCautioned(denied_units=(UnitCode("BRG-KF"),))),
            {"confidentiality": "CAUTION", "denied_units": ("BRG-KF",), "publish": "NONE"},
        ),
        ((*ASSIGNED, ExtensionRequested(days=30)), {"pending": ("H6",)}),
    ],
)
def test_each_event_shows_in_the_view(events: tuple[CaseEvent, ...], seen: dict[str, Any]) -> None:
    view = case_after(*events).view
    assert {name: getattr(view, name) for name in seen} == seen


def test_the_approval_of_an_urgent_assignment_ends_the_wait() -> None:
    approved = AssignmentApproved(version=1, principal=WHO, role="DIRECTOR")
    urgent = (*ARRIVED, accepted(), drafted(), dispatched(urgent=True), approved)
    assert case_after(*urgent).view.pending == ()


def test_every_event_of_a_case_lengthens_the_chain() -> None:
    assert set(EVOLVE) == {
        kind for kind in EVENTS.values() if not issubclass(kind, GateBureauEvent)
    }
    heads = [case_after(*ASSIGNED[:length]).head for length in range(1, len(ASSIGNED) + 1)]
    assert len(set(heads)) == len(ASSIGNED)
    changed = (received(platform_ref="L-2"), *ASSIGNED[1:])
    assert case_after(*changed).head != heads[-1]


def test_a_case_on_file_reads_back_from_json_as_it_was() -> None:
    case = case_after(*CONCLUDED, DeadlineSet(key="conclude", due_on=date(2021, 8, 2)))
    adapter = TypeAdapter(CaseFile)
    assert adapter.validate_json(adapter.dump_json(case, exclude_defaults=True)) == case
    assert CaseFile().view == CaseView()
