"""The clock of the outside world; only the gate reads it, and turns it into events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the gate what time it is when it records something."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)


class StoryClock:
    """A clock that stands still until a story moves it, and follows the machine's once released."""

    def __init__(self, starts_at: datetime) -> None:
        self._now = starts_at
        self._wall: WallClock | None = None

    def now(self) -> datetime:
        """The story's instant; after release, the machine's where that is later."""
        return max(self._now, self._wall.now()) if self._wall else self._now

    def move_to(self, at: datetime) -> None:
        """Let time pass; it never runs backwards."""
        self._now = max(self._now, at)

    def release(self) -> None:
        """The story is over: time is the machine's from here on."""
        self._wall = WallClock()

    @property
    def released(self) -> bool:
        """Whether the story is over."""
        return self._wall is not None
