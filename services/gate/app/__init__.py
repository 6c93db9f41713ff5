"""The gate, wired: it alone reads the outside and the clock, and holds the keys of the vault."""

from __future__ import annotations

from functools import lru_cache

from starlette.routing import Route

from contracts.basis import Basis
from services.chassis.batch import Lane
from services.chassis.house import House
from services.chassis.running import GATE, Part, Running
from services.chassis.security import KeyRejected, LaneKey
from services.chassis.standing import BASES_KEPT_MAX
from services.chassis.telemetry import Telemetry
from services.chassis.vault import Vault
from services.gate.app.processing import GatePlan, GateProcessor, Prefetched
from services.gate.app.reading_room import ReadingRoom
from services.gate.decisions.again import received_again
from services.gate.handlers.shapes import Known
from services.gate.settings import GateSettings

__all__ = ["GatePlan", "GateProcessor", "Prefetched", "processor", "received_again", "rooms"]


def processor(house: House) -> GateProcessor:
    """The processor of petitions and commands; raises `KeyRejected` without keys."""
    if house.keys is None:
        raise KeyRejected
    settings = GateSettings()
    keys: dict[Lane, LaneKey] = {"open": house.keys.open, "restricted": house.keys.restricted}

    @lru_cache(BASES_KEPT_MAX)
    def known_of(basis: Basis) -> Known:
        return Known(
            basis=basis,
            keys=keys,
            partitions=house.settings.partitions,
            message_bytes_max=settings.message_bytes_max,
            ahead_minutes_max=settings.ahead_minutes_max,
        )

    vaults = {lane: Vault(key.wrapping) for lane, key in keys.items()}
    telemetry: dict[Lane, Telemetry] = {
        "open": house.telemetry,
        "restricted": house.restricted_telemetry,
    }
    return GateProcessor(known_of, house.standing(), vaults, house.clock, telemetry)


def rooms(here: Running) -> list[Route]:
    """The pages the gate adds to the window of its process."""

    worker = here.worker(Part(GATE))
    assert isinstance(worker.processor, GateProcessor)
    secret = GateSettings().reading_secret.get_secret_value()
    room = ReadingRoom(worker, worker.processor, secret)
    return [Route("/open", room.answer, methods=["POST"])]
