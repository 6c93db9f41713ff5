"""What a house on this machine leaves in the local folder for the next command to find."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.local.servers import Addresses
from services.chassis.settings import ChassisSettings
from services.desk.play.run import new_key
from services.desk.settings import LOCAL

KEYS = LOCAL / "keys.json"
READING = LOCAL / "reading.secret"
SECRET_BYTES = 32
UP_PROCESSES = LOCAL / "run.json"
DEMO_PROCESS = LOCAL / "demo.json"
NAMESPACE = LOCAL / "demo.namespace"
"""Of the last demo, until the next one drops it."""
EXAMPLE_PETITION = LOCAL / "petition.json"
LOGS = LOCAL / "logs"
OWNER_ONLY = 0o600
NO_KEYS = {"VAULT_KEY_OPEN": "", "VAULT_KEY_RESTRICTED": ""}
"""For every process but the gate's, whatever environment it inherits."""


def at_home(settings: ChassisSettings, addresses: Addresses) -> dict[str, str]:
    """The environment in which a process finds the house."""
    return {
        "KAFKA_BOOTSTRAP": addresses.kafka_bootstrap,
        "POSTGRES_DSN": addresses.postgres_dsn,
        "NAMESPACE": settings.namespace,
        "PARTITIONS": str(settings.partitions),
    }


def tell_the_desk(house: Path, environment: Mapping[str, str]) -> None:
    """From now on the command line speaks to this house, unless its environment says otherwise."""
    write_privately(house, told(environment))


def desk_was_told(house: Path, environment: Mapping[str, str]) -> bool:
    """Whether the command line was sent to a house at just this place."""
    return house.exists() and house.read_text("utf-8").startswith(told(environment))


def told(environment: Mapping[str, str]) -> str:
    """An environment as the lines of a file."""
    return "".join(f"{name}='{value}'\n" for name, value in environment.items())


def keys() -> dict[str, str]:
    """The vault's master keys of the house that stays: made once, lost with the local folder."""
    if not KEYS.exists():
        made = {name: new_key().get_secret_value() for name in ("open", "restricted")}
        write_privately(KEYS, json.dumps(made))
    kept = json.loads(KEYS.read_text("utf-8"))
    own = {"VAULT_KEY_OPEN": kept["open"], "VAULT_KEY_RESTRICTED": kept["restricted"]}
    return {name: os.environ.get(name) or key for name, key in own.items()}


def reading_secret() -> dict[str, str]:
    """What opens the gate's reading room: made once, lost with the local folder."""
    if not READING.exists():
        write_privately(READING, secrets.token_urlsafe(SECRET_BYTES))
    name = "GATE_READING_SECRET"
    return {name: os.environ.get(name) or READING.read_text("utf-8")}


def write_privately(path: Path, text: str) -> None:
    """Write a file that nobody but its owner may ever read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
