"""Topics, and what a source may bring."""

from __future__ import annotations

from typing import get_args

import pytest

from contracts.codes import Channel
from contracts.topics import (
    SOURCES,
    TOPICS,
    channels_of,
    is_platform,
    returned_topic,
    submitted_topic,
    topic_name,
    unit_of,
)

MAY_BRING = [
    ("bureau-desk", {"LETTER", "VISIT", "PHONE", "SMS", "OTHER"}),
    ("unit-brg-xy", {"LETTER", "VISIT", "PHONE"}),
    ("command-centre", {"COMMAND_CENTRE"}),
    ("suggest-jj", {"SUGGEST_JJ"}),
    ("somebody-else", set()),
]


@pytest.mark.parametrize(("source", "channels"), MAY_BRING)
def test_a_source_may_bring_exactly(source: str, channels: set[str]) -> None:
    assert channels_of(source) == channels


def test_every_channel_has_a_source() -> None:
    assert frozenset[str]().union(*SOURCES.values()) == set(get_args(Channel))


def test_only_platforms_get_a_petition_back() -> None:
    assert {source for source in [*SOURCES, "unit-cmd"] if not is_platform(source)} == {
        "bureau-desk",
        "command-centre",
        "unit-cmd",
    }


def test_a_unit_is_known_by_its_source() -> None:
    assert unit_of("unit-mnt-rd") == "MNT-RD"
    assert unit_of("voice-city") is None


def test_namespace_and_lane_stand_before_the_name() -> None:
    assert topic_name("", "open", "cases.v1") == "cases.v1"
    assert topic_name("t1", "open", "cases.v1") == "t1.cases.v1"
    assert topic_name("t1", "restricted", "cases.v1") == "t1.restricted.cases.v1"


def test_topics_of_a_source_are_in_the_table() -> None:
    stems = {topic.stem for topic in TOPICS}
    assert submitted_topic("<source>") in stems
    assert returned_topic("<source>") in stems


def test_what_the_gate_reads_is_cut_like_the_log_and_forgotten() -> None:
    for topic in TOPICS:
        if topic.messages in {"petition", "command"}:
            assert topic.partitions == "as the case log"
            assert topic.retention_days == 7
