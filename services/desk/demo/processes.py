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
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from deploy.local.process import Started, end_of

START_SECONDS_MAX = 60.0
LOOK_SECONDS = 0.1
LOG_LINES_SHOWN = 15
OK = 200


class ProcessDied(Exception):
    """A process of the house ended before it was ready; its last words are below."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {self.__doc__}\n{words}")


class NotReady(Exception):
    """A process of the house runs but does not get ready; its log tells why."""

    def __init__(self, process: HouseProcess) -> None:
        super().__init__(f"{process.name}: {self.__doc__} {process.log}")


@dataclass(frozen=True, slots=True)
class HouseProcess:
    """A process that was started: by us now, or by an earlier `xinfang up`."""

    name: str
    started: Started
    log: Path

    @property
    def address(self) -> str:
        """Of its window."""
        return f"http://127.0.0.1:{self.started.port}"

    def alive(self) -> bool:
        """Whether it still runs; another process that was given its id since does not count."""
        return self.started.process() is not None

    def ask(self, path: str, timeout_seconds: float = 2.0) -> tuple[int, str]:
        """The status code and text of one of its pages; 0 where nobody answers."""
        try:
            return page(self.address + path, timeout_seconds)
        except OSError:
            return 0, ""


def page(address: str, timeout_seconds: float) -> tuple[int, str]:
    """The status code and text of a page on this machine; raises `OSError` where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=timeout_seconds) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Program:
    """What a process runs: `python -m module arguments`, told the port of its window."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    port_variable: str = "HTTP_PORT"


def spawn(program: Program, environment: Mapping[str, str], folder: Path) -> HouseProcess:
    """Start a program with its log in a file of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{program.name}.log"
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules, no shell
            [sys.executable, "-m", program.module, *program.arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment, program.port_variable: str(port)},
            start_new_session=True,
        )
    return HouseProcess(program.name, identified(process.pid, port), log)


def identified(pid: int, port: int) -> Started:
    """A process with the moment it began, which tells it from later ones of the same id."""
    return Started(pid, psutil.Process(pid).create_time(), port)


async def ready(processes: Sequence[HouseProcess], path: str = "/readyz") -> None:
    """Wait until each answers this page with 200; raises `ProcessDied` or `NotReady`."""
    for process in processes:
        for _ in range(int(START_SECONDS_MAX / LOOK_SECONDS)):
            if (await asyncio.to_thread(process.ask, path))[0] == OK:
                break
            if not process.alive():
                raise ProcessDied(process.name, last_words(process.log))
            await asyncio.sleep(LOOK_SECONDS)
        else:
            raise NotReady(process)


async def stop(processes: Sequence[HouseProcess]) -> None:
    """Ask each to stop gracefully, and end those that do not."""
    found = [running for process in processes if (running := process.started.process())]
    await asyncio.gather(*(asyncio.to_thread(end_of, one, signal.SIGTERM) for one in found))


def last_words(log: Path) -> str:
    """The end of a log."""
    lines = log.read_text("utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LOG_LINES_SHOWN:])


def write_down(processes: Sequence[HouseProcess], path: Path) -> None:
    """Keep what was started, for `down` and `status`."""
    rows = [{"name": p.name, "started": asdict(p.started), "log": str(p.log)} for p in processes]
    path.write_text(json.dumps(rows, indent=1), "utf-8")


def written_down(path: Path) -> list[HouseProcess]:
    """What an earlier `up` has started; empty where nothing was."""
    if not path.exists():
        return []
    rows = json.loads(path.read_text("utf-8"))
    return [HouseProcess(r["name"], Started(**r["started"]), Path(r["log"])) for r in rows]
