"""Which topics there are, who writes and reads them, and what a source may bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from contracts.codes import Channel, Lane

CASES: Final = "cases.v1"
COMMANDS: Final = "case.commands.v1"
COMMAND_RESULTS: Final = "case.command-results.v1"
OUTCOMES: Final = "case.outcomes.v1"
DEAD_LETTERS: Final = "dead-letters.v1"
SUBMITTED_PREFIX: Final = "petitions.submitted.v1."
RETURNED_PREFIX: Final = "platforms.returned.v1."
BUREAU_PARTITION: Final = 0
"""Where commands without a case go: what is about the whole bureau has one order."""

INBOUND_RETENTION_DAYS: Final = 7
"""They hold personal data, and destroying a key must destroy (art. 7)."""

UNIT_SOURCE_PREFIX: Final = "unit-"
UNIT_CHANNELS: Final[frozenset[Channel]] = frozenset({"LETTER", "VISIT", "PHONE"})

SOURCES: Final[Mapping[str, frozenset[Channel]]] = {
    "bureau-desk": frozenset({"LETTER", "VISIT", "PHONE", "SMS", "OTHER"}),
    "command-centre": frozenset({"COMMAND_CENTRE"}),
    "prov-petition-platform": frozenset({"PROV_PETITION_PLATFORM"}),
    "five-type-prov": frozenset({"FIVE_TYPE_PROV"}),
    "five-type-city": frozenset({"FIVE_TYPE_CITY"}),
    "voice-prov": frozenset({"VOICE_PROV"}),
    "voice-city": frozenset({"VOICE_CITY"}),
    "gov-interaction": frozenset({"GOV_INTERACTION"}),
    "suggest-jj": frozenset({"SUGGEST_JJ"}),
}
"""Besides these, `unit-<code>` is a unit that receives petitions itself (art. 16)."""

_INFORMED_DIRECTLY = frozenset({"bureau-desk", "command-centre"})


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic, or one per source where `stem` ends with `<source>`."""

    stem: str
    key: str
    writers: str
    readers: str
    messages: Literal["petition", "command", "event", "result", "outcome", "returned", "dead"]
    says: str
    partitions: Literal["as the case log", "any"] = "any"
    retention_days: int | None = None
    """None = for ever."""
    compacted: bool = False
    restricted: bool = True
    """Whether the restricted lane has one of its own."""


TOPICS: Final[tuple[Topic, ...]] = (
    Topic(
        f"{SUBMITTED_PREFIX}<source>",
        key="platform_ref",
        writers="that source",
        readers="gate",
        messages="petition",
        says="A petition arrives.",
        partitions="as the case log",
        retention_days=INBOUND_RETENTION_DAYS,
        # The lane is decided at the gate: a source knows of one topic only.
        restricted=False,
    ),
    Topic(
        COMMANDS,
        key="case_id",
        writers="desk",
        readers="gate",
        messages="command",
        says="A person decides or records something.",
        partitions="as the case log",
        retention_days=INBOUND_RETENTION_DAYS,
    ),
    Topic(
        CASES,
        key="case_id",
        writers="every service",
        readers="every service",
        messages="event",
        says="What happened to each case, in its one order, and the clock.",
        partitions="as the case log",
    ),
    Topic(
        COMMAND_RESULTS,
        key="command_id",
        writers="every service",
        readers="desk",
        messages="result",
        says="A command was accepted, or refused with code, sentence and clause.",
        retention_days=INBOUND_RETENTION_DAYS,
    ),
    Topic(
        OUTCOMES,
        key="case_id",
        writers="archive",
        readers="downstream systems",
        messages="outcome",
        says="The redacted state of a case; the last message of a key counts.",
        compacted=True,
        restricted=False,
    ),
    Topic(
        f"{RETURNED_PREFIX}<source>",
        key="platform_ref",
        writers="gate (receipt, refusal), intake (the rest)",
        readers="that source",
        messages="returned",
        says="What goes back by the way the petition came.",
        retention_days=INBOUND_RETENTION_DAYS,
    ),
    Topic(
        DEAD_LETTERS,
        key="the original key",
        writers="every service",
        readers="operators",
        messages="dead",
        says="What could not be processed: the code and the place, not the content.",
        retention_days=None,
    ),
)


def submitted_topic(source: str) -> str:
    """The stem of the topic a source writes its petitions on."""
    return SUBMITTED_PREFIX + source


def returned_topic(source: str) -> str:
    """The stem of the topic a source reads its answers on."""
    return RETURNED_PREFIX + source


def topic_name(namespace: str, lane: Lane, stem: str) -> str:
    """The full name: namespaces keep stories apart, lanes keep the cases of art. 7 apart."""
    lane_prefix = "restricted." if lane == "restricted" else ""
    return f"{namespace}.{lane_prefix}{stem}" if namespace else f"{lane_prefix}{stem}"


def channels_of(source: str) -> frozenset[Channel]:
    """What a source may bring; empty for a source nobody knows."""
    if source.startswith(UNIT_SOURCE_PREFIX):
        return UNIT_CHANNELS
    return SOURCES.get(source, frozenset())


def is_platform(source: str) -> bool:
    """Whether a petition goes back to the source, rather than to the petitioner, when refused."""
    return source in SOURCES and source not in _INFORMED_DIRECTLY


def is_unit(source: str) -> bool:
    """Whether the source is a unit of the bureau that receives petitions itself (art. 16)."""
    return source.startswith(UNIT_SOURCE_PREFIX)


def unit_of(source: str) -> str | None:
    """The unit's code where the source is a unit."""
    return source.removeprefix(UNIT_SOURCE_PREFIX).upper() if is_unit(source) else None
