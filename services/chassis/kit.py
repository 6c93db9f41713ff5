"""Builds the house of a process from its settings: catalogues, rules, keys, telemetry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import services
from contracts.basis import Basis
from contracts.catalogue import Catalogue
from services.chassis.calendar import load_calendar
from services.chassis.catalogue import load_catalogue
from services.chassis.clock import Clock
from services.chassis.house import House
from services.chassis.rules.judge import load_judge
from services.chassis.security import LaneKeys
from services.chassis.settings import ChassisSettings
from services.chassis.telemetry import Telemetry
from services.chassis.versions import versions_in


def rule_files() -> list[Path]:
    """Every rule set of the house, in the order of their paths."""
    (root,) = services.__path__
    return sorted(Path(root).glob("*/rules/*.yaml"))


def open_house(settings: ChassisSettings, clock: Clock, process: str) -> House:
    """Load and check all that services are wired from; raises for a wrong rule set or catalogue."""
    catalogue = load_catalogue()
    basis = basis_of(catalogue, at_start=True)
    ratio = settings.trace_sample_ratio
    return House(
        settings=settings,
        basis=basis,
        telemetry=Telemetry(settings.otel_exporter_otlp_endpoint, ratio, process),
        restricted_telemetry=Telemetry(
            settings.restricted_otel_exporter_otlp_endpoint, ratio, f"restricted {process}"
        ),
        clock=clock,
        keys=_keys(settings),
    )


def basis_of(catalogue: Catalogue, *, at_start: bool = False) -> Basis:
    """What decisions stand on where these readings are in force: they stand in rules too."""
    calendar = load_calendar().read_by(catalogue)
    judge = load_judge(rule_files(), catalogue, at_start=at_start)
    return Basis(catalogue, calendar, judge, versions=versions_in())


def configured(house: House, readings: Mapping[str, Any]) -> House:
    """The same house with other readings in force; raises `KeyError` for a key that is none."""
    if not readings:
        return house
    catalogue = house.basis.catalogue.configured(readings)
    return replace(house, basis=basis_of(catalogue))


def _keys(settings: ChassisSettings) -> LaneKeys | None:
    """The keys of both lanes, where this process was given them: only the gate is."""
    open_key = settings.vault_key_open.get_secret_value()
    restricted_key = settings.vault_key_restricted.get_secret_value()
    return LaneKeys.from_base64(open_key, restricted_key) if open_key or restricted_key else None
