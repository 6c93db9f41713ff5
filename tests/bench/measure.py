"""CPU seconds of whole process trees, and the figures of one measurement."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    unit: str
    count: int
    seconds: float
    log_events: int
    cpu_seconds: Mapping[str, float]
    """Per group of processes."""

    @property
    def per_second(self) -> float:
        """Units of work per second."""
        return self.count / self.seconds

    @property
    def cpu_milliseconds_per_unit(self) -> float:
        """CPU of everything, per unit of work."""
        return 1_000 * sum(self.cpu_seconds.values()) / self.count

    @property
    def cpu_milliseconds_per_event(self) -> float:
        """CPU of everything, per event of the log."""
        return 1_000 * sum(self.cpu_seconds.values()) / max(1, self.log_events)

    def as_json(self) -> dict[str, object]:
        """For the JSON file."""
        return {
            "name": self.name,
            "unit": self.unit,
            "count": self.count,
            "seconds": round(self.seconds, 3),
            "per_second": round(self.per_second, 1),
            "log_events": self.log_events,
            "cpu_ms_per_unit": round(self.cpu_milliseconds_per_unit, 3),
            "cpu_ms_per_log_event": round(self.cpu_milliseconds_per_event, 4),
            "cpu_seconds": {name: round(value, 2) for name, value in self.cpu_seconds.items()},
        }


@dataclass(slots=True)
class CpuMeter:
    """CPU seconds used by named groups of processes since it was started."""

    groups: Mapping[str, Sequence[int]]
    """Root process ids per group; children are counted with them, but not the meter's own."""
    _before: dict[str, float] = field(default_factory=dict)
    _started: float = 0.0

    def start(self) -> None:
        """Begin to count."""
        self._before = {name: _cpu_of(pids) for name, pids in self.groups.items()}
        self._started = time.perf_counter()

    def stop(self) -> tuple[float, dict[str, float]]:
        """Wall seconds, and CPU seconds per group."""
        seconds = time.perf_counter() - self._started
        return seconds, {
            name: _cpu_of(pids) - self._before[name] for name, pids in self.groups.items()
        }


def _cpu_of(pids: Sequence[int]) -> float:
    total = 0.0
    for pid in pids:
        try:
            root = psutil.Process(pid)
            members = [root] if pid == os.getpid() else [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        for member in members:
            try:
                times = member.cpu_times()
            except psutil.NoSuchProcess:
                continue
            # Backends of the database end between two looks; their time is with their parent then.
            total += times.user + times.system
        if pid != os.getpid():
            own = root.cpu_times()
            total += own.children_user + own.children_system
    return total
