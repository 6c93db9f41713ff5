"""The launcher's own parts, without starting broker or database."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local import jars, ports, process
from deploy.local.errors import LocalError, Missing, ServerFailed
from deploy.local.kafka import serves
from deploy.local.servers import Servers, hosts
from tests.architecture.sources import PROJECT

SLEEP = shutil.which("sleep") or "sleep"


def sleeper(folder: Path, seconds: str = "30") -> process.Started:
    """A harmless program in the place of a server."""
    return process.spawn([SLEEP, seconds], folder / "log", folder / "pid", 1, {})


def test_a_server_is_found_again_by_its_pid_file_and_stopped(tmp_path: Path) -> None:
    started = sleeper(tmp_path)
    assert process.read(tmp_path / "pid") == started
    assert process.stop(tmp_path / "pid", signal.SIGTERM)
    assert process.read(tmp_path / "pid") is None
    assert not process.stop(tmp_path / "pid", signal.SIGTERM)


def test_a_pid_that_was_given_to_another_program_is_not_our_server(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    file.write_text(f'{{"pid": {os.getpid()}, "created": 1.0, "port": 1}}')
    assert process.read(file) is None
    assert not process.stop(file, signal.SIGTERM)


@pytest.mark.parametrize("text", ["", "12", "{}", '{"pid": 1}', "\x00"])
def test_a_broken_pid_file_counts_as_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "pid").write_text(text)
    assert process.read(tmp_path / "pid") is None


def test_a_server_that_dies_at_its_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "print('no room left')"]
    started = process.spawn(program, tmp_path / "log", tmp_path / "pid", 1, {})
    with pytest.raises(ServerFailed, match=r"ended while starting(.|\n)*no room left"):
        process.wait_ready("Kafka", started, tmp_path / "log", lambda: False)


def test_ports_stay_the_same_until_somebody_else_takes_one(tmp_path: Path) -> None:
    first = ports.chosen(tmp_path / "ports", 2)
    assert len(set(first)) == 2
    assert ports.chosen(tmp_path / "ports", 2) == first
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, first[0]))
        taken.listen()
        assert first[0] not in ports.chosen(tmp_path / "ports", 2)


@contextmanager
def broker_with(brokers: int) -> Iterator[int]:
    """A socket that answers one metadata request with so many brokers."""
    with socket.create_server((ports.LOOPBACK, 0)) as listener:

        def answer() -> None:
            wire, _ = listener.accept()
            with wire:
                wire.recv(64)
                wire.sendall(struct.pack(">iii", 8, 7, brokers))

        thread = threading.Thread(target=answer)
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()


@pytest.mark.parametrize(("brokers", "ready"), [(1, True), (0, False)])
def test_a_broker_serves_once_it_lists_itself(brokers: int, ready: bool) -> None:
    with broker_with(brokers) as port:
        assert serves(port) is ready


def test_a_port_where_nothing_listens_does_not_serve() -> None:
    (port,) = ports.free(1)
    assert not serves(port)


@pytest.mark.parametrize(
    ("bootstrap", "expected"),
    [
        ("kafka-1:9093, kafka-2:9094", [("kafka-1", 9093), ("kafka-2", 9094)]),
        ("kafka", [("kafka", 9092)]),
    ],
)
def test_a_bootstrap_is_read_as_kafka_reads_it(
    bootstrap: str, expected: list[tuple[str, int]]
) -> None:
    assert hosts(bootstrap) == expected


def test_a_given_address_where_nothing_answers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kafka, postgres = ports.free(2)
    monkeypatch.setenv("KAFKA_BOOTSTRAP", f"127.0.0.1:{kafka}")
    monkeypatch.setenv("POSTGRES_DSN", f"postgresql://u:secret@127.0.0.1:{postgres}/db")
    with pytest.raises(LocalError, match=f"KAFKA_BOOTSTRAP is 127.0.0.1:{kafka}, but nothing"):
        Servers(tmp_path).ensure()
    assert "secret" not in str(Servers(tmp_path).status())


def test_without_maven_the_package_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Missing, match="apt install maven"):
        jars.ensure(tmp_path / "libs", lambda _: None)


def setup_with(folder: Path, programs: tuple[str, ...], *options: str) -> tuple[int, str]:
    """Run setup.sh on a machine that has only these programs; returns exit code and words."""
    (folder / "bin").mkdir()
    for name in (*programs, "bash", "env", "dirname", "cat", "cksum"):
        program = sys.executable if name == "python3" else shutil.which(name)
        (folder / "bin" / name).symlink_to(program or name)
    (folder / "deploy" / "local").mkdir(parents=True)
    script = shutil.copy(PROJECT / "deploy" / "local" / "setup.sh", folder / "deploy" / "local")
    done = subprocess.run(
        [script, *options],
        env={"PATH": str(folder / "bin"), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("programs", "options", "sentence"),
    [
        ((), (), "Python 3.11 or 3.12"),
        (("python3",), (), "A C compiler is needed to build durable-rules"),
        (("python3",), ("--servers",), "Maven is needed to get the Kafka broker's jars"),
    ],
)
def test_setup_says_what_the_machine_lacks_and_how_to_get_it(
    tmp_path: Path, programs: tuple[str, ...], options: tuple[str, ...], sentence: str
) -> None:
    code, words = setup_with(tmp_path, programs, *options)
    assert code != 0
    assert words.startswith(f"make: {sentence}")
    assert len(words.splitlines()) == 1
    assert "install" in words
