"""Ids that follow from their causes, and the partition a key falls on."""

from uuid import UUID, uuid5

from aiokafka.partitioner import murmur2

EVENTS_OF_XINFANG = UUID("6f0c2f5e-6a53-5d0e-9d0e-7a1b5d2c4e10")


def derived_id(cause: str, service: str, number: int) -> str:
    """The id of the `number`-th thing `service` says because of `cause`: the same at every replay."""
    return str(uuid5(EVENTS_OF_XINFANG, f"{cause}/{service}/{number}"))


def partition_of(key: bytes, partitions: int) -> int:
    """The partition Kafka's default partitioner (Java compatible) gives a key."""
    return int(murmur2(key) & 0x7FFFFFFF) % partitions
