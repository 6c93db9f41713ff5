"""What stays on a case's file: package triggers, accountability, due dates."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.codes import Trigger
from contracts.commands.base import Person
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.deadlines import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
)
from contracts.events.escalation import (
    LeaderVisited,
    PackageClosed,
    PackageOpened,
    PackageTeamAppointed,
)
from contracts.events.handling import LeaderVisitScheduled
from contracts.events.routing import (
    AccountabilityFlagged,
    AccountabilityWatch,
    MajorConfirmed,
    PackageCandidate,
    PackageDeclined,
    PackageTriggered,
    PackageWaived,
    PetitionAccepted,
)
from tests.unit.archive.builders import ASSIGNED, case_after

WHO = Principal("demo-director")
DAY = date(2021, 6, 1)
PERSON = Person(principal=WHO)
T4, T8 = PackageTriggered(triggers=("T4",)), PackageTriggered(triggers=("T8",))
MAYBE_T8 = PackageCandidate(triggers=("T8",))
KEPT_T8 = PackageDeclined(trigger="T8", principal=WHO, kept=True)
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
        ((MAYBE_T8, KEPT_T8), "NONE", ("T8",), (), False),
        ((MAYBE_T8, KEPT_T8, T4), "TRIGGERED", ("T4", "T8"), ("H8",), False),
        ((MAYBE_T8, KEPT_T8, T8), "TRIGGERED", ("T8",), ("H8",), False),
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


@pytest.mark.clause("10.3e")
@pytest.mark.parametrize(
    ("events", "pending"),
    [
        ((), ("H12",)),
        ((MajorConfirmed(principal=WHO),), ("H15",)),
        ((MajorConfirmed(principal=WHO), LeaderVisitScheduled(principal=WHO, on=DAY)), ()),
        ((MajorConfirmed(principal=WHO), LeaderVisited(principal=WHO, on=DAY)), ()),
    ],
)
def test_a_hint_waits_for_a_leader_and_a_major_matter_for_his_visit(
    events: tuple[CaseEvent, ...], pending: tuple[str, ...]
) -> None:
    hinted = PetitionAccepted(
        accepted_on=DAY,
        acceptance="ACCEPT",
        routing="NORMAL_TRANSFER",
        lead_unit=UnitCode("MNT-DR"),
        major_hints=("MEDIA",),
    )
    view = case_after(hinted, *events).view
    assert (view.major_hints, view.pending) == (("MEDIA",), pending)


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
