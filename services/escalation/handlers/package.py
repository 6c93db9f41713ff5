"""The package case: opened by a trigger, carried by three, closed by its leader (art. 12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.commands.base import Person
from contracts.commands.escalation import (
    AppointPackageTeam,
    ApprovePlan,
    ClosePackage,
    RecordCaseVisit,
    RecordLeaderVisit,
    ReplaceTeamMember,
    ReportDelayToDirector,
    ReportDelayToLeader,
    SubmitPackageReport,
    UpdateGuarantee,
)
from contracts.envelope import CaseEvent
from contracts.events.escalation import (
    GuaranteeUpdated,
    LeaderVisited,
    PackageClosed,
    PackageOpened,
    PackageOverdueReportedToDirector,
    PackageOverdueReportedToLeader,
    PackagePlanApproved,
    PackageReportSubmitted,
    PackageTeamAppointed,
    PackageTeamReplaced,
)
from contracts.ports import Announcements, Issued
from contracts.verdict import allow, demand, not_ahead, not_now
from contracts.zone import bureau_day
from services.escalation.decisions import package as decisions
from services.escalation.decisions.known import Known
from services.escalation.state import EscalationState, Package


def open_package(state: EscalationState, _: CaseEvent, known: Known) -> Announcements:
    """Once per case, whatever triggers come (art. 12); it names who might supervise."""
    if decisions.must_open(state):
        supervisor_unit = decisions.supervisor_unit(state, known)
        yield PackageOpened(triggers=state.standing_triggers, supervisor_unit=supervisor_unit)


def appoint_package_team(
    state: EscalationState, issued: Issued[AppointPackageTeam], known: Known
) -> Announcements:
    """H8: three people at once; later changes go seat by seat."""
    command = issued.command
    package = _carried(state, issued)
    allow(package.team is None, command.clause)
    members = (command.leader, command.supervisor, command.responsible)
    _distinct(members, issued, known)
    _may_sit(state, known, *members)
    yield PackageTeamAppointed(
        leader=command.leader,
        supervisor=command.supervisor,
        responsible=command.responsible,
        principal=issued.actor.principal,
    )


def replace_team_member(
    state: EscalationState, issued: Issued[ReplaceTeamMember], known: Known
) -> Announcements:
    """The rules of the first appointment hold for every later one."""
    command = issued.command
    team = _carried(state, issued).team
    if team is None:
        raise not_now(command.clause)
    after = decisions.with_seat(team, command.seat, command.person)
    _distinct(after.members, issued, known)
    _may_sit(state, known, command.person)
    yield PackageTeamReplaced(seat=command.seat, person=command.person, reason_ref=command.reason)


def submit_package_report(
    state: EscalationState, issued: Issued[SubmitPackageReport], _: Known
) -> Announcements:
    """Causes, measures, opinion: with one of them blank it is no report (art. 12(三))."""
    command = issued.command
    package = _carried(state, issued)
    whole = bool(command.causes and command.measures and command.opinion)
    demand(whole, "REPORT_INCOMPLETE", command.clause)
    yield PackageReportSubmitted(
        number=package.reports + 1,
        causes_ref=command.causes,
        measures_ref=command.measures,
        report_ref=command.opinion,
    )


def approve_plan(state: EscalationState, issued: Issued[ApprovePlan], _: Known) -> Announcements:
    """The leader's own plan (art. 12(四))."""
    _carried(state, issued)
    yield PackagePlanApproved(plan_ref=issued.command.plan)


def record_case_visit(
    state: EscalationState, issued: Issued[RecordCaseVisit], _: Known
) -> Announcements:
    """The leader went there himself; without it the package stays open."""
    _carried(state, issued)
    not_ahead(issued.command.on, issued)
    yield LeaderVisited(
        principal=issued.actor.principal, on=issued.command.on, place_ref=issued.command.place
    )


def record_leader_visit(
    state: EscalationState, issued: Issued[RecordLeaderVisit], _: Known
) -> Announcements:
    """H15: whoever leads may go; it does not stand for the visit of who carries the package."""
    command = issued.command
    allow(state.accepted and not decisions.is_over(state), command.clause)
    not_ahead(command.on, issued)
    yield LeaderVisited(
        principal=issued.actor.principal,
        on=command.on,
        place_ref=command.place,
        for_package=False,
    )


def update_guarantee(
    state: EscalationState, issued: Issued[UpdateGuarantee], known: Known
) -> Announcements:
    """A note of measures, where even that is wanted; what does not apply says why (E20)."""
    command = issued.command
    _carried(state, issued)
    done, noted = command.state == "DONE", bool(command.note)
    demand(done or noted, "INVALID", command.clause)
    bare = command.which == "STABILITY" and known.settings.stability_fields == "NONE"
    demand(not (bare and done and noted), "INVALID", command.clause)
    yield GuaranteeUpdated(which=command.which, state=command.state, note_ref=command.note)


def report_delay_to_leader(
    state: EscalationState, issued: Issued[ReportDelayToLeader], _: Known
) -> Announcements:
    """First step of the chain: the unit to its package leader (art. 12(五))."""
    _carried(state, issued)
    yield PackageOverdueReportedToLeader(
        principal=issued.actor.principal, reason_ref=issued.command.reason
    )


def report_delay_to_director(
    state: EscalationState, issued: Issued[ReportDelayToDirector], _: Known
) -> Announcements:
    """Second step: the package leader to the director (art. 12(五))."""
    _carried(state, issued)
    yield PackageOverdueReportedToDirector(
        principal=issued.actor.principal, reason_ref=issued.command.reason
    )


def close_package(
    state: EscalationState, issued: Issued[ClosePackage], known: Known
) -> Announcements:
    """Nothing more to expect, five guarantees addressed, and the leader was there (E35)."""
    package, clause = _carried(state, issued), issued.command.clause
    day = bureau_day(issued.occurred_at)
    ground = decisions.closing_ground(state, day, known.settings.package_quiet_days)
    if ground is None:
        raise not_now(clause)
    demand(decisions.are_all_addressed(package), "GUARANTEES_INCOMPLETE", "12.2")
    demand(package.visited or ground == "ENDED", "VISIT_MISSING", "12.4")
    yield PackageClosed(principal=issued.actor.principal, ground=ground)


def _carried(state: EscalationState, issued: Issued[Any]) -> Package:
    """The package in hand; every command about one needs it."""
    package = decisions.open_package(state)
    if package is None:
        raise not_now(issued.command.clause)
    return package


def _distinct(members: Sequence[Person], issued: Issued[Any], known: Known) -> None:
    distinct = decisions.are_distinct(members) or not known.settings.team_distinct
    demand(distinct, "TEAM_NOT_DISTINCT", issued.command.clause)


def _may_sit(state: EscalationState, known: Known, *persons: Person) -> None:
    for person in persons:
        may = decisions.may_sit(person, state.access, known.catalogue)
        demand(may, "TEAM_MEMBER_DENIED", "7.d")
