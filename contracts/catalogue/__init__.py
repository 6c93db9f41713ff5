"""The bureau's catalogues as values, from units to clauses; their data lie beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from contracts.envelope import UnitCode

ScopeBasis = Literal["FUNCTION", "TEAM", "MECHANISM", "NONE"]
LimitUnit = Literal[
    "CALENDAR", "WORKING", "HOURS", "OFFICE_HOURS", "MINUTES", "YEARS", "AS_ORDERED"
]
SettingValue = bool | int | str | tuple[str | int, ...] | Mapping[str, tuple[str, ...]]

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


@dataclass(frozen=True, slots=True)
class Setting:
    """A reading the bureau has chosen where the procedure leaves a choice."""

    id: str
    clause: str
    key: str
    default: SettingValue


@dataclass(frozen=True, slots=True)
class Understanding:
    """A reading that leaves nothing to choose."""

    id: str
    clause: str
    gist: str


@dataclass(frozen=True)
class Catalogue:
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
    channel_sla: Mapping[str, int]
    """Working days from receipt, for the channels that have a target."""
    internal_sla: Mapping[str, InternalTarget]
    settings: Mapping[str, Setting]
    """By key."""
    procedure_zh: str
    """The whole procedure, word by word."""

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; raises `KeyError` for an id that does not exist."""
        return self.clauses[clause_id]

    def limit(self, key: str) -> Limit:
        """The time limit of that key."""
        return self.limits[key]

    def setting(self, key: str) -> SettingValue:
        """The default of a reading."""
        return self.settings[key].default

    def configured(self, changes: Mapping[str, Any]) -> Catalogue:
        """The same catalogues with other readings; raises `KeyError` for a key that is none."""
        changed = {
            key: replace(self.settings[key], default=_frozen(value))
            for key, value in changes.items()
        }
        return replace(self, settings={**self.settings, **changed})

    def channel_working_days(self, channel: str) -> int | None:
        """The channel's own target; None where it has none."""
        return self.channel_sla.get(channel)

    def chain(self, unit: UnitCode) -> tuple[UnitCode, ...]:
        """The unit and everything above it, from below; a code that is no unit stands alone."""
        found: list[UnitCode] = [unit]
        while (known := self.units.get(found[-1])) is not None and known.parent is not None:
            found.append(known.parent)
        return tuple(found)

    def under(self, unit: UnitCode, ancestors: Iterable[UnitCode]) -> bool:
        """Whether `unit` is one of `ancestors` or lies below one of them."""
        above = frozenset(ancestors)
        return bool(above) and any(code in above for code in self.chain(unit))

    def is_assignable(self, code: str) -> bool:
        """Whether work can be given to `code`: an active unit of the bureau."""
        unit = self.units.get(UnitCode(code))
        return unit is not None and unit.active

    def resolve(self, owner: str, district: str | None) -> UnitCode | None:
        """The unit a topic's owner or co-unit means in a district; None where no brigade works."""
        if owner != BRIGADE_OF_DISTRICT:
            return UnitCode(owner)
        if district is None:
            return self.fallback_brigade
        return self.districts[district].brigade


def _frozen(value: Any) -> SettingValue:
    match value:
        case list():
            return tuple(value)
        case dict():
            return {key: tuple(items) for key, items in value.items()}
        case _:
            frozen: SettingValue = value
            return frozen
