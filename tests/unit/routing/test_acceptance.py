"""Is it ours, and what follows (rules 3 to 10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.events.intake import (
    PetitionSupplemented,
    PetitionWithdrawn,
    SupplementedMatter,
    VisitAnsweredOnSpot,
    VisitorRedirected,
    VisitReadBackConfirmed,
)
from contracts.events.routing import (
    NonacceptanceApproved,
    NonacceptanceProposed,
    PetitionAccepted,
    PetitionScopeAssessed,
)
from tests.unit.routing.story import CLERK, DIRECTOR, OFFICE, VICE_LEADER, case, never_said, said

OURS, THEIRS = "SEWER_BLOCKED", "ELEVATOR"
SAME = {"same_person": True, "same_matter": True, "channel": "LETTER", "on": date(2021, 5, 1)}
VISIT: dict[str, Any] = {"channel": "VISIT", "kind": "COMPLAINT"}


@pytest.mark.clause("2.b")
@pytest.mark.clause("10.1a")
@pytest.mark.clause("10.1c")
@pytest.mark.parametrize(
    ("facts", "outcome", "ground", "basis"),
    [
        ({"topics": (OURS,)}, "ACCEPT", None, "FUNCTION"),
        ({"topics": (OURS,), "scope_basis": "MECHANISM"}, "ACCEPT", None, "MECHANISM"),
        ({"topics": ("PROCUREMENT",)}, "ACCEPT", None, "MECHANISM"),
        ({"topics": (THEIRS,)}, "NOT_ACCEPT", "OUT_OF_SCOPE", "NONE"),
        ({"topics": (OURS, THEIRS)}, "PARTIAL", "OUT_OF_SCOPE", "FUNCTION"),
        ({"topics": (), "parts": ({"topics": (OURS,)}, {"topics": (THEIRS,)})},
         "PARTIAL", "OUT_OF_SCOPE", "FUNCTION"),
        ({"topics": (OURS,), "parts": ({"topics": (OURS,), "scope_basis": "NONE"},)},
         "NOT_ACCEPT", "OUT_OF_SCOPE", "NONE"),
        ({"topics": (), "suggested_topics": (OURS,)}, "ACCEPT", None, "FUNCTION"),
        ({"topics": (), "suggested_topics": (THEIRS,)}, "NEED_INFO", None, "UNCLEAR"),
        ({"topics": ()}, "NEED_INFO", None, "UNCLEAR"),
        ({"statutory_route": "ADMIN_REVIEW"}, "NOT_ACCEPT", "STATUTORY_ROUTE", "FUNCTION"),
        ({"statutory_route": "OTHER_ORGAN"}, "NOT_ACCEPT", "OTHER_STATE_ORGAN", "FUNCTION"),
        ({"statutory_route": "FINAL"}, "NOT_ACCEPT", "FINAL", "FUNCTION"),
        ({"earlier": ({**SAME, "state": "IN_PROGRESS"},)}, "NOT_ACCEPT", "IN_PROGRESS", "FUNCTION"),
        ({"earlier": ({**SAME, "state": "FINAL"}, {**SAME, "state": "IN_PROGRESS"})},
         "NOT_ACCEPT", "FINAL", "FUNCTION"),
        ({"earlier": ({**SAME, "same_person": False, "state": "FINAL"},)},
         "ACCEPT", None, "FUNCTION"),
        ({"kind": "REPORT", "regime": "2022"}, "ACCEPT", None, "FUNCTION"),
        ({"confidentiality": "RESTRICTED", "topics": ()}, "ACCEPT", None, "TEAM"),
    ],
)  # fmt: skip
def test_what_the_declared_facts_say_decides_the_acceptance(
    facts: dict[str, Any], outcome: str, ground: str | None, basis: str
) -> None:
    found = said(case(**facts), PetitionScopeAssessed)
    assert (found.outcome, found.ground, found.scope_basis) == (outcome, ground, basis)


def test_a_decision_carries_rule_clause_and_facts() -> None:
    receipt = said(case(topics=(THEIRS,)), PetitionScopeAssessed).receipt
    assert receipt is not None
    assert [(rule.id, rule.clause) for rule in receipt.rules] == [("ACC-OUT-OF-SCOPE", "10.1a")]
    assert receipt.facts["topics_out"] is True


@pytest.mark.clause("10.1a")
def test_out_of_scope_is_proposed_only_and_waits_for_the_leader() -> None:
    story = case(topics=(THEIRS,))
    assert said(story, NonacceptanceProposed).competent_bodies == ("EXT-MSA",)
    assert never_said(story, PetitionAccepted)


def test_the_clerks_competent_body_goes_before_the_catalogues() -> None:
    story = case(topics=(THEIRS,), competent_body="EXT-REVIEW")
    assert said(story, NonacceptanceProposed).competent_bodies == ("EXT-REVIEW",)


@pytest.mark.clause("10.1a")
@pytest.mark.clause("4.d")
def test_of_a_mixed_petition_ours_is_accepted_at_once_and_the_rest_proposed_for_refusal() -> None:
    story = case(topics=(OURS, THEIRS))
    accepted, proposed = said(story, PetitionAccepted), said(story, NonacceptanceProposed)
    assert [part.acceptance for part in accepted.parts] == ["ACCEPT", "NOT_ACCEPT"]
    assert [(part.topics, part.competent_body) for part in proposed.parts] == [
        ((THEIRS,), "EXT-MSA")
    ]
    assert story.issued("consent_non_acceptance", VICE_LEADER) == ["nonacceptance.approved"]
    assert said(story, NonacceptanceApproved).routing == "NONE"
    assert story.issued("approve_assignment", VICE_LEADER)[-1] == "assignment.dispatched"


@pytest.mark.clause("10.1b")
@pytest.mark.parametrize(
    ("source", "routing"),
    [
        ("prov-petition-platform", "RETURNED_TO_SOURCE"),
        ("bureau-desk", "INFORMED_DIRECTLY"),
        ("command-centre", "INFORMED_DIRECTLY"),
        ("unit-WST", "INFORMED_DIRECTLY"),
    ],
)
def test_after_the_consent_it_goes_back_by_the_way_it_came(source: str, routing: str) -> None:
    story = case(topics=(THEIRS,), source=source)
    assert story.issued("consent_non_acceptance", DIRECTOR) == ["nonacceptance.approved"]
    assert said(story, NonacceptanceApproved).routing == routing
    assert story.issued("refuse_non_acceptance", DIRECTOR) == ["(STATE_DOES_NOT_ALLOW)"]


@pytest.mark.clause("10.1a")
def test_a_clerk_cannot_consent() -> None:
    assert case(topics=(THEIRS,)).issued("consent_non_acceptance", CLERK) == ["(ROLE_NOT_ALLOWED)"]


@pytest.mark.clause("10.1a")
def test_a_leader_who_does_not_refuse_accepts_on_that_day_without_a_unit() -> None:
    story = case(topics=(THEIRS,))
    story.on("2021-06-04")
    assert story.issued("refuse_non_acceptance", VICE_LEADER, reason="vault:r") == [
        "nonacceptance.refused",
        "petition.accepted",
    ]
    accepted = said(story, PetitionAccepted)
    assert (accepted.accepted_on, accepted.lead_unit) == (date(2021, 6, 4), None)
    assert story.issued("approve_assignment", VICE_LEADER) == ["(STATE_DOES_NOT_ALLOW)"]


def test_a_petition_in_scope_whose_refusal_is_refused_gets_its_unit_by_rule() -> None:
    story = case(statutory_route="LITIGATION")
    assert "assignment.drafted" in story.issued("refuse_non_acceptance", VICE_LEADER)


@pytest.mark.clause("10.1c")
def test_supplied_information_is_assessed_as_of_the_day_it_came() -> None:
    story = case(topics=())
    story.on("2021-06-08")
    told = story.hears(PetitionSupplemented(matter=SupplementedMatter(topics=(OURS,))))
    assert told[:2] == ["petition.scope.assessed", "petition.accepted"]
    assert said(story, PetitionAccepted).accepted_on == date(2021, 6, 8)


def test_supplied_information_changes_nothing_of_what_was_accepted() -> None:
    assert case().hears(PetitionSupplemented(matter=SupplementedMatter(topics=(THEIRS,)))) == []


def test_a_withdrawn_petition_is_not_assessed_any_more() -> None:
    story = case(topics=())
    story.hears(PetitionWithdrawn())
    assert story.hears(PetitionSupplemented(matter=SupplementedMatter(topics=(OURS,)))) == []


@pytest.mark.clause("11.3")
def test_a_visit_is_not_assessed_before_the_record_was_read_back() -> None:
    story = case({"assessable": False}, **VISIT)
    assert story.told == []
    assert story.hears(PetitionSupplemented(text_ref="vault:t")) == []
    story.on("2021-06-03")
    assert "petition.accepted" in story.hears(VisitReadBackConfirmed())
    assert said(story, PetitionAccepted).accepted_on == date(2021, 6, 3)
    assert story.hears(VisitReadBackConfirmed()) == []


@pytest.mark.clause("11.4a")
def test_who_was_answered_on_the_spot_needs_no_unit_and_no_signature() -> None:
    story = case({"answered_on_spot": True}, **VISIT)
    accepted = said(story, PetitionAccepted)
    assert (accepted.routing, accepted.on_spot, accepted.signoff_required) == ("NONE", True, False)
    assert [event.name for event in story.told] == ["petition.scope.assessed", "petition.accepted"]


@pytest.mark.clause("10.5c")
@pytest.mark.parametrize(
    ("facts", "required"),
    [
        ({"kind": "COMPLAINT"}, True),
        ({"kind": None}, True),
        ({"kind": "OTHER"}, False),
        ({"kind": "COMPLAINT", "named": False}, False),
        ({"kind": "COMPLAINT", "source": "command-centre", "channel": "COMMAND_CENTRE"}, False),
    ],
)
def test_a_reply_under_a_real_name_needs_a_signature_unless_exempt(
    facts: dict[str, Any], required: bool
) -> None:
    assert said(case(**facts), PetitionAccepted).signoff_required is required


@pytest.mark.parametrize(
    ("facts", "eligible"),
    [
        ({}, True),
        ({"persons": 2}, True),
        ({"persons": 3}, False),
        ({"topics": (OURS, THEIRS)}, False),
        ({"confidentiality": "CAUTION"}, False),
        ({"referral": {"level": "PROVINCE", "type": "FORWARD"}}, True),
        ({"referral": {"level": "PROVINCE", "type": "ASSIGN"}}, False),
        ({"earlier": ({**SAME, "state": "REPLIED", "same_matter": False},)}, False),
        ({"instructions": ({"level": "CITY", "by": "ORGAN", "type": "READ", "on": "2021-05-31"},)},
         False),
    ],
)  # fmt: skip
def test_the_fast_track_is_open_to_first_and_undisputed_matters(
    facts: dict[str, Any], eligible: bool
) -> None:
    assert said(case(**facts), PetitionAccepted).simple_eligible is eligible


@pytest.mark.clause("N.1")
@pytest.mark.parametrize(
    ("regime", "answer"),
    [("2022", ["petition.regime.classified"]), ("2005", ["(STATE_DOES_NOT_ALLOW)"])],
)
def test_only_the_regulation_of_2022_asks_for_an_article(regime: str, answer: list[str]) -> None:
    story = case(regime=regime)
    assert story.issued("classify_regime", OFFICE, kind_2022="ART_29") == answer


@pytest.mark.clause("11.4d")
@pytest.mark.parametrize(("ends", "told"), [(False, []), (True, ["nonacceptance.approved"])])
def test_a_word_to_the_visitor_refuses_only_where_it_is_said_to_be_enough(
    ends: bool, told: list[str]
) -> None:
    story = case(topics=(THEIRS,), **VISIT)
    redirected = VisitorRedirected(principal=CLERK.principal, ends=ends)
    assert story.hears(redirected) == told


@pytest.mark.clause("11.4a")
def test_an_answer_that_leaves_something_to_do_leaves_the_draft_as_it_is() -> None:
    story = case(**VISIT)
    story.hears(VisitAnsweredOnSpot(concludes=False))
    assert story.state.draft.lead_unit == "MNT-DR"


@pytest.mark.clause("2.b")
def test_a_text_supplied_later_may_suggest_what_it_is_about() -> None:
    story = case(topics=(), district=None)
    story.hears(PetitionSupplemented(suggested_topics=(OURS,), suggested_district="BL"))
    assert said(story, PetitionScopeAssessed).suggested
    assert said(story, PetitionAccepted).lead_unit == "MNT-DR"
