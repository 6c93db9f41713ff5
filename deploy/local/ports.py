"""Loopback ports, chosen once so that addresses stay the same from start to start."""

from __future__ import annotations

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
CONNECT_SECONDS_MAX = 2.0


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def chosen(file: Path, count: int) -> list[int]:
    """Return the ports kept in the file; new ones where none are kept or another took one."""
    try:
        kept = [int(word) for word in file.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        kept = []
    if len(kept) == count and all(is_free(port) for port in kept):
        return kept
    fresh = free(count)
    file.write_text(" ".join(map(str, fresh)), encoding="ascii")
    return fresh


def free(count: int) -> list[int]:
    """Return different ports that nobody uses; all are held until the last is known."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind((LOOPBACK, 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def answers(host: str, port: int) -> bool:
    """Whether anything accepts a connection there."""
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS_MAX):
            return True
    except OSError:
        return False
