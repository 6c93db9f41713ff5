"""Settings of a process: where the servers are, and how a worker goes about its batches."""

from __future__ import annotations

import re

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

NAMESPACE = re.compile(r"[a-z0-9]{0,16}")


class ChassisSettings(BaseSettings):
    """What every process of the house is told; each is an environment variable of the same name."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    kafka_bootstrap: str = "127.0.0.1:9092"
    postgres_dsn: SecretStr = SecretStr("postgresql://postgres@127.0.0.1:5432/postgres")
    vault_key_open: SecretStr = SecretStr("")
    """For the gate alone: master key of the open lane, 32 random bytes in base64."""
    vault_key_restricted: SecretStr = SecretStr("")
    """The same for the restricted lane."""
    namespace: str = ""
    """Prefix of all topics, groups and schemas: several houses share one broker."""
    partitions: int = Field(default=8, ge=1, le=1024)
    """Of every topic of the house; fixed once there are cases."""
    replication_factor: int = Field(default=1, ge=1)
    batch_records_max: int = Field(default=500, ge=1, le=5_000)
    batch_wait_milliseconds: int = Field(default=10, ge=1)
    linger_milliseconds: int = Field(default=20, ge=0)
    """After a batch that was not full, wait so long for the next: batches instead of crumbs."""
    session_timeout_milliseconds: int = Field(default=6_000, ge=1_000)
    states_cached_max: int = Field(default=50_000, ge=0)
    """Case records a worker keeps in memory between batches."""
    slice_cases_max: int = Field(default=500, ge=1)
    """Cases whose timers are fired before the next batch gets its turn."""
    retry_delay_seconds_min: float = Field(default=0.2, gt=0)
    retry_delay_seconds_max: float = Field(default=5.0, gt=0)
    stuck_seconds_max: float = Field(default=30.0, gt=0)
    """A worker whose position stands still this long while work waits ends its process with 70."""
    graceful_stop_seconds: float = Field(default=20.0, gt=0)
    http_port: int = Field(default=0, ge=0, le=65_535)
    """Of /livez, /readyz, /metrics, /status; 0 = any free port."""
    otel_exporter_otlp_endpoint: str = ""
    """Where spans go (OTLP/HTTP); empty = no spans are made."""
    restricted_otel_exporter_otlp_endpoint: str = ""
    """The same for the restricted lane; never the open lane's collector."""
    trace_sample_ratio: float = Field(default=1.0, ge=0, le=1)

    @field_validator("namespace")
    @classmethod
    def _namespace_fits_everywhere(cls, value: str) -> str:
        if not NAMESPACE.fullmatch(value):
            raise ValueError("NAMESPACE may hold up to 16 of a-z and 0-9")
        return value

    def topic(self, lane: str, stem: str) -> str:
        """The full name of a topic."""
        lane_prefix = "restricted." if lane == "restricted" else ""
        return f"{self.namespace}.{lane_prefix}{stem}" if self.namespace else f"{lane_prefix}{stem}"

    def group(self, lane: str, service: str) -> str:
        """The consumer group of a service in a lane."""
        return self.topic(lane, f"xinfang.{service}")

    def schema_of(self, lane: str, service: str) -> str:
        """The database schema of a service in a lane."""
        lane_prefix = "restricted_" if lane == "restricted" else ""
        return (
            f"ns{self.namespace}_{lane_prefix}{service}"
            if self.namespace
            else f"{lane_prefix}{service}"
        )
