"""Settings of the desk, beside those of the chassis."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from deploy.local.servers import local_folder
from services.chassis.settings import ChassisSettings

LOCAL = local_folder()
UP_HOUSE = LOCAL / "up.env"
DEMO_HOUSE = LOCAL / "demo.env"
"""Where a house that runs on this machine says how to reach it; the demo's goes first."""


class DeskSettings(ChassisSettings):
    """What the command line and the trace viewer are told, by environment variables."""

    model_config = SettingsConfigDict(env_file=(UP_HOUSE, DEMO_HOUSE), extra="ignore", frozen=True)

    traces_host: str = "127.0.0.1"
    traces_port: int = Field(default=4318, ge=0, le=65_535)
    """Where the trace viewer takes spans (OTLP/HTTP) and shows them."""
    reading_room: str = ""
    """Where the gate's window answers, e.g. http://127.0.0.1:8080; empty = nothing is opened."""
    gate_reading_secret: SecretStr = SecretStr("")
    """What the reading room wants to be shown; the gate has the same."""
    list_rows_max: int = Field(default=200, ge=1)
    """Cases that a list shows."""
