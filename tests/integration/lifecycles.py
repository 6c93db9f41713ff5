"""A platform and a desk that do not give up: they ask again until they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.zone import bureau_day
from services.chassis.client import Answer, Client, NoAnswer
from services.chassis.clock import StoryClock
from tests.bench.driver import lifecycle, petition
from tests.integration.stage import LOOK_SECONDS, SOURCE, WAIT_SECONDS_MAX

ASKED_MAX = 4
"""How often the same thing is asked before the test fails; a repeat is harmless."""
TOO_EARLY = "STATE_DOES_NOT_ALLOW"


@dataclass(slots=True)
class Desk:
    """Brings petitions to their conclusion, many at once."""

    client: Client
    clock: StoryClock
    run: str = "run"
    command_ids: list[str] = field(default_factory=list)
    """Everything that was asked of the house."""

    async def submit(self, number: int) -> str:
        """A letter comes in; gives the case it became."""
        body = petition(self.run, number, self.clock.now() - timedelta(hours=1))
        answer = await insisting(lambda: self.client.submit(SOURCE, body))
        assert "case_id" in answer.body, answer.body
        return str(answer.body["case_id"])

    async def conclude(self, case_id: str) -> str:
        """Everything people have to do, one thing after the other."""
        first, *rest = lifecycle(bureau_day(self.clock.now()).isoformat())
        # The receipt says that the petition is on the log, not that routing has drafted anything.
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            while await self.order(case_id, first) == TOO_EARLY:
                await asyncio.sleep(LOOK_SECONDS)
        for command in rest:
            code = await self.order(case_id, command)
            assert code == "", f"{command['type']}: {code}"
        return case_id

    async def carry(self, number: int) -> str:
        """From the letter to the conclusion."""
        return await self.conclude(await self.submit(number))

    async def carry_all(self, numbers: Iterable[int]) -> list[str]:
        """Several at once."""
        return await asyncio.gather(*(self.carry(number) for number in numbers))

    async def order(self, case_id: str, command: Mapping[str, Any]) -> str:
        """Issue a command under an id of its own; gives the code of the answer, empty for a yes."""
        command_id = str(uuid5(NAMESPACE_URL, f"{self.run}/{len(self.command_ids)}"))
        self.command_ids.append(command_id)
        body = {
            **command,
            "command_id": command_id,
            "case_id": case_id,
            "issued_at": self.clock.now().isoformat(),
        }
        answer = await insisting(lambda: self.client.command("open", body))
        return str(answer.body["code"])


async def insisting(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask the same again where nothing came back."""
    for _ in range(ASKED_MAX - 1):
        try:
            return await ask()
        except NoAnswer:
            continue
    return await ask()
