"""Settings of the archive: the limits of filing (B-18), and the readings it goes by."""

from __future__ import annotations

from typing import Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.catalogue import Catalogue
from contracts.envelope import Strict, UnitCode

PETITION_OFFICE = UnitCode("XFB")


class ArchiveSettings(BaseSettings):
    """The procedure asks for the papers soon and by year; the numbers are the bureau's."""

    model_config = SettingsConfigDict(env_prefix="archive_", extra="ignore", frozen=True)

    materials_working_days: int = Field(default=10, ge=1)
    """Working days after the conclusion until the unit's papers are back (9.2.6)."""
    file_by_month: int = Field(default=6, ge=1, le=12)
    file_by_day: int = Field(default=30, ge=1, le=28 + 2)
    """Month and day of the following year by which a year's volume is complete (10.6c)."""


class ArchiveReadings(Strict):
    """What the procedure leaves open about filing, each with its key in the catalogue."""

    year_rule: str = "CLOSED"
    """`archive.year_rule`: a dossier belongs to the year it was CLOSED or RECEIVED in (E29)."""
    seal_at: str = "FILED"
    """`archive.seal_at`: sealed when FILED, or by hand when the VOLUME is closed (E74)."""
    copy_restricted: str = "DENY"
    """`copy.restricted`: DENY, or ALLOW, each copy on record all the same (E30)."""
    petition_office: UnitCode = PETITION_OFFICE
    """Keeps the papers no unit has."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            year_rule=_one_of(catalogue.word("archive.year_rule"), ("CLOSED", "RECEIVED")),
            seal_at=_one_of(catalogue.word("archive.seal_at"), ("FILED", "VOLUME")),
            copy_restricted=_one_of(catalogue.word("copy.restricted"), ("DENY", "ALLOW")),
        )


def _one_of(value: str, words: tuple[str, ...]) -> str:
    assert value in words, f"{value!r} is none of {words}"
    return value
