"""What escalation does on each event and each command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.commands import escalation as commands
from contracts.commands.base import Command
from contracts.envelope import CaseEvent
from contracts.events.archive import BreachSuspected
from contracts.events.gate import PetitionReceived
from contracts.events.handling import PetitionConcluded, SuperiorReported
from contracts.events.intake import OrderIncidentLogged
from contracts.events.routing import (
    InstructionRecorded,
    PackageTriggered,
    PetitionAccepted,
    SuperiorVisitRecorded,
)
from services.escalation.handlers import accountability, follow_up, incidents, package

ON_EVENT: Mapping[type[CaseEvent], Any] = {
    PackageTriggered: package.open_package,
    PetitionAccepted: follow_up.open_supervision,
    InstructionRecorded: follow_up.open_supervision,
    SuperiorReported: follow_up.report_supervision,
    PetitionConcluded: follow_up.end_own_supervision,
    PetitionReceived: incidents.escalate_what_came_in,
    OrderIncidentLogged: incidents.escalate_disorder,
    SuperiorVisitRecorded: incidents.escalate_gathering,
    BreachSuspected: incidents.escalate_breach,
}

ON_COMMAND: Mapping[type[Command], Any] = {
    commands.AppointPackageTeam: package.appoint_package_team,
    commands.ReplaceTeamMember: package.replace_team_member,
    commands.SubmitPackageReport: package.submit_package_report,
    commands.ApprovePlan: package.approve_plan,
    commands.RecordCaseVisit: package.record_case_visit,
    commands.UpdateGuarantee: package.update_guarantee,
    commands.ReportDelayToLeader: package.report_delay_to_leader,
    commands.ReportDelayToDirector: package.report_delay_to_director,
    commands.ClosePackage: package.close_package,
    commands.RecordFinding: accountability.record_finding,
    commands.ProposeAccountability: accountability.propose_accountability,
    commands.DecideAccountability: accountability.decide_accountability,
    commands.ReportIncident: incidents.report_incident,
    commands.RecordOutsideDecision: accountability.record_outside_decision,
    commands.LogInspection: follow_up.log_inspection,
    commands.RecordLeaderVisit: package.record_leader_visit,
}
