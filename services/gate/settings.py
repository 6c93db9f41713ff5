"""How the gate is told what it may take; each is an environment variable GATE_<NAME>."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class GateSettings(BaseSettings):
    """Limits on what comes from outside."""

    model_config = SettingsConfigDict(env_prefix="gate_", extra="ignore", frozen=True)

    message_bytes_max: int = Field(default=256 * 1024, ge=1_024)
    """Of a petition or a command; what is larger is not read."""
    ahead_minutes_max: int = Field(default=5, ge=0)
    """How far the clock of a source or of the desk may run before ours."""
    reading_secret: SecretStr = SecretStr("")
    """What the desk shows at the reading room; empty = nobody can look into the vault."""
