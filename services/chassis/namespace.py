"""A namespace of one's own on shared servers: named at its beginning, gone without a trace."""

from __future__ import annotations

import asyncio

from aiokafka.errors import KafkaError

from services.chassis.clock import WallClock
from services.chassis.database import Connection, checked_schema, connection
from services.chassis.settings import ChassisSettings
from services.chassis.wire import Cluster

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MICROSECONDS = 1_000_000
GROUP_ATTEMPTS_MAX = 100
GROUP_RETRY_SECONDS = 0.1


class NamespaceMissing(Exception):
    """Only what lives in a namespace can be dropped; the house without one is meant to stay."""


def new_namespace(letter: str) -> str:
    """A name nobody has taken before: a letter for the purpose, and the microsecond."""
    number = int(WallClock().now().timestamp() * MICROSECONDS)
    digits = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return letter + digits


async def drop_namespace(settings: ChassisSettings) -> None:
    """Delete the topics, consumer groups and schemas of a namespace whose services have stopped."""
    if not settings.namespace:
        raise NamespaceMissing(NamespaceMissing.__doc__)
    prefix = settings.topic("open", "")
    async with Cluster(settings) as cluster:
        await cluster.delete([name for name in await cluster.topics() if name.startswith(prefix)])
        await _delete_groups(cluster, prefix)
    async with connection(settings.postgres_dsn.get_secret_value()) as link:
        await _drop_schemas(link, settings)


async def _delete_groups(cluster: Cluster, prefix: str) -> None:
    """A broker that has just started still reads its groups, and says so until it has."""
    for attempt in range(GROUP_ATTEMPTS_MAX):
        try:
            groups = [name for name in await cluster.groups() if name.startswith(prefix)]
            await cluster.delete_groups(groups)
        except KafkaError as error:
            if not error.retriable or attempt == GROUP_ATTEMPTS_MAX - 1:
                raise
            await asyncio.sleep(GROUP_RETRY_SECONDS)
        else:
            return


async def _drop_schemas(link: Connection, settings: ChassisSettings) -> None:
    prefix = settings.schema_of("open", "")
    rows = await link.fetch(
        "SELECT nspname::text AS name FROM pg_namespace WHERE starts_with(nspname::text, $1)",
        prefix,
    )
    for row in rows:
        schema = checked_schema(row["name"])
        await link.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
