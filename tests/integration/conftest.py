"""Settings of a house that one test has for itself: its own database, namespace and keys."""

from __future__ import annotations

import base64

import pytest
from pydantic import SecretStr

from deploy.local.servers import Addresses
from services.chassis.security import KEY_BYTES
from services.chassis.settings import ChassisSettings

PARTITIONS = 2
SESSION_MILLISECONDS = 6_000


@pytest.fixture
def settings(servers: Addresses, database: str, namespace: str) -> ChassisSettings:
    """A house of two partitions, so that a batch may span them and a rebalance split them."""
    return ChassisSettings(
        kafka_bootstrap=servers.kafka_bootstrap,
        postgres_dsn=SecretStr(database),
        namespace=namespace,
        partitions=PARTITIONS,
        session_timeout_milliseconds=SESSION_MILLISECONDS,
        retry_delay_seconds_min=0.02,
        retry_delay_seconds_max=0.5,
        vault_key_open=_key(b"o"),
        vault_key_restricted=_key(b"r"),
    )


def _key(letter: bytes) -> SecretStr:
    return SecretStr(base64.b64encode(letter * KEY_BYTES).decode())
