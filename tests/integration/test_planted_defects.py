"""The checks of the fault tests can fail: each planted defect is seen by one of them."""

from __future__ import annotations

import pytest

from services.chassis.running import Part, running
from services.chassis.settings import ChassisSettings
from tests.integration.invariants import (
    gaps_in_seq,
    history,
    rebuilt_otherwise,
    unread,
    unsent,
    violations,
)
from tests.integration.lifecycles import Desk
from tests.integration.stage import OPEN_ONLY, SOURCE, staged, until
from tests.integration.victims import Plan, victim

ROUTING, ARCHIVE = Part("routing"), Part("archive")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plan", "looks_settled"),
    [
        (Plan("after_commit", signal="STOP"), False),
        (
            Plan(
                "offsets_before_acknowledgement",
                signal="STOP",
                defect="offsets_before_acknowledgement",
            ),
            True,
        ),
    ],
    ids=["sound", "planted"],
)
async def test_an_offset_committed_before_the_acknowledgement_is_seen_beside_the_outbox(
    plan: Plan, looks_settled: bool, settings: ChassisSettings
) -> None:
    async with staged(settings, without=[ROUTING]) as stage:
        await Desk(stage.client, stage.clock).submit(0)

        async def others_have_heard() -> bool:
            return set((await stage.here.drain.lane("open")).behind) <= {ROUTING.service}

        await until(others_have_heard)
        # Started only now: all there is to hear is one batch, the one it stops in.
        async with victim(settings, ROUTING, plan) as stopped:
            await stopped.stopped()
            assert (await unread(settings, "open") == []) is looks_settled
            assert len(await unsent(settings, [ROUTING])) == 1


@pytest.mark.slow
async def test_a_commit_without_compare_and_set_is_seen_in_rows_that_no_log_explains(
    settings: ChassisSettings,
) -> None:
    plan = Plan("prefetched", signal="STOP", then="after_commit", defect="no_compare_and_set")
    async with (
        staged(settings, without=[ROUTING]) as stage,
        victim(settings, ROUTING, plan) as zombie,
    ):
        desk = Desk(stage.client, stage.clock)
        await until(zombie.holds)
        case_id = await desk.submit(0)
        await zombie.stopped()
        async with running(stage.house, [ROUTING], (SOURCE,)):
            await desk.conclude(case_id)
            await stage.settled()
            zombie.wake()
            await zombie.died()
    assert await rebuilt_otherwise(settings, ROUTING) == ["routing: case_states is another"]


@pytest.mark.slow
@pytest.mark.parametrize("defect", ["", "seq_unchecked"], ids=["sound", "planted"])
async def test_an_unchecked_seq_is_seen_as_events_that_happened_twice(
    defect: str, settings: ChassisSettings
) -> None:
    async with (
        staged(settings, without=[ROUTING, ARCHIVE]) as stage,
        victim(settings, ARCHIVE, Plan(defect=defect)),
    ):
        desk = Desk(stage.client, stage.clock)
        async with victim(settings, ROUTING, Plan("after_send")) as killed:
            case_id = await desk.submit(0)
            await killed.died()
        async with victim(settings, ROUTING):
            await desk.conclude(case_id)
            await stage.settled()
    found = gaps_in_seq(await history(settings, "open"))
    assert [one for one in await violations(settings, OPEN_ONLY) if one not in found] == []
    assert [": routing counts [1, 2, " in one for one in found] == ([True] if defect else [])
