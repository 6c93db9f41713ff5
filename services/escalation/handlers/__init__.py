"""What escalation does on each event and each command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.commands import escalation as commands
from contracts.commands.base import Command
from contracts.envelope import CaseEvent
from contracts.events.archive import BreachSuspected
from contracts.events.handling import SuperiorReported
from contracts.events.routing import InstructionRecorded, PackageTriggered, PetitionAccepted
from services.escalation.handlers import follow_up, package

ON_EVENT: Mapping[type[CaseEvent], Any] = {
    PackageTriggered: package.open_package,
    PetitionAccepted: follow_up.open_supervision,
    InstructionRecorded: follow_up.open_supervision,
    SuperiorReported: follow_up.report_supervision,
    BreachSuspected: follow_up.escalate_breach,
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
    commands.RecordFinding: follow_up.record_finding,
    commands.ProposeAccountability: follow_up.propose_accountability,
    commands.DecideAccountability: follow_up.decide_accountability,
    commands.ReportIncident: follow_up.report_incident,
}
