"""Ids that follow from their causes, and where a key falls."""

from __future__ import annotations

from uuid import uuid5

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.ids import EVENTS_OF_XINFANG, derived_id, partition_of

READABLE = st.text(st.characters(exclude_categories=["Cs"]))


@given(READABLE, READABLE, st.integers(0, 1_000_000))
def test_an_id_is_the_fifth_kind_of_uuid_of_its_cause(cause: str, service: str, n: int) -> None:
    assert derived_id(cause, service, n) == str(uuid5(EVENTS_OF_XINFANG, f"{cause}/{service}/{n}"))


def test_causes_services_and_numbers_are_told_apart() -> None:
    causes = [(c, s, n) for c in ("a", "b") for s in ("intake", "gate") for n in (1, 2)]
    assert len({derived_id(*cause) for cause in causes}) == len(causes)


def test_an_id_never_changes_between_releases() -> None:
    assert derived_id("cause", "intake", 1) == "8b7f416d-9f2a-5346-9788-81819367561d"


@given(st.binary(min_size=1), st.integers(1, 1024))
def test_a_key_falls_where_the_producer_of_anybody_puts_it(key: bytes, partitions: int) -> None:
    everywhere = list(range(partitions))
    assert partition_of(key, partitions) == DefaultPartitioner()(key, everywhere, everywhere)
