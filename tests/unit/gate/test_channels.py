"""Channels open, close and merge; what comes by a closed one is a dead letter (art. 2; E40)."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from contracts.catalogue.channels import ChannelRow, Channels
from contracts.codes import Channel
from contracts.petition import PetitionSubmitted
from contracts.topics import SOURCES, is_platform
from services.chassis.catalogue import load_catalogue
from services.gate.decisions.form import Rejected
from services.gate.decisions.petition import channel_of, check
from tests.unit.gate.door import Door, arrival, only, petition

CATALOGUE = load_catalogue()
MERGED = {"channel.merged_into": {"VOICE_CITY": ["GOV_INTERACTION", "2021-03-16"]}}
RETIRED = {"channel.retired": {"VOICE_CITY": ["2021-03-16"]}}


def sent(on: str) -> PetitionSubmitted:
    """A petition by the city's own channel, received on a day."""
    return PetitionSubmitted.model_validate(petition(received_at=f"{on}T09:00:00+08:00"))


@pytest.mark.clause("2.a")
def test_every_channel_is_in_the_catalogue_with_the_way_an_answer_goes_back() -> None:
    assert set(CATALOGUE.channel_rows) == set(get_args(Channel))
    for source, channels in SOURCES.items():
        ways = {CATALOGUE.channel_rows[channel].way_back for channel in channels}
        assert ways == {"SOURCE" if is_platform(source) else "PETITIONER"}


@pytest.mark.clause("2.a")
def test_a_channel_nobody_knows_is_a_dead_letter() -> None:
    plan = Door().take(arrival(petition(channel="PIGEON")))
    assert only(plan, "dead.letter").code == "UNKNOWN_CHANNEL"


@pytest.mark.setting("channel.retired")
@pytest.mark.clause("2.a")
@pytest.mark.parametrize(
    ("readings", "on", "taken"),
    [
        ({}, "2021-03-16", True),
        (RETIRED, "2021-03-15", True),
        (RETIRED, "2021-03-16", False),
    ],
)
def test_what_comes_by_a_closed_channel_is_not_taken(
    readings: dict[str, Any], on: str, taken: bool
) -> None:
    submitted, catalogue = sent(on), CATALOGUE.configured(readings)
    latest = submitted.received_at
    if taken:
        check(submitted, "voice-city", latest, catalogue)
        return
    with pytest.raises(Rejected) as rejected:
        check(submitted, "voice-city", latest, catalogue)
    assert rejected.value.code == "UNKNOWN_CHANNEL"


@pytest.mark.setting("channel.merged_into")
@pytest.mark.clause("2.a")
@pytest.mark.parametrize(
    ("readings", "on", "channel"),
    [
        ({}, "2021-03-16", "VOICE_CITY"),
        (MERGED, "2021-03-15", "VOICE_CITY"),
        (MERGED, "2021-03-16", "GOV_INTERACTION"),
        (RETIRED | MERGED, "2021-03-16", "GOV_INTERACTION"),
    ],
)
def test_what_comes_by_a_merged_channel_counts_as_its_successors(
    readings: dict[str, Any], on: str, channel: str
) -> None:
    catalogue = CATALOGUE.configured(readings)
    check(sent(on), "voice-city", sent(on).received_at, catalogue)
    assert channel_of(sent(on), catalogue) == channel


@pytest.mark.parametrize(
    ("on", "channel"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "SMS"),
        (date(2020, 12, 31), "SMS"),
        (date(2021, 1, 1), "PHONE"),
    ],
)
def test_a_row_may_have_a_first_and_a_last_day_and_a_successor(
    on: date, channel: str | None
) -> None:
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    row = ChannelRow("SMS", "短信", "text", "2.a", "PETITIONER", first, last, "PHONE")
    rows = {"SMS": row, "PHONE": CATALOGUE.channel_rows["PHONE"]}
    assert Channels.of(rows, {}, {}).in_force("SMS", on) == channel


@pytest.mark.parametrize(
    "readings",
    [
        {"channel.retired": {"PIGEON": ["2021-03-16"]}},
        {"channel.retired": {"SMS": ["soon"]}},
        {"channel.retired": ["SMS"]},
        {"channel.merged_into": {"SMS": ["PIGEON", "2021-03-16"]}},
    ],
)
def test_a_change_that_names_no_channel_or_no_day_is_refused(readings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="each names channels and days"):
        _ = CATALOGUE.configured(readings).channels


@pytest.mark.clause("2.d")
@pytest.mark.parametrize("who", ["PERSON", "LEGAL_PERSON", "ORGANISATION"])
@pytest.mark.parametrize("named", [True, False])
def test_anybody_may_petition_named_or_not(*, who: str, named: bool) -> None:
    plan = Door().take(arrival(petition(petitioner={"named": named, "type": who})))
    facts = only(plan, "petition.received").petition
    assert (facts.petitioner_type, facts.named) == (who, named)


@pytest.mark.clause("3.a", "15", "16")
@pytest.mark.parametrize(
    ("source", "channel", "taken"),
    [
        ("bureau-desk", "LETTER", True),
        ("bureau-desk", "OTHER", True),
        ("bureau-desk", "COMMAND_CENTRE", False),
        ("command-centre", "COMMAND_CENTRE", True),
        ("command-centre", "PHONE", False),
        ("unit-wst", "PHONE", True),
        ("unit-wst", "SMS", False),
        ("voice-city", "VOICE_PROV", False),
    ],
)
def test_every_door_brings_its_own_channels_and_no_others(
    *, source: str, channel: str, taken: bool
) -> None:
    plan = Door().take(arrival(petition(channel=channel), source=source))
    if taken:
        assert only(plan, "petition.received").source == source
    else:
        assert only(plan, "dead.letter").code == "SOURCE_MISMATCH"
