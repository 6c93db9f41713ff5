"""What must not matter does not matter: stories changed by relations come out as they are."""

from __future__ import annotations

import pytest

from services.desk.play.scenario import scenario_of
from tests.simulation.memory_story import play_in_memory
from tests.simulation.variants import Variant, all_variants

VARIANTS = all_variants()
VARIANTS_MIN = 300


def test_there_are_enough_variants() -> None:
    assert len(VARIANTS) >= VARIANTS_MIN


@pytest.mark.parametrize("variant", VARIANTS, ids=[variant.name for variant in VARIANTS])
def test_a_variant_comes_out_as_its_story_does(variant: Variant) -> None:
    scenario = scenario_of(variant.document, variant.name)
    assert play_in_memory(scenario, calendar=variant.calendar) == []
