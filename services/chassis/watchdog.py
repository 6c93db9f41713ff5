"""A worker that stands still while work waits is ended, so that its supervisor starts it anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiokafka.errors import KafkaError

from services.chassis.running import Part, Running

LOOK_SECONDS = 5.0
STUCK_EXIT_CODE = 70


async def watch(here: Running, stuck: Callable[[str], None]) -> None:
    """Call `stuck` with a worker's name once its position stood still too long while work waits."""
    loop = asyncio.get_running_loop()
    waiting_since: dict[str, float] = {}
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        for part, shell in here.shells.items():
            worker = shell.worker
            works = worker.progress.busy or await _behind(here, part)
            if not works or worker.progress.moved_at > waiting_since.get(part.label, 0.0):
                waiting_since[part.label] = loop.time()
            elif loop.time() - waiting_since[part.label] > here.house.settings.stuck_seconds_max:
                stuck(part.label)


async def _behind(here: Running, part: Part) -> bool:
    """Whether something waits on the partitions this process holds; no answer is no reproach."""
    worker = here.worker(part)
    try:
        ends = await here.drain.ends(worker.topics)
    except KafkaError:
        return False
    return any(
        end > worker.positions[p].offsets.get(worker.topics[topic].key, 0)
        for topic, of_topic in ends.items()
        for p, end in of_topic.items()
        if p in worker.positions
    )
