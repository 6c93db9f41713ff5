"""Apache Kafka on this machine: one KRaft node on loopback."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import signal
import socket
import struct
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.local import jars, ports, process
from deploy.local.errors import ServerFailed
from deploy.local.java import java

HEAP_DEFAULT = "384m"
FORMAT_SECONDS_MAX = 60
LOGGING = Path(__file__).with_name("log4j2.properties")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
num.partitions=8
min.insync.replicas=1
offsets.topic.num.partitions=8
offsets.topic.replication.factor=1
offsets.retention.minutes=5256000
transaction.state.log.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# Tests that kill a member must not wait six seconds to see it gone.
group.min.session.timeout.ms=1000
# A killed broker is let back in only when its former session has run out.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
# Namespaces of tests come and go: deleted logs are to leave the disk soon, indexes to start small.
log.segment.delete.delay.ms=1000
log.index.size.max.bytes=2097152
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
"""


@dataclass(frozen=True, slots=True)
class Kafka:
    """A broker and where it lives; a test may run one of its own on the same jars."""

    home: Path
    libs: Path
    heap: str = HEAP_DEFAULT

    @property
    def pid_file(self) -> Path:
        """Who runs here."""
        return self.home / "server.pid"

    @property
    def log(self) -> Path:
        """What the broker says."""
        return self.home / "server.log"

    def running(self) -> process.Started | None:
        """Return the running broker, whoever started it."""
        return process.read(self.pid_file)

    def start(self, progress: Callable[[str], None]) -> process.Started:
        """Start the broker unless it runs; it answers only after `wait`."""
        started = self.running()
        if started is not None:
            return started
        jars.ensure(self.libs, progress)
        self.home.mkdir(parents=True, exist_ok=True)
        port, controller = ports.chosen(self.home / "ports", 2)
        data = self.home / "data"
        text = PROPERTIES.format(port=port, controller=controller, data=data)
        (self.home / "server.properties").write_text(text, encoding="utf-8")
        program = java()
        if not (data / "meta.properties").exists():
            progress("Kafka: formatting its storage")
            self._format(program)
        if process.died(self.pid_file):
            progress(f"Kafka: it had ended by itself; what it said last is in {self.log}.1")
        progress(f"Kafka: starting on 127.0.0.1:{port}")
        command = self._command(program, self._archive_option(program), "kafka.Kafka")
        return process.spawn(command, self.log, self.pid_file, port, {})

    def wait(self, started: process.Started) -> None:
        """Return when the broker takes work."""
        process.wait_ready("Kafka", started, self.log, lambda: serves(started.port))

    def stop(self) -> bool:
        """End the broker in good order; False if none ran."""
        return process.stop(self.pid_file, signal.SIGTERM)

    def kill(self) -> bool:
        """End the broker as a power cut would; False if none ran."""
        return process.stop(self.pid_file, signal.SIGKILL)

    def _command(self, program: Path, options: list[str], *main: str) -> list[str]:
        heap = os.environ.get("KAFKA_HEAP", self.heap)
        memory = ["-Xms128m", f"-Xmx{heap}", "-XX:+ExitOnOutOfMemoryError"]
        logging = f"-Dlog4j2.configurationFile={LOGGING}"
        classes = ["-cp", f"{self.libs}/*"]
        properties = str(self.home / "server.properties")
        return [str(program), *memory, *QUICK_START, *options, logging, *classes, *main, properties]

    def _archive_option(self, program: Path) -> list[str]:
        """Share classes prepared by the first run, which writes them when it ends in good order."""
        stamp = (self.libs / "pom.sha256").read_bytes() + str(program.resolve()).encode()
        archive = self.libs / f"classes-{hashlib.sha256(stamp).hexdigest()[:12]}.jsa"
        option = "SharedArchiveFile" if archive.exists() else "ArchiveClassesAtExit"
        return [f"-XX:{option}={archive}"]

    def _format(self, program: Path) -> None:
        cluster = base64.urlsafe_b64encode(b"\x58" + secrets.token_bytes(15)).decode().rstrip("=")
        tool = ("kafka.tools.StorageTool", "format", "-t", cluster, "-c")
        with self.log.open("wb") as out:
            done = subprocess.run(
                self._command(program, [], *tool),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=FORMAT_SECONDS_MAX,
                check=False,
            )
        if done.returncode != 0:
            raise ServerFailed("Kafka", "could not format its storage", self.log)


def serves(port: int) -> bool:
    """Whether the broker lists itself: it accepts connections well before it takes work."""
    client = b"probe"
    # Metadata, version 1, correlation id 7, for no topics.
    body = struct.pack(">hhih", 3, 1, 7, len(client)) + client + struct.pack(">i", 0)
    with suppress(OSError, struct.error):
        with socket.create_connection((ports.LOOPBACK, port), 1.0) as wire:
            wire.settimeout(ports.CONNECT_SECONDS_MAX)
            wire.sendall(struct.pack(">i", len(body)) + body)
            answer = wire.recv(12, socket.MSG_WAITALL)
        _, correlation, brokers = struct.unpack(">iii", answer)
        return bool(correlation == 7 and brokers > 0)
    return False
