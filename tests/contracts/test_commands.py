"""Commands: complete, each with an owner, a clause and somebody who may issue it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.commands import COMMANDS
from contracts.commands.base import Vaulted
from contracts.commands.submitted import UnknownCommand, parse_command
from contracts.refusals import DEAD_LETTERS, GROUNDS, REFUSALS
from contracts.roles import COMMANDS_BY_ROLE, UNIT_ROLES, roles_for

OWNED = {
    "gate": """publish_calendar activate_procedure change_unit assign_role end_role
        assign_liaison""",
    "intake": """confirm_read_back answer_on_spot promise_reply elect_representatives
        supply_information reclassify lift_restriction withdraw link_duplicate unlink_duplicate
        log_order_incident retract_publication defer_visit guide_visitor forward_materials
        assign_reception approve_reception_lead start_reception redirect_visitor
        send_acceptance_notice""",
    "routing": """consent_non_acceptance refuse_non_acceptance amend_assignment approve_assignment
        refuse_assignment confirm_package decline_package waive_package record_instruction
        record_media_exposure record_superior_visit confirm_major designate_investigator
        classify_regime""",
    "handling": """acknowledge_assignment object_to_assignment refuse_to_handle report_to_head
        designate_handler declare_recusal log_contact log_method attach_evidence
        complete_verification submit_co_opinion submit_reply pass_content return_reply
        deliver_reply record_signoff record_signoff_refusal record_unreachable pass_reply
        report_to_superior record_settlement request_review record_review_opinion log_handling
        log_persuasion record_leader_note schedule_leader_visit""",
    "deadlines": """request_extension approve_extension refuse_extension notify_extension
        issue_reminder exclude_time""",
    "escalation": """appoint_package_team replace_team_member submit_package_report approve_plan
        record_case_visit update_guarantee report_delay_to_leader report_delay_to_director
        close_package record_finding propose_accountability decide_accountability
        report_incident record_leader_visit log_inspection record_outside_decision""",
    "archive": """return_materials register_copy file_dossier note_missing_item seal_dossier
        move_custody report_breach publish_report submit_unit_analysis
        register_document draft_annual_report
        submit_annual_report destroy_expired""",
}

HOLDERS = {
    "approve_assignment": {"PETITION_VICE_LEADER", "DIRECTOR", "DEPUTY_DIRECTOR"},
    "pass_reply": {"PETITION_OFFICE_DIRECTOR", "COMMAND_CENTRE_OPERATOR"},
    "appoint_package_team": {"PETITION_VICE_LEADER", "DIRECTOR"},
    "waive_package": {"DIRECTOR"},
    "lift_restriction": {"DISCIPLINE_OFFICER"},
    "record_signoff": {"LIAISON", "HANDLER"},
    "request_extension": {"UNIT_HEAD", "SECTION_HEAD"},
    "register_copy": {"PETITION_CLERK", "PETITION_OFFICE_DIRECTOR", "LIAISON", "ARCHIVIST"},
    "decide_accountability": {"DIRECTOR"},
}

CODES = """INVALID UNKNOWN_CASE ROLE_NOT_ALLOWED ACTOR_DENIED ACTOR_RECUSED STATE_DOES_NOT_ALLOW
    UNIT_UNKNOWN UNIT_DENIED READ_BACK_MISSING PROMISE_BEYOND_LIMIT TOO_MANY_REPRESENTATIVES
    HANDLER_DENIED TEAM_NOT_DISTINCT TEAM_MEMBER_DENIED REPORT_INCOMPLETE GUARANTEES_INCOMPLETE
    VISIT_MISSING EXTENSION_OVER_LIMIT EXTENSION_AFTER_DUE EXTENSION_ALREADY_USED
    EXTENSION_NOT_OURS NOTICE_INCOMPLETE REPLY_INCOMPLETE SIGNOFF_MISSING WITNESS_MISSING
    WITNESS_DENIED DOSSIER_INCOMPLETE COPY_DENIED NOT_OVERRIDABLE"""


def document(command_type: str, **fields: Any) -> dict[str, Any]:
    """A command as the desk writes it."""
    return {
        "command_id": "cmd-1",
        "case_id": "case-1",
        "type": command_type,
        "issued_at": "2021-06-11T14:30:00+08:00",
        "actor": {"principal": "demo-someone", "role": "LIAISON", "unit": "MNT-LT"},
        **fields,
    }


@pytest.mark.parametrize(("owner", "types"), OWNED.items(), ids=OWNED)
def test_an_owner_has_all_its_commands_and_no_others(owner: str, types: str) -> None:
    assert {name for name, c in COMMANDS.items() if c.owner.value == owner} == set(types.split())


def test_every_command_has_a_role_and_every_role_only_commands_that_exist() -> None:
    assert all(roles_for(command) for command in COMMANDS)
    assert {c for allowed in COMMANDS_BY_ROLE.values() for c in allowed} == set(COMMANDS)


@pytest.mark.parametrize(("command", "roles"), HOLDERS.items(), ids=HOLDERS)
def test_exactly_these_roles_may_issue_it(command: str, roles: set[str]) -> None:
    assert roles_for(command) == roles


def test_nobody_may_issue_what_does_not_exist() -> None:
    assert roles_for("approve_everything") == frozenset()


def test_unit_roles_are_roles() -> None:
    assert set(COMMANDS_BY_ROLE) > UNIT_ROLES


@pytest.mark.parametrize("command_type", sorted(COMMANDS))
def test_a_command_cites_a_clause_and_is_named_after_its_type(command_type: str) -> None:
    command = COMMANDS[command_type]
    assert command.clause
    assert command.__name__ == command_type.title().replace("_", "")


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    assert set(REFUSALS) == set(CODES.split())
    for sentence in [*REFUSALS.values(), *DEAD_LETTERS.values(), *GROUNDS.values()]:
        assert sentence.zh.endswith("。")
        assert sentence.en.endswith(".")


def test_a_command_is_taken_apart_into_envelope_and_own_fields() -> None:
    submitted, command = parse_command(document("deliver_reply", by="IN_PERSON", on="2021-06-11"))
    assert (submitted.command_id, submitted.case_id) == ("cmd-1", "case-1")
    assert command.model_dump(mode="json") == {"by": "IN_PERSON", "on": "2021-06-11"}


def test_an_unknown_type_is_named_as_such() -> None:
    with pytest.raises(UnknownCommand):
        parse_command(document("approve_everything"))


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "an unknown field": document("approve_assignment", hurry=True),
    "no command id": {k: v for k, v in document("pass_reply").items() if k != "command_id"},
    "an empty command id": document("pass_reply") | {"command_id": ""},
    "a moment without a zone": document("pass_reply") | {"issued_at": "2021-06-11T14:30:00"},
    "a moment as a number": document("pass_reply") | {"issued_at": 1623393000},
    "a day as a number": document("deliver_reply", by="IN_PERSON", on=18789),
    "a day that does not exist": document("deliver_reply", by="IN_PERSON", on="2021-02-30"),
    "a word for a number": document("request_extension", days="10", reason=""),
    "a word for a yes": document("record_settlement", settled="yes"),
    "an element there is not": document("submit_reply", elements=["CHARM"]),
    "an actor with a key": document("pass_reply")
    | {"actor": {"principal": "p", "role": "DIRECTOR", "key": "k"}},
    "an actor without a role": document("pass_reply") | {"actor": {"principal": "p"}},
    "a NUL in a text": document("refuse_assignment", reason="a\x00b"),
    "a text that is too long": document("refuse_assignment", reason="长" * 20_001),
    "no verifier": document("complete_verification", verifiers=[], facts=""),
}


@pytest.mark.parametrize("bad", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_command_is_refused_for(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_command(bad)
    assert "input_value" not in str(refused.value)


MISSING_WITH_A_CODE_OF_ITS_OWN = {
    "no witness": document("record_signoff", on="2021-06-11"),
    "no reason and no new date": document("notify_extension", on="2021-06-11"),
    "a blank part of a report": document("submit_package_report", causes="a", measures="b"),
    "no attempts": document("record_unreachable"),
    "no element": document("submit_reply"),
    "no item": document("file_dossier"),
}


@pytest.mark.parametrize(
    "incomplete", MISSING_WITH_A_CODE_OF_ITS_OWN.values(), ids=MISSING_WITH_A_CODE_OF_ITS_OWN
)
def test_the_owner_gets_to_see_it_with(incomplete: dict[str, Any]) -> None:
    parse_command(incomplete)


def test_a_command_reads_the_same_with_references_in_place_of_its_texts() -> None:
    reference = "vault:5d0c7e1a-0000-5000-8000-000000000001#witness.name"
    witness = {"name": reference, "side": "COMMUNITY"}
    _, command = parse_command(document("record_signoff_refusal", reason="", witness=witness))
    again = type(command).model_validate(command.model_dump(mode="json", by_alias=True))
    assert again == command


def test_names_and_free_text_are_marked_for_the_vault() -> None:
    reason = COMMANDS["withdraw"].model_fields["reason"]
    assert any(isinstance(mark, Vaulted) for mark in reason.metadata)
    shown = COMMANDS["deliver_reply"].model_fields["by"]
    assert not any(isinstance(mark, Vaulted) for mark in shown.metadata)
