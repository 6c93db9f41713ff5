"""The package team's work, and what people decide about responsibility."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.codes import FindingKind, Guarantee, GuaranteeState, Seat
from contracts.commands.base import CLAUSE_CHARS_MAX, Command, Line, Person, Text
from contracts.days import Day
from contracts.envelope import Owner
from contracts.petition import Body, Unit


class EscalationCommand(Command):
    """Decided by escalation."""

    owner = Owner.ESCALATION


class AppointPackageTeam(EscalationCommand, type="appoint_package_team", clause="12.1"):
    """H8: three different people."""

    leader: Person
    supervisor: Person
    responsible: Person


class ReplaceTeamMember(EscalationCommand, type="replace_team_member", clause="12.1"):
    """One seat gets somebody else."""

    seat: Seat
    person: Person
    reason: Text = ""


class SubmitPackageReport(EscalationCommand, type="submit_package_report", clause="12.3"):
    """Causes, measures and opinion: all three."""

    causes: Text = ""
    measures: Text = ""
    opinion: Text = ""


class ApprovePlan(EscalationCommand, type="approve_plan", clause="12.4"):
    """The package leader sets the plan."""

    plan: Text = ""


class RecordCaseVisit(EscalationCommand, type="record_case_visit", clause="12.4"):
    """The package leader went to the place."""

    on: Day
    place: Text = ""


class RecordLeaderVisit(EscalationCommand, type="record_leader_visit", clause="10.3e"):
    """H15: a leader went to see for himself, whether there is a package or not."""

    on: Day
    place: Text = ""


class UpdateGuarantee(EscalationCommand, type="update_guarantee", clause="12.2"):
    """One of the five guarantees is addressed."""

    which: Guarantee
    state: GuaranteeState
    note: Text = ""


class ReportDelayToLeader(EscalationCommand, type="report_delay_to_leader", clause="12.5b"):
    """The responsible unit will be late."""

    reason: Text = ""


class ReportDelayToDirector(EscalationCommand, type="report_delay_to_director", clause="12.5b"):
    """H11: the package leader passes that on."""

    reason: Text = ""


class ClosePackage(EscalationCommand, type="close_package", clause="12.1"):
    """The package leader holds the case for carried to its end."""


class RecordFinding(EscalationCommand, type="record_finding", clause="14.3a"):
    """H16: fault, serious impact or just cause."""

    kind: FindingKind
    note: Text = ""


class ProposeAccountability(EscalationCommand, type="propose_accountability", clause="9.1.7"):
    """H13: the facts go before the Leading Group."""

    clause_id: Annotated[str, Field(alias="clause", min_length=1, max_length=CLAUSE_CHARS_MAX)]
    facts: Text = ""


class DecideAccountability(EscalationCommand, type="decide_accountability", clause="14"):
    """H14: the Leading Group has decided."""

    outcome: Text = ""
    reason: Text = ""


class ReportIncident(EscalationCommand, type="report_incident", clause="8.4"):
    """Something grave is reported upwards."""

    to: Line


class LogInspection(EscalationCommand, type="log_inspection", clause="9.1.2"):
    """The Petition Office has looked how a unit is getting on."""

    unit: Unit
    note: Text = ""


class RecordOutsideDecision(EscalationCommand, type="record_outside_decision", clause="14"):
    """H14, where a leader of the bureau is concerned: a body outside has decided."""

    body: Body
    outcome: Text = ""
    reason: Text = ""
