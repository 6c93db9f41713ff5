"""The two servers everything stands on: the user's own where given, else local ones."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local import ports, process
from deploy.local.errors import LocalError, last_lines
from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres

PROJECT = Path(__file__).resolve().parents[2]
KAFKA_PORT_DEFAULT = 9092
POSTGRES_PORT_DEFAULT = 5432

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where broker and database answer."""

    kafka_bootstrap: str
    postgres_dsn: str


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """One line of `status`."""

    name: str
    running: bool
    address: str | None = None
    pid: int | None = None
    """None for a server that is not ours to stop."""
    last_words: str | None = None
    """The end of its log, where it ended without being asked to."""


def silent(_: str) -> None:
    """Show no progress."""


def local_folder() -> Path:
    """The folder of everything that lives on this machine only; git does not see it."""
    return Path(os.environ.get("XINFANG_LOCAL", PROJECT / ".local"))


class Servers:
    """Finds or starts the servers; a second process finds those of the first."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or local_folder()).resolve()
        self.kafka = Kafka(self.folder / "kafka", self.folder / "kafka" / "libs")
        self.postgres = Postgres(self.folder / "postgres")
        self.given_kafka = os.environ.get("KAFKA_BOOTSTRAP") or None
        self.given_postgres = os.environ.get("POSTGRES_DSN") or None

    def ensure(self, progress: Progress = silent) -> Addresses:
        """Return addresses that answer; blocks for seconds when servers must be started."""
        with self._alone():
            # The broker needs longest, so it boots while the database starts.
            broker = None if self.given_kafka else self.kafka.start(progress)
            database = None if self.given_postgres else self.postgres.start(progress)
            if database is not None:
                self.postgres.wait(database)
            if broker is not None:
                self.kafka.wait(broker)
        bootstrap = f"{ports.LOOPBACK}:{broker.port}" if broker else self._checked_kafka()
        dsn = self.postgres.dsn(database.port) if database else self._checked_postgres()
        return Addresses(bootstrap, dsn)

    async def ensure_async(self, progress: Progress = silent) -> Addresses:
        """Do as `ensure` without holding up the event loop."""
        return await asyncio.to_thread(self.ensure, progress)

    def running(self) -> frozenset[str]:
        """The names of our servers that run, whatever addresses were given."""
        own = (("Kafka", self.kafka), ("PostgreSQL", self.postgres))
        return frozenset(name for name, server in own if server.running())

    def stop(self, progress: Progress = silent, but: frozenset[str] = frozenset()) -> None:
        """Stop the servers that are ours, `but` those somebody else had started before."""
        with self._alone():
            for name, server in (("Kafka", self.kafka), ("PostgreSQL", self.postgres)):
                if name not in but and server.running():
                    progress(f"{name}: stopping")
                    server.stop()

    def status(self) -> tuple[ServerStatus, ServerStatus]:
        """Return how the servers are, without starting any."""
        kafka, postgres = self.given_kafka, self.given_postgres
        if kafka:
            running = any(ports.answers(*pair) for pair in hosts(kafka))
            broker = ServerStatus("Kafka", running, kafka)
        else:
            broker = own_status("Kafka", self.kafka, lambda port: f"{ports.LOOPBACK}:{port}")
        if postgres:
            host, port = host_of(postgres)
            database = ServerStatus("PostgreSQL", ports.answers(host, port), f"{host}:{port}")
        else:
            database = own_status("PostgreSQL", self.postgres, self.postgres.dsn)
        return broker, database

    def clean(self, progress: Progress = silent) -> None:
        """Stop the servers and remove everything they kept."""
        if self.folder.exists():
            self.stop(progress)
            shutil.rmtree(self.folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop servers; the lock falls with its process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _checked_kafka(self) -> str:
        given = self.given_kafka or ""
        if not any(ports.answers(*pair) for pair in hosts(given)):
            raise LocalError(f"KAFKA_BOOTSTRAP is {given}, but nothing answers there.")
        return given

    def _checked_postgres(self) -> str:
        given = self.given_postgres or ""
        host, port = host_of(given)
        if not host.startswith("/") and not ports.answers(host, port):
            raise LocalError(f"POSTGRES_DSN names {host}:{port}, but nothing answers there.")
        return given


def own_status(name: str, server: Kafka | Postgres, address: Callable[[int], str]) -> ServerStatus:
    """Return how a server of ours is."""
    started = server.running()
    if started is None:
        words = last_lines(server.log) if process.died(server.pid_file) else None
        return ServerStatus(name, running=False, last_words=words)
    return ServerStatus(name, running=True, address=address(started.port), pid=started.pid)


def hosts(bootstrap: str) -> list[tuple[str, int]]:
    """Split `host:port,host:port`."""
    pairs = [one.strip().rpartition(":") for one in bootstrap.split(",") if one.strip()]
    return [
        (host or port, int(port) if host and port.isdigit() else KAFKA_PORT_DEFAULT)
        for host, _, port in pairs
    ]


def host_of(dsn: str) -> tuple[str, int]:
    """Return host and port of a DSN, without user and password."""
    parts = urlsplit(dsn)
    return parts.hostname or ports.LOOPBACK, parts.port or POSTGRES_PORT_DEFAULT
