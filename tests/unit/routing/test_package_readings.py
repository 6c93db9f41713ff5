"""What makes a package case where the bureau reads art. 12 in another way."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import CaseEvent
from contracts.events.intake import ConfidentialityCautioned, PetitionClassified
from contracts.events.routing import CaseHandedOver, PetitionAccepted
from tests.unit.routing.story import (
    CLERK,
    DIRECTOR,
    OFFICE,
    VICE_LEADER,
    case,
    case_by,
    never_said,
    said,
)
from tests.unit.routing.test_package import order, report, triggers, visit

CALL: dict[str, Any] = {"source": "command-centre", "channel": "COMMAND_CENTRE"}
ASSIGNED = {"level": "PROVINCE", "type": "ASSIGN"}
CAUTIONED = ConfidentialityCautioned()
Found = tuple[tuple[str, ...], tuple[str, ...]]
NOTHING: Found = ((), ())
T1: Found = (("T1",), ())
T3: Found = (("T3",), ())
T6: Found = (("T6",), ())


@pytest.mark.parametrize(
    ("key", "value", "facts", "by_default", "otherwise"),
    [
        pytest.param("t1.exclude_own_bureau", False,
                     {"superior_visits": (visit("CITY", own_bureau=True),)}, NOTHING, T1,
                     marks=pytest.mark.setting("t1.exclude_own_bureau")),
        pytest.param("t1.min_persons", 5,
                     {"superior_visits": (visit("CITY", persons=4),)}, T1, NOTHING,
                     marks=pytest.mark.setting("t1.min_persons")),
        pytest.param("t1.presume_important", False,
                     {"superior_visits": (visit("CITY"),)}, T1, ((), ("T1",)),
                     marks=pytest.mark.setting("t1.presume_important")),
        pytest.param("t1.public_place_is_t2", False,
                     {"superior_visits": (visit("CITY", public_place=True),)},
                     ((), ("T2",)), T1,
                     marks=pytest.mark.setting("t1.public_place_is_t2")),
        pytest.param("t1.public_place_is_t2", False,
                     {"superior_visits": (visit("TOWN", public_place=True),)},
                     ((), ("T2",)), ((), ("T2",)),
                     marks=pytest.mark.setting("t1.public_place_is_t2")),
        pytest.param("t3.min_level", "PROVINCE", {"instructions": (order("CITY"),)}, T3, NOTHING,
                     marks=pytest.mark.setting("t3.min_level")),
        pytest.param("t3.min_level", "BUREAU", {"instructions": (order("BUREAU"),)}, NOTHING, T3,
                     marks=pytest.mark.setting("t3.min_level")),
        pytest.param("t3.types", ["INSTRUCT", "READ"], {"instructions": (order(type_="READ"),)},
                     NOTHING, T3, marks=pytest.mark.setting("t3.types")),
        pytest.param("t3.types", ["READ"], {"instructions": (order(),)}, T3, NOTHING,
                     marks=pytest.mark.setting("t3.types")),
        pytest.param("t3.types", ["INSTRUCT", "READ"],
                     {"instructions": (order("BUREAU", "DIRECTOR", "READ"),)},
                     NOTHING, (("T4",), ()), marks=pytest.mark.setting("t3.types")),
        pytest.param("t3.organ_referral_counts", True, {"instructions": (order(by="ORGAN"),)},
                     NOTHING, T3, marks=pytest.mark.setting("t3.organ_referral_counts")),
        pytest.param("t3.organ_referral_counts", True, {"referral": ASSIGNED}, NOTHING, T3,
                     marks=pytest.mark.setting("t3.organ_referral_counts")),
        pytest.param("t5.min", 3, {"media": (report("2021-03-20"), report("2021-04-09"))},
                     (("T5",), ()), NOTHING, marks=pytest.mark.setting("t5.min")),
        pytest.param("t5.window_days", 10, {"media": (report("2021-03-20"), report("2021-04-09"))},
                     (("T5",), ()), NOTHING, marks=pytest.mark.setting("t5.window_days")),
        pytest.param("t6.outlets", ["LISTED_NETWORK"],
                     {"media": (report("2021-04-13", "PARTY_GOV_PAPER"),)}, T6, NOTHING,
                     marks=pytest.mark.setting("t6.outlets")),
        pytest.param("t6.outlets", ["OTHER"], {"media": (report("2021-04-13"),)}, NOTHING, T6,
                     marks=pytest.mark.setting("t6.outlets")),
        pytest.param("t9.by_rule", True, {"persons": 10}, NOTHING, ((), ("T9",)),
                     marks=pytest.mark.setting("t9.by_rule")),
    ],
)  # fmt: skip
def test_what_is_a_trigger_is_a_reading(
    key: str, value: Any, facts: dict[str, Any], by_default: Found, otherwise: Found
) -> None:
    assert triggers(case(**facts)) == by_default
    assert triggers(case_by({key: value}, **facts)) == otherwise


@pytest.mark.setting("package.declined_keeps_trigger")
@pytest.mark.parametrize("keeps", [False, True])
def test_whether_a_declined_trigger_stays_on_the_file_is_a_reading(*, keeps: bool) -> None:
    place = visit("TOWN", public_place=True)
    story = case_by({"package.declined_keeps_trigger": keeps}, superior_visits=(place,))
    assert story.issued("decline_package", OFFICE, trigger="T2") == ["package.declined"]
    assert story.state.declined == (("T2",) if keeps else ())
    assert story.state.package == "NONE"
    told = story.issued(
        "record_superior_visit", CLERK, superior_visit={**place, "organ": "vault:o"}
    )
    assert ("package.candidate" in told) is not keeps


@pytest.mark.clause("8.4")
@pytest.mark.setting("major.min_persons")
@pytest.mark.setting("major.min_units")
@pytest.mark.parametrize(
    ("readings", "facts", "hints"),
    [
        ({}, {"persons": 9}, ()),
        ({}, {"persons": 10}, ("PERSONS",)),
        ({"major.min_persons": 30}, {"persons": 10}, ()),
        ({}, {"topics": ("STREET_VENDING",), "district": "XY"}, ()),
        ({}, {"topics": ("TACTILE_PAVING_BLOCKED",)}, ("UNITS",)),
        ({"major.min_units": 5}, {"topics": ("TACTILE_PAVING_BLOCKED",)}, ()),
        ({"major.min_units": 2}, {"topics": ("STREET_VENDING",), "district": "XY"}, ("UNITS",)),
        ({}, {"hazards": ("VIOLENCE",), "media": (report("2021-05-30"),)}, ("HARM", "MEDIA")),
    ],
)
def test_what_may_be_major_is_shown_with_the_acceptance(
    readings: dict[str, Any], facts: dict[str, Any], hints: tuple[str, ...]
) -> None:
    accepted = said(case_by(readings, **facts), PetitionAccepted)
    assert accepted.major_hints == hints
    judged = {receipt.ruleset for receipt in accepted.further_receipts}
    assert ("major" in judged) is bool(hints)


@pytest.mark.setting("t9.by_rule")
def test_a_report_in_the_media_may_make_a_candidate_by_rule() -> None:
    media = {**report("2021-06-02"), "outlet": "vault:o"}
    for by_rule, told in ((False, []), (True, ["package.candidate"])):
        story = case_by({"t9.by_rule": by_rule})
        assert story.issued("record_media_exposure", CLERK, media=media)[1:] == told


@pytest.mark.clause("15")
@pytest.mark.clause("16")
@pytest.mark.parametrize(
    ("facts", "event", "told"),
    [
        (CALL, PetitionClassified(kind="REPORT"), ["case.handed_over"]),
        (CALL, PetitionClassified(kind="OPINION"), []),
        (CALL, CAUTIONED, ["case.handed_over"]),
        ({"source": "unit-MNT-DR"}, CAUTIONED, ["case.handed_over"]),
        ({}, CAUTIONED, []),
    ],
)
def test_what_becomes_delicate_later_goes_to_the_office(
    facts: dict[str, Any], event: CaseEvent, told: list[str]
) -> None:
    story = case(**facts)
    assert story.hears(event) == told
    assert story.hears(event) == []


@pytest.mark.clause("15")
@pytest.mark.setting("cc.must_follow")
@pytest.mark.parametrize(
    ("without", "command", "by", "fields"),
    [
        ("PKG", "confirm_package", VICE_LEADER, {"trigger": "T9"}),
        ("PKG", "record_instruction", CLERK, {"instruction": order()}),
        ("MAJOR", "confirm_major", DIRECTOR, {"measures": "vault:m"}),
    ],
)
def test_what_a_call_is_handed_over_for_is_a_reading(
    without: str, command: str, by: Any, fields: dict[str, Any]
) -> None:
    kept = [name for name in ("CONF", "PKG", "GRP", "MAJOR") if name != without]
    assert case(**CALL).issued(command, by, **fields)[-1] == "case.handed_over"
    story = case_by({"cc.must_follow": kept}, **CALL)
    story.issued(command, by, **fields)
    assert never_said(story, CaseHandedOver)
