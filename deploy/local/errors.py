"""What stops a local start, each with a sentence for the person at the terminal."""

from __future__ import annotations

from pathlib import Path

LOG_LINES_SHOWN = 15


class LocalError(Exception):
    """The local servers cannot be had; the text says what to do."""


class Missing(LocalError):
    """A program or package of the machine is not there."""

    def __init__(self, what: str, command: str) -> None:
        super().__init__(f"{what} Install it with: {command}")


class ServerFailed(LocalError):
    """A server ended or did not answer in time; its own last words are shown."""

    def __init__(self, name: str, what: str, log: Path) -> None:
        super().__init__(f"{name} {what}. The end of {log}:\n{last_lines(log)}")


def last_lines(log: Path, count: int = LOG_LINES_SHOWN) -> str:
    """Return the end of a server's log, indented, or a word that there is none."""
    if not log.exists():
        return "  (no log)"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    return "\n".join(f"  {line}" for line in lines) or "  (empty)"
