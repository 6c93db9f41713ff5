"""A server as a process that outlives who started it and is found again, never another one."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.errors import ServerFailed

POLL_SECONDS = 0.05
START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 45.0
CLOCK_SLACK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Started:
    """What the pid file keeps: a pid alone may have been given to another process since."""

    pid: int
    created: float
    port: int

    def process(self) -> psutil.Process | None:
        """Return the process if it still is the one that was started."""
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            same = abs(process.create_time() - self.created) < CLOCK_SLACK_SECONDS
        except psutil.NoSuchProcess:
            return None
        return process if same else None


def read(pid_file: Path) -> Started | None:
    """Return who runs according to the pid file; a stale or broken file counts as nobody."""
    try:
        started = Started(**json.loads(pid_file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return started if started.process() else None


def died(pid_file: Path) -> bool:
    """Whether a server ran here and ended without being asked to."""
    return pid_file.exists() and read(pid_file) is None


def spawn(
    command: list[str], log: Path, pid_file: Path, port: int, environment: Mapping[str, str]
) -> Started:
    """Start a server in a session of its own, so that Ctrl-C at the terminal does not reach it."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    fresh = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    # Not `subprocess`: its objects want to be waited for, and this child is to outlive us.
    pid = os.posix_spawn(
        command[0],
        command,
        {**os.environ, **environment},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), fresh, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        setsigdef=[signal.SIGPIPE],
    )
    started = Started(pid, psutil.Process(pid).create_time(), port)
    written = pid_file.with_suffix(".new")
    written.write_text(json.dumps({"pid": started.pid, "created": started.created, "port": port}))
    written.replace(pid_file)
    return started


def wait_ready(name: str, started: Started, log: Path, ready: Callable[[], bool]) -> None:
    """Wait until the server answers; tell its last words if it dies instead."""
    end = time.monotonic() + START_SECONDS_MAX
    while not ready():
        if started.process() is None:
            raise ServerFailed(name, "ended while starting", log)
        if time.monotonic() > end:
            raise ServerFailed(name, f"did not answer within {START_SECONDS_MAX:.0f} s", log)
        time.sleep(POLL_SECONDS)


def stop(pid_file: Path, signal_number: int) -> bool:
    """Ask the server to end and wait for it; kill it if it does not. False if none ran."""
    started = read(pid_file)
    process = started.process() if started else None
    if process is not None:
        end_of(process, signal_number)
    pid_file.unlink(missing_ok=True)
    return process is not None


def end_of(process: psutil.Process, signal_number: int) -> None:
    """Signal a process and wait for it and its children, so that none is left on the same files."""
    with suppress(psutil.NoSuchProcess):
        family = [*process.children(recursive=True), process]
        process.send_signal(signal_number)
        _, left = psutil.wait_procs(family, STOP_SECONDS_MAX)
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(left, STOP_SECONDS_MAX)
