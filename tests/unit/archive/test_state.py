"""The view of a case, event by event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from contracts.codes import Trigger
from contracts.commands.base import Person
from contracts.envelope import BureauEvent, CaseEvent, CaseId, Principal, UnitCode
from contracts.events import EVENTS
from contracts.events.deadlines import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    ExtensionRequested,
)
from contracts.events.escalation import PackageClosed, PackageOpened, PackageTeamAppointed
from contracts.events.gate import DeniedPerson
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
    AccountabilityFlagged,
    AccountabilityWatch,
    AssessedPart,
    AssignmentApproved,
    CaseHandedOver,
    InvestigationBodyDesignated,
    NonacceptanceApproved,
    NonacceptanceProposed,
    NonacceptanceRefused,
    PackageCandidate,
    PackageDeclined,
    PackageTriggered,
    PackageWaived,
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


T4, T8 = PackageTriggered(triggers=("T4",)), PackageTriggered(triggers=("T8",))
MAYBE_T8 = PackageCandidate(triggers=("T8",))
TEAM = PackageTeamAppointed(leader=PERSON, supervisor=PERSON, responsible=PERSON, principal=WHO)


def _waived(trigger: Trigger) -> PackageWaived:
    return PackageWaived(trigger=trigger, principal=WHO)


@pytest.mark.parametrize(
    ("events", "package", "triggers", "pending", "opened"),
    [
        ((), "NONE", (), (), False),
        ((MAYBE_T8,), "CANDIDATE", ("T8?",), ("H9",), False),
        ((MAYBE_T8, T8), "TRIGGERED", ("T8",), ("H8",), False),
        ((MAYBE_T8, T4), "TRIGGERED", ("T4", "T8?"), ("H8", "H9"), False),
        ((MAYBE_T8, PackageDeclined(trigger="T8", principal=WHO)), "NONE", (), (), False),
        ((T4, PackageOpened()), "TRIGGERED", ("T4",), ("H8",), True),
        ((T4, PackageOpened(), TEAM), "TRIGGERED", ("T4",), (), True),
        ((T4, PackageOpened(), TEAM, T8), "TRIGGERED", ("T4", "T8"), (), True),
        ((T4, PackageOpened(), _waived("T4")), "WAIVED", ("T4",), (), False),
        ((T4, T8, _waived("T4")), "TRIGGERED", ("T4", "T8"), ("H8",), False),
        (
            (T4, PackageOpened(), TEAM, PackageClosed(principal=WHO, ground="SETTLED")),
            "TRIGGERED",
            ("T4",),
            (),
            False,
        ),
    ],
)
def test_what_was_decided_about_the_package_stays_on_the_file(
    events: tuple[CaseEvent, ...],
    package: str,
    triggers: tuple[str, ...],
    pending: tuple[str, ...],
    opened: bool,
) -> None:
    view = case_after(*ASSIGNED, *events).view
    assert (view.package_case, view.package_triggers) == (package, triggers)
    assert (view.pending, view.package_open) == (pending, opened)


def test_accountability_codes_add_up_and_wait_for_a_proposal() -> None:
    view = case_after(
        *ASSIGNED, AccountabilityWatch(code="14.3"), AccountabilityFlagged(code="14.1")
    ).view
    assert view.accountability == ("FLAG:14.1", "WATCH:14.3")
    assert view.pending == ("H13",)


CONCLUDE = DeadlineSet(key="conclude", due_on=date(2021, 8, 2))
CHANNEL = DeadlineSet(key="channel", due_on=date(2021, 6, 8))
NOTICE = DeadlineSet(key="acceptance_notice", due_on=date(2021, 6, 5))
EXTENDED = DeadlineSet(key="extended", due_on=date(2021, 8, 30))


@pytest.mark.parametrize(
    ("events", "due_on", "overdue"),
    [
        ((), None, False),
        ((CONCLUDE, CHANNEL, NOTICE), date(2021, 6, 8), False),
        (
            (
                CONCLUDE,
                CHANNEL,
                DeadlineMet(key="channel", due_on=date(2021, 6, 8), on=date(2021, 6, 7)),
            ),
            date(2021, 8, 2),
            False,
        ),
        (
            (CONCLUDE, DeadlineMissed(key="conclude", due_on=date(2021, 8, 2))),
            date(2021, 8, 2),
            True,
        ),
        ((CONCLUDE, EXTENDED), date(2021, 8, 30), False),
        ((NOTICE, DeadlineMissed(key="acceptance_notice", due_on=date(2021, 6, 5))), None, False),
        ((CONCLUDE, DeadlineCancelled(key="conclude", cause="WITHDRAWN")), None, False),
    ],
)
def test_the_earliest_running_clock_governs(
    events: tuple[CaseEvent, ...], due_on: date | None, overdue: bool
) -> None:
    view = case_after(*ASSIGNED, *events).view
    assert (view.due_on, view.overdue) == (due_on, overdue)


def test_a_clock_that_was_missed_and_runs_again_stays_missed_on_the_file() -> None:
    missed = DeadlineMissed(key="conclude", due_on=date(2021, 8, 2))
    met = DeadlineMet(key="conclude", due_on=date(2021, 8, 2), on=date(2021, 8, 3))
    [clock] = case_after(*ASSIGNED, CONCLUDE, missed, met, CONCLUDE).view.clocks
    assert (clock.ended, clock.missed) == (False, True)


def test_the_approval_of_an_urgent_assignment_ends_the_wait() -> None:
    approved = AssignmentApproved(version=1, principal=WHO, role="DIRECTOR")
    urgent = (*ARRIVED, accepted(), drafted(), dispatched(urgent=True), approved)
    assert case_after(*urgent).view.pending == ()


def test_every_event_of_a_case_lengthens_the_chain() -> None:
    assert set(EVOLVE) == {kind for kind in EVENTS.values() if not issubclass(kind, BureauEvent)}
    heads = [case_after(*ASSIGNED[:length]).head for length in range(1, len(ASSIGNED) + 1)]
    assert len(set(heads)) == len(ASSIGNED)
    changed = (received(platform_ref="L-2"), *ASSIGNED[1:])
    assert case_after(*changed).head != heads[-1]


def test_a_case_on_file_reads_back_from_json_as_it_was() -> None:
    case = case_after(*CONCLUDED, CONCLUDE)
    adapter = TypeAdapter(CaseFile)
    assert adapter.validate_json(adapter.dump_json(case, exclude_defaults=True)) == case
    assert CaseFile().view == CaseView()
