"""Processes of the house on this machine: started with their settings, waited for, stopped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 30.0
LOOK_SECONDS = 0.1
LOG_LINES_SHOWN = 15


class ProcessDied(Exception):
    """A process of the house ended before it was ready; its last words are below."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {self.__doc__}\n{words}")


@dataclass(frozen=True, slots=True)
class HouseProcess:
    """A process that was started: by us now, or by an earlier `xinfang up`."""

    name: str
    pid: int
    port: int
    log: Path

    @property
    def address(self) -> str:
        """Of its window."""
        return f"http://127.0.0.1:{self.port}"

    def alive(self) -> bool:
        """Whether a process with this id runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return not _is_zombie(self.pid)

    def ask(self, path: str, timeout_seconds: float = 2.0) -> tuple[int, str]:
        """The status code and text of one of its pages; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=timeout_seconds) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def spawn(
    name: str,
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
) -> HouseProcess:
    """Start `python -m module arguments` with its log in a file of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment, "HTTP_PORT": str(port)},
            start_new_session=True,
        )
    return HouseProcess(name, process.pid, port, log)


async def ready(processes: Sequence[HouseProcess]) -> None:
    """Wait until each of them has taken its partitions; raises `ProcessDied`."""
    async with asyncio.timeout(START_SECONDS_MAX):
        for process in processes:
            while (await asyncio.to_thread(process.ask, "/readyz"))[0] != 200:  # noqa: PLR2004
                if not process.alive():
                    raise ProcessDied(process.name, last_words(process.log))
                await asyncio.sleep(LOOK_SECONDS)


async def stop(processes: Sequence[HouseProcess]) -> None:
    """Ask each to stop gracefully, and end those that do not."""
    for process in processes:
        if process.alive():
            os.kill(process.pid, signal.SIGTERM)
    for process in processes:
        try:
            async with asyncio.timeout(STOP_SECONDS_MAX):
                while process.alive():
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            os.kill(process.pid, signal.SIGKILL)


def last_words(log: Path) -> str:
    """The end of a log."""
    lines = log.read_text("utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LOG_LINES_SHOWN:])


def write_down(processes: Sequence[HouseProcess], path: Path) -> None:
    """Keep what was started, for `down` and `status`."""
    rows = [{"name": p.name, "pid": p.pid, "port": p.port, "log": str(p.log)} for p in processes]
    path.write_text(json.dumps(rows, indent=1), "utf-8")


def written_down(path: Path) -> list[HouseProcess]:
    """What an earlier `up` has started; empty where nothing was."""
    if not path.exists():
        return []
    rows = json.loads(path.read_text("utf-8"))
    return [HouseProcess(r["name"], r["pid"], r["port"], Path(r["log"])) for r in rows]


def _is_zombie(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "Z"
