"""The bureau's catalogues as values, from units to clauses; their data lie beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from contracts.catalogue.channels import ChannelRow, Channels
from contracts.catalogue.readings import Readings, Setting, frozen
from contracts.envelope import UnitCode

ScopeBasis = Literal["FUNCTION", "TEAM", "MECHANISM", "NONE"]
LimitUnit = Literal[
    "CALENDAR", "WORKING", "HOURS", "OFFICE_HOURS", "MINUTES", "PERCENT", "YEARS", "AS_ORDERED"
]

WHOLE_TABLE = "B"
"""`deadline.table`: all limits; any other value leaves out the numbers nobody has published."""
LOCAL_LIMIT = "E5"
"""What a limit that was overridden rests on."""
BRIGADE_OF_DISTRICT = "brigade_of_district"
"""Owner or co-unit of a topic that is the brigade of the matter's district."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the bureau."""

    code: UnitCode
    zh: str
    en: str
    kind: str
    parent: UnitCode | None
    active: bool
    """An inactive unit takes no new work."""


@dataclass(frozen=True, slots=True)
class ExternalBody:
    """A body outside the bureau: it gets letters, never assignments."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a petition can be about."""

    code: str
    zh: str
    scope_basis: ScopeBasis
    owner: str | None
    """A unit, or `BRIGADE_OF_DISTRICT`; None where the topic is not the bureau's."""
    co_hint: tuple[str, ...]
    external_hint: tuple[str, ...]
    severity: int
    competent_body: str | None
    keywords: tuple[str, ...]

    @property
    def in_scope(self) -> bool:
        """Whether one of the three limbs of art. 2 holds."""
        return self.scope_basis != "NONE"


@dataclass(frozen=True, slots=True)
class District:
    """Where a matter lies."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    brigade: UnitCode | None
    """None where the city's own brigades do not enforce."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a decision rests on: words of the procedure, a time limit, or a chosen reading."""

    id: str
    label_zh: str
    text_zh: str
    """Empty where the procedure is silent."""
    gist_en: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit, as a table row."""

    id: str
    key: str
    limit: int
    unit: LimitUnit
    start: str
    clause: str
    regime: Literal["2005", "2022", "BOTH"]
    assumed: bool
    zh: str
    source: str


@dataclass(frozen=True, slots=True)
class InternalTarget:
    """How fast a step inside the bureau should follow the one before."""

    limit: int
    unit: LimitUnit


@dataclass(frozen=True)
class Catalogue(Readings):
    """All catalogues in force, looked up by code."""

    units: Mapping[UnitCode, Unit]
    external_bodies: Mapping[str, ExternalBody]
    topics: Mapping[str, Topic]
    districts: Mapping[str, District]
    fallback_brigade: UnitCode
    clauses: Mapping[str, Clause]
    """The clauses of the procedure, the limits (B-n) and the readings (E-n)."""
    limits: Mapping[str, Limit]
    """By key."""
    channel_rows: Mapping[str, ChannelRow]
    channel_sla: Mapping[str, int]
    """Working days from receipt, for the channels that have a target."""
    channels_published: frozenset[str]
    """The channels whose target is no assumption."""
    internal_sla: Mapping[str, InternalTarget]
    settings: Mapping[str, Setting]
    """By key."""
    procedure_zh: str
    """The whole procedure, word by word."""
    successors: Mapping[UnitCode, UnitCode] = field(default_factory=dict)
    """Of units that were merged or abolished: who took over."""

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; raises `KeyError` for an id that does not exist."""
        return self.clauses[clause_id]

    def limit(self, key: str) -> Limit:
        """The time limit of that key, as it is in force."""
        return self.limits_in_force[key]

    @cached_property
    def limits_in_force(self) -> Mapping[str, Limit]:
        """The table the bureau goes by, with the numbers set locally (E5)."""
        local = self.local_limits
        return {
            key: replace(row, limit=local[key], clause=LOCAL_LIMIT) if key in local else row
            for key, row in self.limits.items()
            if self._goes_by(assumed=row.assumed) or key in (*local, "channel")
        }

    @cached_property
    def local_limits(self) -> Mapping[str, int]:
        """Numbers of a province or city in the place of those of the table, by key (E5)."""
        local = self.setting("deadline.overrides")
        if not local:
            return {}
        rows = local.items() if isinstance(local, Mapping) else ()
        numbers = {key: int(row[0]) for key, row in rows if len(row) == 1 and row[0].isdecimal()}
        if len(numbers) != len(rows) or not numbers.keys() <= self.limits.keys() or not numbers:
            raise ValueError(f"deadline.overrides: {local!r} does not name limits by key.")
        return numbers

    def configured(self, changes: Mapping[str, Any]) -> Catalogue:
        """The same catalogues with other readings; raises `KeyError` for a key that is none.

        A row of the channels' targets or of those inside the bureau is changed by
        `channel_sla.<channel>` or `internal_sla.<step>`.
        """
        readings: dict[str, Setting] = {}
        channels, steps = dict(self.channel_sla), dict(self.internal_sla)
        for key, value in changes.items():
            table, _, row = key.partition(".")
            if key in self.settings:
                readings[key] = replace(self.settings[key], default=frozen(value))
            elif table == "channel_sla" and row in channels:
                channels[row] = value
            elif table == "internal_sla" and row in steps:
                steps[row] = replace(steps[row], limit=value)
            else:
                raise KeyError(key)
        return replace(
            self,
            settings={**self.settings, **readings},
            channel_sla=channels,
            internal_sla=steps,
            units={**self.units, **self._units_read(readings)},
        )

    @cached_property
    def channels(self) -> Channels:
        """The ways petitions come by, as they are in force (E40)."""
        retired, merged = self.setting("channel.retired"), self.setting("channel.merged_into")
        return Channels.of(self.channel_rows, retired, merged)

    def _units_read(self, readings: Mapping[str, Setting]) -> dict[UnitCode, Unit]:
        """Units that a reading makes active or not (E51)."""
        return {
            code: replace(unit, active=readings[key].default is True)
            for code, unit in self.units.items()
            if (key := f"units.{code}.active") in readings
        }

    def with_unit(self, unit: Unit, successor: UnitCode | None = None) -> Catalogue:
        """The same catalogues with this unit as it is now, its work gone to a successor or not."""
        successors = {**self.successors, unit.code: successor} if successor else self.successors
        return replace(self, units={**self.units, unit.code: unit}, successors=successors)

    def current(self, unit: UnitCode) -> UnitCode:
        """Who does the unit's work today: itself, or who took it over."""
        for _ in self.successors:
            unit = self.successors.get(unit, unit)
        return unit

    def channel_working_days(self, channel: str) -> int | None:
        """The channel's own target; None where it has none (B-16)."""
        if channel not in self.channel_sla:
            return None
        if not self._goes_by(assumed=channel not in self.channels_published):
            return None
        chosen = self.settings.get(f"channel_sla.{channel}")
        days = chosen.default if chosen is not None else self.channel_sla[channel]
        assert isinstance(days, int)
        return days

    def _goes_by(self, *, assumed: bool) -> bool:
        return not assumed or self.setting("deadline.table") == WHOLE_TABLE

    def chain(self, unit: UnitCode) -> tuple[UnitCode, ...]:
        """The unit and everything above it, from below; a code that is no unit stands alone."""
        found: list[UnitCode] = [unit]
        while (known := self.units.get(found[-1])) is not None and known.parent is not None:
            found.append(known.parent)
        return tuple(found)

    def under(self, unit: UnitCode, ancestors: Iterable[UnitCode]) -> bool:
        """Whether `unit` is one of `ancestors` or lies below one; a successor counts like it."""
        named = tuple(ancestors)
        above = frozenset((*named, *map(self.current, named)) if self.successors else named)
        return bool(above) and any(code in above for code in self.chain(unit))

    def is_assignable(self, code: str) -> bool:
        """Whether work can be given to `code`: an active unit of the bureau."""
        unit = self.units.get(UnitCode(code))
        return unit is not None and unit.active

    def resolve(self, owner: str, district: str | None) -> UnitCode | None:
        """The unit a topic's owner or co-unit means in a district; None where no brigade works."""
        if owner != BRIGADE_OF_DISTRICT:
            return self.current(UnitCode(owner))
        if district is None:
            return self.current(self.fallback_brigade)
        brigade = self.districts[district].brigade
        return None if brigade is None else self.current(brigade)
