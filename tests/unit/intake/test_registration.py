"""A petition arrives and stands in the register (rules 7, 12, 25; E33, E34)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.envelope import UnitCode
from contracts.events.gate import DeniedPerson
from contracts.events.intake import (
    ConfidentialityRestricted,
    GroupVisitDetected,
    GroupVisitReported,
    PetitionClassified,
    PetitionRegistered,
    RepeatDetected,
    RepresentativesExceeded,
    VisitFirstContactLogged,
    VisitRecorded,
)
from tests.unit.intake.story import NOT_READ_BACK, READ_BACK, arrived, names, said, visit

ANSWERED = {"same_person": True, "same_matter": True, "state": "REPLIED", "channel": "VISIT"}


@pytest.mark.clause("10.1c", "3.a")
def test_a_letter_is_registered_and_nothing_else_is_said() -> None:
    story = arrived()
    assert names(story.told) == ["petition.registered"]
    registered = said(story, PetitionRegistered)
    assert (registered.kind, registered.source, registered.assessable) == (
        "COMPLAINT",
        "bureau-desk",
        True,
    )


def test_the_number_in_the_register_is_year_partition_and_place_on_the_log() -> None:
    assert said(arrived(), PetitionRegistered).reg_no == "2021-0-1"


@pytest.mark.clause("2.c")
@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"allegation": "VIOLATION"}, "REPORT"),
        ({"allegation": "UNSURE"}, "REPORT"),
        ({"allegation": "MANNER"}, "COMPLAINT"),
        ({"source": "suggest-jj", "channel": "SUGGEST_JJ"}, "SUGGESTION"),
        ({}, "OTHER"),
    ],
)
def test_where_nobody_chose_a_kind_the_declared_facts_say_one(
    facts: dict[str, Any], kind: str
) -> None:
    story = arrived(kind=None, **facts)
    assert names(story.told) == ["petition.classified", "petition.registered"]
    assert said(story, PetitionClassified).kind == kind
    assert said(story, PetitionRegistered).kind == kind


@pytest.mark.clause("9.1.3")
@pytest.mark.parametrize(
    ("facts", "publish"),
    [
        ({}, "PETITIONER_ONLY"),
        ({"consent_public_summary": True}, "PUBLIC_SUMMARY_OK"),
        ({"kind": "REPORT", "consent_public_summary": True}, "NONE"),
        ({"confidentiality": "CAUTION", "consent_public_summary": True}, "NONE"),
        ({"confidentiality": "RESTRICTED"}, "NONE"),
    ],
)
def test_to_whom_it_may_be_shown_stands_in_the_register(
    facts: dict[str, Any], publish: str
) -> None:
    assert said(arrived(**facts), PetitionRegistered).publish == publish


@pytest.mark.clause("7.d")
@pytest.mark.parametrize(
    ("confidentiality", "first"),
    [
        ("RESTRICTED", "confidentiality.restricted"),
        ("CAUTION", "confidentiality.cautioned"),
        ("NORMAL", "petition.registered"),
    ],
)
def test_secrecy_is_said_before_anybody_can_act_on_the_registration(
    confidentiality: str, first: str
) -> None:
    assert names(arrived(confidentiality=confidentiality).told)[0] == first


@pytest.mark.clause("7.c")
def test_who_must_not_know_and_who_looks_into_it_go_along() -> None:
    denied = {"denied_units": (UnitCode("BRG-XY"),), "denied_persons": (DeniedPerson(key="h"),)}
    story = arrived(confidentiality="RESTRICTED", body=UnitCode("DSC"), **denied)
    restricted = said(story, ConfidentialityRestricted)
    assert (restricted.denied_units, restricted.body) == (("BRG-XY",), "DSC")
    assert restricted.denied_persons == (DeniedPerson(key="h"),)


@pytest.mark.clause("2.b")
@pytest.mark.parametrize(
    ("facts", "suggested"),
    [
        ({"topics": (), "suggested_topics": ("STREET_VENDING",)}, True),
        ({"topics": ()}, False),
        ({}, False),
        ({"topics": (), "parts": ({"topics": ("ELEVATOR",)},)}, False),
    ],
)
def test_a_suggested_topic_is_marked_as_such(facts: dict[str, Any], suggested: bool) -> None:
    assert said(arrived(**facts), PetitionRegistered).suggested is suggested


@pytest.mark.parametrize(
    ("earlier", "repeats"),
    [
        ([], 0),
        ([{**ANSWERED, "on": "2021-04-07"}], 1),
        ([{**ANSWERED, "on": "2021-04-07"}, {**ANSWERED, "on": "2020-04-07"}], 2),
        ([{**ANSWERED, "on": "2021-04-07", "state": "REFUSED"}], 1),
        ([{**ANSWERED, "on": "2021-04-07", "state": "IN_PROGRESS"}], 0),
        ([{**ANSWERED, "on": "2021-04-07", "same_matter": False}], 0),
        ([{**ANSWERED, "on": "2021-04-07", "same_person": False}], 0),
        ([{**ANSWERED, "on": "2019-06-02"}], 1),
        ([{**ANSWERED, "on": "2019-06-01"}], 0),
    ],
)
def test_an_answer_the_source_knows_of_makes_it_a_repeat_for_two_years(
    earlier: list[dict[str, Any]], repeats: int
) -> None:
    story = arrived(earlier=tuple(earlier))
    assert said(story, PetitionRegistered).repeat_no == repeats
    assert any(isinstance(event, RepeatDetected) for event in story.told) is bool(repeats)


@pytest.mark.clause("11.1a", "11.3")
def test_a_visit_is_received_recorded_and_read_back_before_it_is_registered() -> None:
    story = visit({**READ_BACK, "first_contact_unit": "MNT-DR"}, persons=2)
    assert names(story.told) == [
        "visit.received",
        "visit.first_contact.logged",
        "visit.recorded",
        "visit.read_back.confirmed",
        "petition.registered",
    ]
    assert said(story, VisitFirstContactLogged).unit == "MNT-DR"
    assert said(story, VisitRecorded).record_ref == "vault:petition"


@pytest.mark.clause("11.3")
@pytest.mark.parametrize("record", [NOT_READ_BACK, None])
def test_without_a_read_back_a_visit_stands_in_the_register_and_waits(
    record: dict[str, Any] | None,
) -> None:
    story = arrived(channel="VISIT", visit=record)
    assert names(story.told) == ["visit.received", "visit.recorded", "petition.registered"]
    assert said(story, PetitionRegistered).assessable is False


@pytest.mark.clause("11.4a", "11.4b")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"answered_on_spot": True}, "visit.answered_on_spot"),
        ({"promised_due": date(2021, 6, 15)}, "promise.made"),
    ],
)
def test_what_the_record_says_was_answered_or_promised_holds_once_read_back(
    more: dict[str, Any], told: str
) -> None:
    assert told in names(visit({**READ_BACK, **more}).told)
    assert told not in names(visit({**NOT_READ_BACK, **more}).told)


def test_a_report_about_staff_is_not_answered_on_the_spot() -> None:
    record = {**READ_BACK, "answered_on_spot": True}
    story = visit(record, confidentiality="RESTRICTED", kind="REPORT")
    assert "visit.answered_on_spot" not in names(story.told)
    assert said(story, PetitionRegistered).answered_on_spot is False


@pytest.mark.clause("11.5a")
@pytest.mark.parametrize(
    ("facts", "group", "most"),
    [
        ({"persons": 12, "representatives": 5}, True, 5),
        ({"persons": 3}, True, 5),
        ({"persons": 2}, False, None),
    ],
)
def test_three_who_come_together_are_a_group(
    facts: dict[str, Any], group: bool, most: int | None
) -> None:
    story = visit(**facts)
    registered = said(story, PetitionRegistered)
    assert (registered.group_visit, registered.max_representatives) == (group, most)
    told = names(story.told)[-2:] == ["group_visit.detected", "group_visit.reported"]
    assert told is group


@pytest.mark.clause("11.5b")
def test_the_leader_in_charge_is_told_of_a_group() -> None:
    assert said(visit(persons=7), GroupVisitReported).to_role == "PETITION_VICE_LEADER"


@pytest.mark.setting("role.map.leader_in_charge")
@pytest.mark.clause("11.5b")
def test_who_is_told_of_a_group_is_a_reading() -> None:
    story = visit(None, {"role.map.leader_in_charge": "DIRECTOR"}, persons=7)
    assert said(story, GroupVisitReported).to_role == "DIRECTOR"


def test_three_who_write_together_are_no_group_visit() -> None:
    assert names(arrived(persons=30).told) == ["petition.registered"]


@pytest.mark.clause("11.5c")
def test_more_representatives_than_five_are_too_many() -> None:
    exceeded = said(visit(persons=20, representatives=6), RepresentativesExceeded)
    assert (exceeded.count, exceeded.limit) == (6, 5)


@pytest.mark.clause("3.a", "10.1c")
@pytest.mark.parametrize(
    ("facts", "unknown"),
    [
        ({}, ()),
        ({"has_address": False, "has_employer": True}, ()),
        ({"has_address": False}, ("EMPLOYER_OR_ADDRESS",)),
        ({"named": False, "has_name": False, "has_address": False},
         ("NAME", "EMPLOYER_OR_ADDRESS")),
        ({"has_content": False}, ("CONTENT",)),
    ],
)  # fmt: skip
def test_what_nobody_can_fill_is_marked_and_registered_all_the_same(
    facts: dict[str, Any], unknown: tuple[str, ...]
) -> None:
    assert said(arrived(**facts), PetitionRegistered).unknown == unknown


@pytest.mark.setting("register.fields")
def test_what_the_register_asks_for_is_a_reading() -> None:
    story = arrived({"register.fields": ["NAME", "PHONE"]}, has_address=False)
    assert said(story, PetitionRegistered).unknown == ("PHONE",)


@pytest.mark.setting("group.stat_min")
@pytest.mark.parametrize(("least", "counted"), [(5, False), (4, True)])
def test_how_many_make_a_group_in_the_statistics_is_a_reading(least: int, counted: bool) -> None:
    story = visit(None, {"group.stat_min": least}, persons=4)
    assert said(story, GroupVisitDetected).counted is counted


@pytest.mark.setting("subunit.registry")
@pytest.mark.clause("16")
@pytest.mark.parametrize(
    ("reading", "facts", "registry"),
    [
        ("SHARED", {}, ""),
        ("OWN", {}, "WST"),
        ("OWN", {"source": "bureau-desk"}, ""),
        ("OWN", {"kind": "REPORT"}, ""),
        ("OWN", {"confidentiality": "RESTRICTED"}, ""),
    ],
)
def test_whether_a_unit_keeps_a_register_of_its_own_is_a_reading(
    reading: str, facts: dict[str, Any], registry: str
) -> None:
    story = arrived({"subunit.registry": reading}, **({"source": "unit-wst"} | facts))
    registered = said(story, PetitionRegistered)
    assert registered.registry == registry
    assert registered.reg_no == (f"{registry}-2021-0-1" if registry else "2021-0-1")


@pytest.mark.clause("15")
def test_what_the_command_centre_takes_in_stands_in_the_bureaus_register() -> None:
    story = arrived(source="command-centre", channel="COMMAND_CENTRE")
    assert said(story, PetitionRegistered).source == "command-centre"
    assert said(story, PetitionRegistered).registry == ""
