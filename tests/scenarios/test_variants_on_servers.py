"""Variants of the stories on real servers: a few in each run, all of them by `make variants`."""

from __future__ import annotations

import os

import pytest
from pydantic import SecretStr

from deploy.local.servers import Addresses
from services.chassis.settings import ChassisSettings
from services.desk.play.run import play_scenario
from services.desk.play.scenario import scenario_of
from tests.simulation.variants import Variant, all_variants

ONE_IN = 1 if os.environ.get("ALL_VARIANTS") else 30
"""How many of the variants are played here; in memory all of them always are."""
CHOSEN = all_variants()[::ONE_IN]


@pytest.mark.slow
@pytest.mark.parametrize("variant", CHOSEN, ids=[variant.name for variant in CHOSEN])
async def test_a_variant_holds_on_real_servers_too(variant: Variant, servers: Addresses) -> None:
    settings = ChassisSettings(
        kafka_bootstrap=servers.kafka_bootstrap, postgres_dsn=SecretStr(servers.postgres_dsn)
    )
    scenario = scenario_of(variant.document, variant.name)
    verdict = await play_scenario(scenario, settings, variant.calendar)
    assert list(verdict.differences) == []
