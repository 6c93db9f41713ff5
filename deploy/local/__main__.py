"""`python -m deploy.local up|down|status|clean`: the servers alone, without any service."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from deploy.local.errors import LocalError
from deploy.local.servers import Servers

USAGE = "usage: python -m deploy.local up|down|status|clean"


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def up(servers: Servers) -> int:
    """Start what is missing and print the addresses in a form a shell can read."""
    began = time.monotonic()
    addresses = servers.ensure(say)
    say(f"Servers ready after {time.monotonic() - began:.1f} s")
    say(f"KAFKA_BOOTSTRAP={addresses.kafka_bootstrap}")
    say(f"POSTGRES_DSN={addresses.postgres_dsn}")
    return 0


def down(servers: Servers) -> int:
    """Stop both; that they do not run is no fault."""
    servers.stop(say)
    return 0


def status(servers: Servers) -> int:
    """Print a line each; exit 1 unless both run."""
    lines = servers.status()
    for one in lines:
        pid = f" (pid {one.pid})" if one.pid else ""
        say(f"{one.name}: {f'running at {one.address}{pid}' if one.running else 'not running'}")
        if one.last_words:
            say(f"  It ended by itself; the end of its log:\n{one.last_words}")
    return 0 if all(one.running for one in lines) else 1


def clean(servers: Servers) -> int:
    """Stop both and forget their data."""
    servers.clean(say)
    return 0


COMMANDS: dict[str, Callable[[Servers], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 done, 1 could not, 2 bad use."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say(USAGE)
        return 2
    try:
        return COMMANDS[arguments[0]](Servers())
    except LocalError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
