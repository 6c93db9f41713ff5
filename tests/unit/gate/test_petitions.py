"""Petitions at the gate: lane, case, place on the log, repeats."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.query import query_key
from services.chassis.batch import InForce
from services.chassis.ids import partition_of
from tests.unit.gate.door import NOW, PARTITIONS, Door, arrival, known, names, only, petition, said

REPORT = petition(
    kind="REPORT",
    matter={"topics": ["STAFF_MISCONDUCT"], "district": "XY"},
    reported={
        "units": ["BRG-XY"],
        "persons": [{"name": "白某（虚构）", "unit": "BRG-XY", "rank": "STAFF"}],
        "allegation": "VIOLATION",
    },
)

SECRETS: dict[str, Any] = {
    "instructions": [
        {"level": "CITY", "by": "LEADER", "type": "READ", "text": "私密批示", "on": "2021-03-15"}
    ],
    "media": [
        {"outlet": "私密日报", "outlet_class": "OTHER", "on": "2021-03-15", "negative": True}
    ],
    "referral": {"body": "私密机关", "level": "CITY", "type": "FORWARD"},
    "attachments": [
        {"name": "私密.jpg", "media_type": "image/jpeg", "sha256": "0" * 64, "uri": "私密"}
    ],
    "parts": [{"topics": ["STREET_LAMP_OUT"], "note": "私密"}],
    "reported": {"persons": [{"name": "私密某"}]},
}
"""A text or a name in every place that may hold one."""


def test_a_petition_goes_onto_the_log_and_its_source_gets_a_receipt() -> None:
    plan = Door().take(arrival(petition()))
    event = only(plan, "petition.received")
    assert names(plan) == [("open", "petition.received"), ("open", "returned.receipt")]
    assert (event.seq, event.occurred_at, event.confidentiality) == (1, NOW, "NORMAL")
    assert only(plan, "returned.receipt").case_id == event.case_id
    assert [(row.topic, row.key, row.on_log) for row in plan.outgoing] == [
        ("cases.v1", event.case_id, True),
        ("platforms.returned.v1.voice-city", "VC-0001", False),
    ]


@pytest.mark.clause("9.1.3")
def test_the_source_gets_a_code_to_ask_by_and_the_log_only_what_finds_it() -> None:
    plan = Door().take(arrival(petition()))
    code = only(plan, "returned.receipt").query_code
    event = only(plan, "petition.received")
    assert query_key(code) == event.query_key
    assert code not in str(event)


@pytest.mark.clause("9.1.3")
def test_nobody_can_ask_about_a_report_on_the_bureaus_own() -> None:
    plan = Door().take(arrival(REPORT))
    assert only(plan, "returned.receipt").query_code == ""
    assert only(plan, "petition.received").query_key == ""


@pytest.mark.parametrize("partition", range(PARTITIONS))
def test_a_case_is_at_home_where_its_petition_arrived(partition: int) -> None:
    plan = Door().take(arrival(petition(), partition=partition))
    case_id = only(plan, "petition.received").case_id
    assert partition_of(case_id.encode(), PARTITIONS) == partition
    assert plan.news.cases[case_id].partition == partition


def test_the_same_petition_gives_the_same_bytes_in_every_run() -> None:
    first, second = (Door().take(arrival(petition())) for _ in range(2))
    assert first.outgoing == second.outgoing


def test_a_repeat_gets_its_receipt_again_and_announces_nothing() -> None:
    door = Door()
    first = only(door.take(arrival(petition())), "returned.receipt")
    assert said(door.take(arrival(petition(), offset=1))) == [("open", "returned.receipt", first)]


def test_a_repeat_inside_one_batch_is_a_repeat() -> None:
    plan = Door().take(arrival(petition()), arrival(petition(), offset=1))
    assert [kind for _, kind in names(plan)] == [
        "petition.received",
        "returned.receipt",
        "returned.receipt",
    ]


def test_the_same_petition_written_otherwise_is_a_repeat() -> None:
    door = Door()
    door.take(arrival(petition()))
    reordered = dict(reversed(petition(consent_public_summary=False, hazards=[]).items()))
    assert names(door.take(arrival(reordered, offset=1))) == [("open", "returned.receipt")]


def test_another_petition_under_a_used_number_is_a_conflict() -> None:
    door = Door()
    door.take(arrival(petition()))
    plan = door.take(arrival(petition(text="另一件事"), offset=1))
    assert names(plan) == [("open", "dead.letter"), ("open", "returned.refusal")]
    assert only(plan, "dead.letter").code == "IDEMPOTENCY_CONFLICT"


def test_two_sources_may_use_the_same_number() -> None:
    door = Door()
    plans = [
        door.take(arrival(petition(channel=channel), source=source))
        for source, channel in (("voice-city", "VOICE_CITY"), ("voice-prov", "VOICE_PROV"))
    ]
    assert len({only(plan, "petition.received").case_id for plan in plans}) == 2


def test_a_report_about_our_own_people_leaves_nothing_in_the_open_lane() -> None:
    plan = Door().take(arrival(REPORT))
    event = only(plan, "petition.received")
    assert {lane for lane, _ in names(plan)} == {"restricted"}
    assert (event.confidentiality, event.body) == ("RESTRICTED", "DSC")
    assert event.denied_units == ("BRG-XY",)
    assert [document.lane for document in plan.news.documents] == ["restricted"]


def test_a_conflict_over_a_restricted_number_is_told_in_the_restricted_lane_only() -> None:
    door = Door()
    door.take(arrival(REPORT))
    plan = door.take(arrival(petition(), offset=1))
    assert {lane for lane, _ in names(plan)} == {"restricted"}


def test_a_complaint_about_manners_stays_open_and_names_who_must_not_see_it() -> None:
    reported = {"units": ["BRG-KF"], "allegation": "INACTION"}
    event = only(Door().take(arrival(petition(reported=reported))), "petition.received")
    assert (event.confidentiality, event.denied_units) == ("CAUTION", ("BRG-KF",))
    assert event.receipt.rules[0].clause == "7.d"


def test_the_unit_of_a_reported_person_is_denied_like_a_reported_unit() -> None:
    persons = [{"name": "白某（虚构）", "unit": "WST", "rank": "STAFF"}]
    reported = {"units": ["BRG-KF"], "persons": persons, "allegation": "MANNER"}
    event = only(Door().take(arrival(petition(reported=reported))), "petition.received")
    assert event.denied_units == ("BRG-KF", "WST")
    assert event.petition.reported_units == ("BRG-KF",)


def test_nothing_personal_stands_on_the_log() -> None:
    plan = Door().take(arrival(petition(channel="VISIT", **SECRETS), source="bureau-desk"))
    text = b"".join(row.value for row in plan.outgoing).decode()
    words = ("私密", "顾问渠", "柳溪巷", "130-0000-0113", "松风里", "路灯不亮")
    assert [word for word in words if word in text] == []
    kept = str(plan.news.documents[0].content)
    assert [word for word in words if word not in kept] == []


def test_an_instruction_points_at_its_text_in_the_vault() -> None:
    note = {"level": "CITY", "by": "LEADER", "type": "INSTRUCT", "on": "2021-03-15"}
    notes = [note | {"text": "请阅处"}, note | {"text": " "}]
    event = only(Door().take(arrival(petition(instructions=notes))), "petition.received")
    refs = [instruction.text_ref for instruction in event.petition.instructions]
    assert refs == [f"{event.content_ref}#instructions/0/text", ""]


@pytest.mark.parametrize(
    ("received_at", "regime"),
    [("2022-04-30T23:59:59+08:00", "2005"), ("2022-04-30T16:00:00Z", "2022")],
)
def test_the_day_of_receipt_in_the_bureau_decides_the_regulation(
    received_at: str, regime: str
) -> None:
    door = Door(now=datetime(2022, 6, 1, tzinfo=UTC))
    assert (
        only(door.take(arrival(petition(received_at=received_at))), "petition.received").regime
        == regime
    )


def test_a_petition_is_never_recorded_before_the_last_tick() -> None:
    tick = datetime(2021, 3, 17, tzinfo=UTC)
    door = Door(in_force=InForce({"open": tick}))
    assert only(door.take(arrival(petition())), "petition.received").occurred_at == tick
    other_lane = Door(in_force=InForce({"restricted": tick}))
    assert only(other_lane.take(arrival(petition())), "petition.received").occurred_at == NOW


def test_the_trace_of_the_sender_goes_on_if_it_is_one() -> None:
    context = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    for sent, kept in ((context, context), (b"call 130-0000-0113", None)):
        plan = Door().take(arrival(petition(), headers=(("traceparent", sent),)))
        assert {dict(row.headers).get("traceparent") for row in plan.outgoing} == {kept}


def test_topics_are_suggested_only_where_none_was_given() -> None:
    text = "浔阳区夜里烧烤店油烟直排"
    given = only(Door().take(arrival(petition(text=text))), "petition.received").petition
    assert given.suggested_topics == ()
    none = petition(text=text, title="投诉", matter={"topics": []})
    suggested = only(Door().take(arrival(none)), "petition.received").petition
    assert suggested.suggested_topics == ("OIL_FUME_NO_FLUE",)
    assert suggested.suggested_district == "XY"


def test_lanes_never_match_each_others_persons() -> None:
    event = only(Door().take(arrival(petition())), "petition.received")
    report = only(Door().take(arrival(REPORT)), "petition.received")
    assert not set(event.petition.person_keys) & set(report.petition.person_keys)
    assert known().keys["open"].hashed("x") != known().keys["restricted"].hashed("x")
