"""The gate's tables on a real database: what is remembered, sealed and shredded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

import services.gate
from services.chassis.batch import Batch, InForce, Lane, Record
from services.chassis.clock import StoryClock
from services.chassis.database import Connection, connection
from services.chassis.ledger import PositionLost
from services.chassis.migrate import WORKER_MIGRATIONS, migrate
from services.chassis.standing import Standing
from services.chassis.telemetry import Telemetry
from services.chassis.vault import Sealed, Vault, WrappedKey
from services.gate.app import GatePlan, GateProcessor
from tests.unit.case_story import BASIS
from tests.unit.gate.door import (
    NOW,
    arrival,
    known,
    names,
    only,
    order,
    order_record,
    petition,
    said,
)

SCHEMA = "gate"
MIGRATIONS = Path(services.gate.__file__).parent / "migrations"
TABLES = ("petitions", "cases", "commands", "case_keys", "vault")
REPORT = petition(platform_ref="VC-0002", reported={"units": ["BRG-XY"], "allegation": "VIOLATION"})
LANES: tuple[Lane, ...] = ("open", "restricted")


@dataclass
class Gate:
    """A gate and its tables."""

    link: Connection
    processor: GateProcessor

    async def take(self, *records: Record) -> GatePlan:
        """Take a batch to its end, as the worker does but for position and outbox."""
        batch = Batch(records, {record.partition: InForce() for record in records})
        plan = self.processor.decide(batch, await self.processor.prefetch(self.link, batch))
        async with self.link.transaction():
            await self.processor.record(self.link, plan)
        return plan

    async def opened(self, ref: str) -> dict[str, object]:
        """An entry of the vault, opened with the key its case has now."""
        entry = await self.link.fetchrow(
            "SELECT v.ref, v.case_id, v.nonce, v.ciphertext, k.key_id, k.wrapped, c.lane"
            " FROM vault AS v JOIN case_keys AS k USING (case_id) JOIN cases AS c USING (case_id)"
            " WHERE v.ref = $1",
            ref,
        )
        assert entry is not None
        sealed = Sealed(entry["ref"], entry["case_id"], entry["nonce"], entry["ciphertext"])
        key = WrappedKey(entry["case_id"], entry["key_id"], entry["wrapped"])
        return self.processor.vaults[entry["lane"]].open(key, sealed)


@pytest.fixture
async def gate(database: str) -> AsyncIterator[Gate]:
    """A gate on empty tables."""
    await migrate(database, SCHEMA, [WORKER_MIGRATIONS, MIGRATIONS])
    vaults = {lane: Vault(key.wrapping) for lane, key in known().keys.items()}
    telemetry = dict.fromkeys(LANES, Telemetry())
    processor = GateProcessor(
        lambda _: known(), Standing(BASIS), vaults, StoryClock(NOW), telemetry
    )
    async with connection(database, SCHEMA) as link:
        yield Gate(link, processor)


async def everything_kept(link: Connection) -> bytes:
    """All that stands in the gate's tables."""
    rows = [row for table in TABLES for row in await link.fetch(f"SELECT * FROM {table}")]
    values = [value for row in rows for value in row.values()]
    return b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


async def test_a_repeat_is_known_from_the_table(gate: Gate) -> None:
    first = only(await gate.take(arrival(petition())), "returned.receipt")
    assert only(await gate.take(arrival(petition(), offset=1)), "returned.receipt") == first
    changed = await gate.take(arrival(petition(text="另一件事"), offset=2))
    assert only(changed, "dead.letter").code == "IDEMPOTENCY_CONFLICT"


async def test_commands_follow_their_case_with_numbers_that_have_no_gap(gate: Gate) -> None:
    case_id = only(await gate.take(arrival(petition())), "petition.received").case_id
    first = order_record(order(case_id))
    plans = [await gate.take(first, order_record(order(case_id, command_id="c-2"), offset=1))]
    plans.append(await gate.take(order_record(order(case_id), offset=2)))
    events = [content for plan in plans for _, _, content in said(plan)]
    assert [(event.command_id, event.seq) for event in events] == [
        ("c-1", 2),
        ("c-2", 3),
        ("c-1", 4),
    ]


async def test_texts_come_back_from_the_vault_and_stand_in_no_table(gate: Gate) -> None:
    received = only(await gate.take(arrival(petition())), "petition.received")
    ordered = only(await gate.take(order_record(order(received.case_id))), "command.received")
    assert (await gate.opened(received.content_ref))["title"] == "路灯不亮"
    ref = ordered.fields["summary"].partition("#")[0]
    assert (await gate.opened(ref))["summary"] == "电话联系信访人"
    kept = await everything_kept(gate.link)
    assert "路灯".encode() not in kept
    assert "电话联系".encode() not in kept


async def test_a_shredded_case_opens_no_more_and_can_still_go_on(gate: Gate) -> None:
    received = only(await gate.take(arrival(petition())), "petition.received")
    await gate.link.execute("DELETE FROM case_keys")
    ordered = only(await gate.take(order_record(order(received.case_id))), "command.received")
    ref = ordered.fields["summary"].partition("#")[0]
    assert (await gate.opened(ref))["summary"] == "电话联系信访人"
    with pytest.raises(InvalidTag):
        await gate.opened(received.content_ref)


async def test_of_two_workers_with_one_number_the_later_one_begins_anew(gate: Gate) -> None:
    here, there = arrival(petition()), arrival(petition(), partition=5)
    batch = Batch([there], {5: InForce()})
    too_early = await gate.processor.prefetch(gate.link, batch)
    await gate.take(here)
    plan = gate.processor.decide(batch, too_early)
    with pytest.raises(PositionLost) as lost:
        async with gate.link.transaction():
            await gate.processor.record(gate.link, plan)
    assert lost.value.partitions == {5}
    assert names(await gate.take(there)) == [("open", "returned.receipt")]


async def test_a_restricted_case_is_sealed_under_the_key_of_its_lane(gate: Gate) -> None:
    received = only(await gate.take(arrival(REPORT)), "petition.received")
    key_id = await gate.link.fetchval("SELECT key_id FROM case_keys")
    assert key_id == gate.processor.vaults["restricted"].key_id
    assert (await gate.opened(received.content_ref))["platform_ref"] == "VC-0002"
