"""Settings of the archive: the limits of filing (B-18)."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ArchiveSettings(BaseSettings):
    """The procedure asks for the papers soon and by year; the numbers are the bureau's."""

    model_config = SettingsConfigDict(env_prefix="archive_", extra="ignore", frozen=True)

    materials_working_days: int = Field(default=10, ge=1)
    """Working days after the conclusion until the unit's papers are back (9.2.6)."""
    file_by_month: int = Field(default=6, ge=1, le=12)
    file_by_day: int = Field(default=30, ge=1, le=28 + 2)
    """Month and day of the following year by which a year's volume is complete (10.6c)."""
