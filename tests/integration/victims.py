"""Starts a service in a process of its own, and sees how it dies, stops, and wakes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson
import psutil
from pydantic import SecretStr

from services.chassis.running import Part
from services.chassis.settings import ChassisSettings
from tests.integration.stage import LOOK_SECONDS, STARTS_AT, WAIT_SECONDS_MAX, until
from tests.integration.victim import SERVES

PROJECT = Path(__file__).parents[2]
SESSION_MILLISECONDS = 1_000
"""After which the group gives a dead member's partitions away."""
STOPS_IN_SECONDS_MAX = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen to it; nothing, where no point is named."""

    at: str = ""
    passes: int = 1
    signal: Literal["KILL", "STOP"] = "KILL"
    then: str = ""
    """Where it dies once it was woken."""
    defect: str = ""

    @property
    def options(self) -> list[str]:
        """As the process takes them."""
        point = ["--at", self.at, "--pass", str(self.passes), "--signal", self.signal]
        point += ["--then", self.then]
        return [*(point if self.at else ()), *(("--defect", self.defect) if self.defect else ())]


UNHARMED = Plan()


@dataclass(frozen=True, slots=True)
class Victim:
    """A service in a process of its own."""

    part: Part
    process: asyncio.subprocess.Process
    port: int

    async def died(self) -> None:
        """Wait until it has killed itself."""
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            assert await self.process.wait() == -signal.SIGKILL

    async def stopped(self) -> None:
        """Wait until it stands still."""
        process = psutil.Process(self.process.pid)

        async def stands_still() -> bool:
            return process.status() == psutil.STATUS_STOPPED

        await until(stands_still)

    def wake(self) -> None:
        """Let a stopped one go on as if nothing had happened."""
        self.process.send_signal(signal.SIGCONT)

    async def asked(self, path: str) -> str:
        """What its window says."""
        reader, writer = await self._connected()
        writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer.partition(b"\r\n\r\n")[2].decode()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(WAIT_SECONDS_MAX):
            while True:
                try:
                    return await asyncio.open_connection("127.0.0.1", self.port)
                except ConnectionRefusedError:  # the port is taken, nobody listens yet
                    await asyncio.sleep(LOOK_SECONDS)

    async def status(self) -> dict[str, Any]:
        """How it stands."""
        found: dict[str, Any] = orjson.loads(await self.asked("/status"))[self.part.label]
        return found

    async def holds(self) -> bool:
        """Whether it has partitions."""
        return bool((await self.status())["partitions"])

    async def answers(self) -> bool:
        """Whether its loop turns."""
        return await self.asked("/livez") == "ok"

    async def failed_with(self, error: str) -> bool:
        """Whether an attempt of its failed with this class of error."""
        return f'error="{error}"' in await self.asked("/metrics")


@asynccontextmanager
async def victim(
    settings: ChassisSettings, part: Part, plan: Plan = UNHARMED
) -> AsyncIterator[Victim]:
    """A service that runs until the block ends, if it lives that long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.integration.victim", part.label, STARTS_AT.isoformat(), *plan.options),
        cwd=PROJECT,
        env={**os.environ, **environment(settings), "PYTHONPATH": str(PROJECT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Victim(part, process, await _port(process))
    finally:
        await _end(process)


def environment(settings: ChassisSettings) -> dict[str, str]:
    """The settings as another process takes them."""
    values = settings.model_dump()
    values["session_timeout_milliseconds"] = SESSION_MILLISECONDS
    return {
        name.upper(): value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in values.items()
    }


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout is not None
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        async for line in process.stdout:
            if line.decode().startswith(SERVES):
                return int(line.split()[-1])
    # It died before its window was open: there is nothing to ask.
    return 0


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        async with asyncio.timeout(STOPS_IN_SECONDS_MAX):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
