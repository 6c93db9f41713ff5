"""A case that becomes RESTRICTED, on a real database: papers, number and command go with it."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from services.chassis.batch import Batch, InForce
from services.chassis.vault import Sealed, WrappedKey
from tests.integration.test_gate_store import Gate, gate  # noqa: F401 - a fixture
from tests.unit.gate.door import arrival, names, only, order, order_record, petition

CLERK = {"principal": "demo-clerk", "role": "PETITION_CLERK", "unit": "XFB"}
REPORTED = {
    "units": ["BRG-XY"],
    "persons": [{"name": "白某", "unit": "BRG-XY"}],
    "allegation": "VIOLATION",
}


def reclassified(case_id: str, **changes: Any) -> dict[str, Any]:
    """A clerk finds that it is a report."""
    return {
        "command_id": "c-2",
        "case_id": case_id,
        "type": "reclassify",
        "issued_at": "2021-03-16T09:07:00+08:00",
        "actor": CLERK,
        "kind": "REPORT",
        "reported": REPORTED,
        "reason": "来电补充",
    } | changes


@pytest.mark.clause("7.d")
async def test_everything_sealed_goes_over_to_the_other_lane(gate: Gate) -> None:  # noqa: F811
    received = only(await gate.take(arrival(petition())), "petition.received")
    ordered = only(await gate.take(order_record(order(received.case_id))), "command.received")
    former = await gate.link.fetchrow("SELECT * FROM case_keys")
    plan = await gate.take(order_record(reclassified(received.case_id), offset=1))
    again = only(plan, "petition.received")
    refs = [received.content_ref, ordered.fields["summary"].partition("#")[0], again.content_ref]
    for ref in refs:
        assert (await gate.opened(ref)) is not None
    cases = await gate.link.fetch("SELECT DISTINCT case_id FROM vault")
    assert [row["case_id"] for row in cases] == [again.case_id]
    keys = await gate.link.fetch("SELECT case_id FROM case_keys")
    assert [row["case_id"] for row in keys] == [again.case_id]
    # The key the open lane had opens nothing any more.
    entry = await gate.link.fetchrow("SELECT * FROM vault WHERE ref = $1", received.content_ref)
    assert former is not None
    assert entry is not None
    key = WrappedKey(former["case_id"], former["key_id"], former["wrapped"])
    sealed = Sealed(entry["ref"], former["case_id"], entry["nonce"], entry["ciphertext"])
    with pytest.raises(InvalidTag):
        gate.processor.vaults["open"].open(key, sealed)


async def test_the_number_stands_for_the_new_case_and_the_repeated_command_too(gate: Gate) -> None:  # noqa: F811
    received = only(await gate.take(arrival(petition())), "petition.received")
    command = reclassified(received.case_id)
    plan = await gate.take(order_record(command))
    went_to = only(plan, "petition.received").case_id
    receipt = only(await gate.take(arrival(petition(), offset=1)), "returned.receipt")
    assert (receipt.case_id, receipt.lane) == (went_to, "restricted")
    repeat = await gate.take(order_record(command, offset=1))
    assert names(repeat) == [("restricted", "command.received")]
    assert only(repeat, "command.received").seq == len(("received", "first", "repeat"))
    later = await gate.take(order_record(order(received.case_id, command_id="c-3"), offset=2))
    assert only(later, "command.result").code == "UNKNOWN_CASE"


async def test_what_was_decided_and_not_recorded_is_decided_again_the_same(gate: Gate) -> None:  # noqa: F811
    received = only(await gate.take(arrival(petition())), "petition.received")
    record = order_record(reclassified(received.case_id))
    batch = Batch([record], {record.partition: InForce()})
    lost = gate.processor.decide(batch, await gate.processor.prefetch(gate.link, batch))
    plan = await gate.take(record)
    assert [row.value for row in lost.outgoing] == [row.value for row in plan.outgoing]


async def test_in_one_batch_it_is_the_same(gate: Gate) -> None:  # noqa: F811
    known = only(await gate.take(arrival(petition(platform_ref="VC-0009"))), "petition.received")
    plan = await gate.take(
        order_record(reclassified(known.case_id), offset=0),
        arrival(petition(platform_ref="VC-0009"), offset=1),
        order_record(order(known.case_id, command_id="c-3"), offset=1),
    )
    assert names(plan) == [
        ("restricted", "petition.received"),
        ("restricted", "command.received"),
        ("open", "case.ended"),
        ("restricted", "returned.receipt"),
        ("restricted", "returned.receipt"),
        ("open", "command.result"),
    ]


async def test_a_second_declaration_is_held_against_the_first(gate: Gate) -> None:  # noqa: F811
    received = only(await gate.take(arrival(petition())), "petition.received")
    manner = {"units": ["BRG-XY"], "allegation": "MANNER"}
    first = order_record(reclassified(received.case_id, reported=manner))
    found = only(await gate.take(first), "command.received").secrecy
    assert (found.confidentiality, found.denied_units) == ("CAUTION", ("BRG-XY",))
    more = reclassified(received.case_id, command_id="c-3", reported={"units": ["APP"]})
    found = only(await gate.take(order_record(more, offset=1)), "command.received").secrecy
    assert (found.confidentiality, found.denied_units) == ("CAUTION", ("BRG-XY", "APP"))
