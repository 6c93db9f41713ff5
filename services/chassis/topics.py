"""The contract's topic table, spelled out for a house: lanes, sources, partitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.catalogue import Catalogue
from contracts.topics import COMMANDS, SOURCES, TOPICS, UNIT_SOURCE_PREFIX, submitted_topic
from services.chassis.batch import Lane
from services.chassis.settings import ChassisSettings
from services.chassis.wire import TopicSpec

PER_SOURCE = "<source>"
RECEIVES_ITSELF = "SUBORDINATE"
"""The kind of unit that may take petitions directly (art. 16)."""


def sources_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Every source of the house: the named ones, and the subordinate units."""
    units = sorted(
        f"{UNIT_SOURCE_PREFIX}{unit.code.lower()}"
        for unit in catalogue.units.values()
        if unit.kind == RECEIVES_ITSELF and unit.active
    )
    return (*SOURCES, *units)


def inbound_topics(lane: Lane, sources: Sequence[str]) -> list[str]:
    """Stems of what the gate reads for a lane; petitions of either lane arrive on open topics."""
    petitions = [submitted_topic(source) for source in sources] if lane == "open" else []
    return [COMMANDS, *petitions]


def required_topics(
    settings: ChassisSettings,
    lanes: Sequence[Lane],
    sources: Sequence[str],
) -> list[TopicSpec]:
    """Every topic a house needs, with its partitions and how long it is kept."""
    return [spec for lane in lanes for spec in _of_lane(settings, lane, sources)]


def _of_lane(
    settings: ChassisSettings,
    lane: Lane,
    sources: Sequence[str],
) -> Iterator[TopicSpec]:
    for topic in TOPICS:
        if lane == "restricted" and not topic.restricted:
            continue
        per_source = topic.stem.endswith(PER_SOURCE)
        for source in sources if per_source else ("",):
            yield TopicSpec(
                settings.topic(lane, topic.stem.replace(PER_SOURCE, source)),
                settings.partitions,
                compacted=topic.compacted,
                retention_days=topic.retention_days,
            )
