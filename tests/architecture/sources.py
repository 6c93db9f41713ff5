"""Where the project's own files are, for tests that read them."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("contracts", "services", "deploy", "tests")
SERVICES = (
    "gate",
    "intake",
    "routing",
    "handling",
    "deadlines",
    "escalation",
    "archive",
    "desk",
)


def modules(*packages: str) -> list[Path]:
    """All Python files of the packages, of all where none is named."""
    found = (path for package in packages or PACKAGES for path in (PROJECT / package).rglob("*.py"))
    return sorted(found)


def label(path: Path) -> str:
    """A file as a person would name it."""
    return path.relative_to(PROJECT).as_posix()
