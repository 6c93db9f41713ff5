"""Supervision, and the way from a flag to a decision (art. 8, 9, 14)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import Principal, UnitCode
from contracts.events.archive import ArchiveFiled, BreachSuspected
from contracts.events.escalation import (
    AccountabilityDecided,
    IncidentEscalated,
    SupervisionOpened,
)
from contracts.events.gate import DeniedPerson
from contracts.events.handling import SuperiorReported
from contracts.events.intake import ConfidentialityCautioned
from contracts.events.routing import AccountabilityFlagged, InstructionRecorded
from tests.unit.case_story import CaseStory, actor, petition
from tests.unit.escalation.story import DIRECTOR, OFFICE, accepted, assigned_case, escalation

REFERRAL = {"level": "PROVINCE", "type": "ASSIGN", "report_due": "2021-11-26"}
ORDER = {"level": "BUREAU", "by": "DIRECTOR", "type": "INSTRUCT", "on": "2021-06-01"}
READ = {"level": "CITY", "by": "LEADER", "type": "READ", "on": "2021-06-01"}
DISCIPLINE = actor("DISCIPLINE_OFFICER", "DSC")
PROPOSAL: dict[str, Any] = {"clause": "14.1", "facts": "vault:f"}


@pytest.mark.clause("8.2", "9.1.4", "9.1.5")
@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        ({}, []),
        ({"referral": REFERRAL}, [(None, "PROVINCE", "ASSIGN", date(2021, 11, 26))]),
        ({"instructions": [ORDER]}, [("DIRECTOR", "BUREAU", "INSTRUCT", None)]),
        ({"instructions": [READ]}, []),
        ({"instructions": [ORDER, ORDER]}, [("DIRECTOR", "BUREAU", "INSTRUCT", None)]),
        (
            {"referral": REFERRAL, "instructions": [ORDER]},
            [
                (None, "PROVINCE", "ASSIGN", date(2021, 11, 26)),
                ("DIRECTOR", "BUREAU", "INSTRUCT", None),
            ],
        ),
    ],
    ids=["nobody", "a referral", "an order", "a reading mark", "told twice", "both"],
)
def test_referrals_and_orders_are_followed_up_from_the_acceptance_on(
    facts: dict[str, Any], opened: list[Any]
) -> None:
    story = CaseStory(escalation())
    assert story.hears(petition(**facts)) == []
    story.hears(accepted())
    supervised = [e for e in story.told if isinstance(e, SupervisionOpened)]
    assert [(e.by, e.level, e.type, e.due) for e in supervised] == opened


@pytest.mark.clause("9.1.5")
def test_an_order_given_later_is_followed_up_at_once() -> None:
    order = InstructionRecorded.model_validate(ORDER)
    assert assigned_case().hears(order, order) == ["supervision.opened"]


@pytest.mark.clause("8.2")
def test_supervision_ends_with_the_report_and_only_where_there_was_any() -> None:
    reported = SuperiorReported(on=date(2021, 11, 30))

    assert assigned_case().hears(reported) == []
    supervised = assigned_case(referral=REFERRAL)
    assert supervised.hears(reported, reported) == ["supervision.reported"]


def flagged(code: str, unit: str = "LND") -> AccountabilityFlagged:
    """A flag against a unit."""
    return AccountabilityFlagged(code=code, unit=UnitCode(unit))


@pytest.mark.clause("9.1.7", "14")
def test_what_is_not_flagged_cannot_be_proposed_and_what_is_not_proposed_not_decided() -> None:
    story = assigned_case()
    refused = ["(STATE_DOES_NOT_ALLOW)"]

    assert story.issued("propose_accountability", OFFICE, **PROPOSAL) == refused
    story.hears(flagged("14.2a"))
    assert story.issued("propose_accountability", OFFICE, **PROPOSAL) == refused
    story.hears(flagged("14.1"))
    assert story.issued("decide_accountability", DIRECTOR, outcome="vault:o") == refused
    told = story.issued("propose_accountability", OFFICE, **PROPOSAL)
    assert told == ["accountability.proposed"]
    told = story.issued("decide_accountability", DIRECTOR, outcome="vault:o")
    assert told == ["accountability.decided"]
    assert story.issued("decide_accountability", DIRECTOR, outcome="vault:o") == refused


@pytest.mark.clause("14.3a")
def test_fault_is_found_by_a_leader_before_it_can_be_proposed() -> None:
    story = assigned_case()
    proposal = {"clause": "14.3a", "facts": "vault:f"}

    told = story.issued("propose_accountability", OFFICE, **proposal)
    assert told == ["(STATE_DOES_NOT_ALLOW)"]
    assert story.issued("record_finding", DIRECTOR, kind="FAULT") == ["finding.recorded"]
    told = story.issued("propose_accountability", OFFICE, **proposal)
    assert told == ["accountability.proposed"]


@pytest.mark.clause("9.1.7")
@pytest.mark.parametrize(
    ("unit", "told"), [("LND", "(ROLE_NOT_ALLOWED)"), ("XFB", "accountability.proposed")]
)
def test_the_director_proposes_only_where_the_petition_office_is_concerned(
    unit: str, told: str
) -> None:
    story = assigned_case()
    story.hears(flagged("14.1", unit))
    assert story.issued("propose_accountability", DIRECTOR, **PROPOSAL) == [told]


@pytest.mark.clause("14")
def test_a_decision_may_still_come_after_filing() -> None:
    story = assigned_case()
    story.hears(flagged("14.1"))
    story.issued("propose_accountability", OFFICE, **PROPOSAL)
    story.hears(ArchiveFiled(year=2021, items=()))
    told = story.issued("decide_accountability", DIRECTOR, outcome="vault:o")
    assert told == ["accountability.decided"]


@pytest.mark.clause("8.4")
def test_an_incident_is_reported_upwards() -> None:
    told = assigned_case().issued("report_incident", OFFICE, to="vault:b")
    assert told == ["incident.reported"]


@pytest.mark.clause("10.6b")
@pytest.mark.clause("8.4")
@pytest.mark.parametrize(
    ("confidentiality", "to_role"),
    [("NORMAL", "PETITION_VICE_LEADER"), ("RESTRICTED", "DISCIPLINE_OFFICER")],
)
def test_a_breach_is_before_a_leader_at_once(confidentiality: str, to_role: str) -> None:
    case = CaseStory(escalation())
    case.hears(petition(confidentiality=confidentiality))
    assert case.hears(BreachSuspected(item="ORIGINAL", cause="LOSS")) == ["incident.escalated"]
    [incident] = case.told
    assert isinstance(incident, IncidentEscalated)
    assert (incident.cause, incident.to_role) == ("BREACH", to_role)


@pytest.mark.clause("9.1.7")
def test_the_petition_office_does_not_propose_about_itself() -> None:
    story = assigned_case()
    story.hears(flagged("14.1", "XFB"), flagged("14.2a", "LND"))

    own = story.issued("propose_accountability", OFFICE, **PROPOSAL)
    assert own == ["(ROLE_NOT_ALLOWED)"]
    other = story.issued("propose_accountability", OFFICE, **{**PROPOSAL, "clause": "14.2a"})
    assert other == ["accountability.proposed"]


@pytest.mark.clause("14", "9.1.7")
def test_where_a_leader_is_complained_of_a_body_outside_decides() -> None:
    leader = DeniedPerson(principal=Principal("demo-deputy-1"), rank="LEADING_GROUP")
    concerned = assigned_case()
    concerned.hears(ConfidentialityCautioned(level="CAUTION", denied_persons=(leader,)))
    ordinary = assigned_case()
    outside = {"body": "EXT-CCDI", "outcome": "vault:o", "reason": "vault:r"}
    for story in (concerned, ordinary):
        story.hears(flagged("14.1"))
        story.issued("propose_accountability", OFFICE, **PROPOSAL)

    decided = [
        (
            story.issued("record_outside_decision", DISCIPLINE, **{**outside, "body": "SUP"}),
            story.issued("decide_accountability", DIRECTOR, outcome="vault:o"),
            story.issued("record_outside_decision", DISCIPLINE, **outside),
        )
        for story in (concerned, ordinary)
    ]
    not_allowed, done = ["(ROLE_NOT_ALLOWED)"], ["accountability.decided"]
    assert decided == [
        (["(UNIT_UNKNOWN)"], not_allowed, done),
        (not_allowed, done, not_allowed),
    ]
    bodies = [e.body for e in concerned.told if isinstance(e, AccountabilityDecided)]
    assert bodies == ["EXT-CCDI"]
