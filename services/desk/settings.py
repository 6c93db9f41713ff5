"""Settings of the desk, beside those of the chassis."""

from __future__ import annotations

from pydantic import Field

from services.chassis.settings import ChassisSettings


class DeskSettings(ChassisSettings):
    """What the command line and the trace viewer are told, by environment variables."""

    traces_host: str = "127.0.0.1"
    traces_port: int = Field(default=4318, ge=0, le=65_535)
    """Where the trace viewer takes spans (OTLP/HTTP) and shows them."""
    list_rows_max: int = Field(default=200, ge=1)
    """Cases that a list shows."""
