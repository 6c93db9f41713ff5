"""What a bureau has chosen where the procedure leaves a choice, asked for by key and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SettingValue = bool | int | str | tuple[str | int, ...] | Mapping[str, tuple[str, ...]]


class ReadingUnfit(Exception):
    """A reading was given a value of another kind; the sentence names key, kind and value."""

    def __init__(self, key: str, wanted: str, value: object) -> None:
        super().__init__(f"The reading {key} takes {wanted}, not {value!r}.")


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


class Readings:
    """What has readings is asked for them by key and kind."""

    settings: Mapping[str, Setting]
    """By key."""

    def setting(self, key: str) -> SettingValue:
        """The default of a reading."""
        return self.settings[key].default

    def number(self, key: str) -> int:
        """A reading that is a whole number; raises `ReadingUnfit`."""
        value = self.setting(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ReadingUnfit(key, "a whole number", value)
        return value

    def flag(self, key: str) -> bool:
        """A reading that is true or false; raises `ReadingUnfit`."""
        value = self.setting(key)
        if not isinstance(value, bool):
            raise ReadingUnfit(key, "true or false", value)
        return value

    def word(self, key: str) -> str:
        """A reading that is one code; raises `ReadingUnfit`."""
        value = self.setting(key)
        if not isinstance(value, str):
            raise ReadingUnfit(key, "one code", value)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A reading that is a list of codes; raises `ReadingUnfit`."""
        value = self.setting(key)
        if not isinstance(value, tuple):
            raise ReadingUnfit(key, "a list", value)
        return tuple(map(str, value))


def frozen(value: Any) -> SettingValue:
    """A value as YAML has it, so that nobody can change it."""
    match value:
        case list():
            return tuple(value)
        case dict():
            return {k: (str(v),) if isinstance(v, int) else tuple(v) for k, v in value.items()}
        case _:
            single: SettingValue = value
            return single
