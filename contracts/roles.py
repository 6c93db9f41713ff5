"""Who may issue what: the whole table, substitutes included (art. 8-12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

_CLERK = (
    "supply_information",
    "reclassify",
    "withdraw",
    "link_duplicate",
    "unlink_duplicate",
    "amend_assignment",
    "record_instruction",
    "record_media_exposure",
    "record_superior_visit",
    "issue_reminder",
    "request_review",
    "record_review_opinion",
    "exclude_time",
    "note_missing_item",
    "register_copy",
    "move_custody",
    "report_breach",
    "assign_reception",
    "send_acceptance_notice",
    "log_inspection",
)
_LEADER = ("record_leader_note", "schedule_leader_visit", "record_leader_visit")
_HEAD = (
    "designate_handler",
    "request_extension",
    "object_to_assignment",
    "refuse_to_handle",
    "report_delay_to_leader",
    "report_breach",
    *_LEADER,
)

COMMANDS_BY_ROLE: Final[Mapping[str, tuple[str, ...]]] = {
    "RECEPTION": (
        "confirm_read_back",
        "answer_on_spot",
        "promise_reply",
        "elect_representatives",
        "log_order_incident",
        "defer_visit",
        "guide_visitor",
        "forward_materials",
        "assign_reception",
        "start_reception",
        "redirect_visitor",
        "log_persuasion",
    ),
    # Only of the unit the visitor asked first; intake looks at that (11.1b).
    "FIRST_CONTACT": ("answer_on_spot", "defer_visit", "guide_visitor", "forward_materials"),
    "PETITION_CLERK": _CLERK,
    "PETITION_OFFICE_DIRECTOR": (
        *_CLERK,
        "pass_content",
        "return_reply",
        "pass_reply",
        "report_to_superior",
        "record_settlement",
        "classify_regime",
        "propose_accountability",
        "retract_publication",
        "report_incident",
        "record_finding",
        "draft_annual_report",
        "submit_annual_report",
        "publish_report",
        "register_document",
        "confirm_package",
        "decline_package",
        "publish_calendar",
        "change_unit",
        "assign_liaison",
    ),
    "PETITION_VICE_LEADER": (
        "appoint_package_team",
        "replace_team_member",
        "consent_non_acceptance",
        "refuse_non_acceptance",
        "approve_assignment",
        "refuse_assignment",
        "approve_extension",
        "refuse_extension",
        "confirm_package",
        "decline_package",
        "designate_investigator",
        "confirm_major",
        "report_incident",
        "record_finding",
        "approve_reception_lead",
        *_LEADER,
    ),
    # The last two only while the leader in charge is in the deny set; routing looks at that.
    "DEPUTY_DIRECTOR": (
        *_LEADER,
        "approve_extension",
        "refuse_extension",
        "record_finding",
        "approve_assignment",
        "refuse_assignment",
    ),
    # Only of a call the command centre handles itself; handling looks at that.
    "COMMAND_CENTRE_OPERATOR": ("pass_content", "return_reply", "pass_reply"),
    "DIRECTOR": (
        "consent_non_acceptance",
        "refuse_non_acceptance",
        "appoint_package_team",
        "replace_team_member",
        "waive_package",
        "approve_extension",
        "refuse_extension",
        "approve_assignment",
        "refuse_assignment",
        "confirm_major",
        "record_finding",
        "propose_accountability",
        "decide_accountability",
        "approve_reception_lead",
        "activate_procedure",
        "assign_role",
        "end_role",
        *_LEADER,
    ),
    "DISCIPLINE_OFFICER": (
        "designate_investigator",
        "lift_restriction",
        "reclassify",
        "report_breach",
        "record_outside_decision",
    ),
    "LIAISON": (
        "acknowledge_assignment",
        "report_to_head",
        "object_to_assignment",
        "refuse_to_handle",
        "submit_co_opinion",
        "submit_reply",
        "deliver_reply",
        "record_signoff",
        "notify_extension",
        "return_materials",
        "register_copy",
        "move_custody",
        "report_breach",
        "submit_unit_analysis",
        "start_reception",
        "log_handling",
    ),
    "UNIT_HEAD": _HEAD,
    "SECTION_HEAD": _HEAD,
    "HANDLER": (
        "log_contact",
        "log_method",
        "attach_evidence",
        "complete_verification",
        "declare_recusal",
        "record_signoff",
        "record_signoff_refusal",
        "record_unreachable",
        "report_breach",
        "log_handling",
        "log_persuasion",
    ),
    "RESPONSIBLE_PERSON": (
        "submit_package_report",
        "update_guarantee",
        "report_delay_to_leader",
    ),
    "PACKAGE_LEADER": (
        "approve_plan",
        "record_case_visit",
        "close_package",
        "report_delay_to_director",
    ),
    "ARCHIVIST": (
        "note_missing_item",
        "file_dossier",
        "seal_dossier",
        "register_copy",
        "move_custody",
        "report_breach",
        "destroy_expired",
    ),
}

UNIT_ROLES: Final = frozenset(
    {"LIAISON", "UNIT_HEAD", "SECTION_HEAD", "HANDLER", "RESPONSIBLE_PERSON"}
)
"""Whoever acts in one of these must belong to a unit of the assignment, once there is one."""


def _roles_by_command() -> dict[str, frozenset[str]]:
    commands = {command for allowed in COMMANDS_BY_ROLE.values() for command in allowed}
    return {
        command: frozenset(r for r, allowed in COMMANDS_BY_ROLE.items() if command in allowed)
        for command in sorted(commands)
    }


_ROLES_BY_COMMAND = _roles_by_command()


def roles_for(command_type: str) -> frozenset[str]:
    """The roles that may issue a command; empty for a type nobody may issue."""
    return _ROLES_BY_COMMAND.get(command_type, frozenset())


def roles_by_command(setting: Callable[[str], Any]) -> Mapping[str, frozenset[str]]:
    """The table as the readings have it: who each leader is, and who stands in (E8, E80)."""
    leader = str(setting("role.map.leader_in_charge"))
    bureau_leaders = {setting("role.map.bureau_leader"), setting("role.map.bureau_leader_if_major")}
    chief = {str(setting("role.map.chief_leader"))}
    substitutes: Mapping[str, tuple[str, ...]] = setting("role.substitutes")
    chosen: dict[tuple[str, ...], set[str]] = {
        _H1: {leader, *substitutes.get("H1", ())},
        _H2: {*bureau_leaders, *substitutes.get("H2", ())},
        _H6: set(setting("role.map.leading_group_leaders")),
        _H8: {setting("team.appointer"), *substitutes.get("H8", ())},
        _CHIEF: chief,
        _H4: bureau_leaders,
    }
    if setting("role.h7_delegated"):
        chosen[_H7] = {*roles_for(_H7[0]), "PETITION_CLERK"}
    table = dict(_ROLES_BY_COMMAND)
    for command in _LEADER_TOO:
        table[command] = (table[command] - {LEADER_IN_CHARGE}) | {leader}
    for commands, roles in chosen.items():
        table |= dict.fromkeys(commands, frozenset(roles))
    return table


LEADER_IN_CHARGE: Final = "PETITION_VICE_LEADER"
_LEADER_TOO: Final = (
    "confirm_package",
    "decline_package",
    "designate_investigator",
    "confirm_major",
    "report_incident",
    "record_finding",
)
"""What the leader in charge may do beside others."""
_H1: Final = ("consent_non_acceptance", "refuse_non_acceptance")
_H2: Final = ("approve_assignment", "refuse_assignment")
_H4: Final = ("approve_reception_lead",)
_H6: Final = ("approve_extension", "refuse_extension")
_H7: Final = ("pass_content", "return_reply", "pass_reply")
_H8: Final = ("appoint_package_team", "replace_team_member")
_CHIEF: Final = ("waive_package", "decide_accountability")
