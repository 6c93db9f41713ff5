"""Only the gate sees which organ was visited: whether a visit leaps over anybody (14(三), E14)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.routing import RecordSuperiorVisit
from contracts.petition import PetitionSubmitted
from services.chassis.catalogue import load_catalogue
from services.chassis.security import LaneKey
from services.gate.decisions.petition import facts_of, with_what_is_seen
from tests.unit.gate.door import petition

VISIT: dict[str, Any] = {
    "level": "PROVINCE",
    "on": "2021-03-10",
    "persons": 4,
    "public_place": False,
    "own_bureau": False,
}


@pytest.mark.clause("14.3b")
@pytest.mark.setting("leapfrog.direct_superiors")
@pytest.mark.parametrize(
    ("readings", "organ", "direct"),
    [
        ({}, "省住建厅信访室", True),
        ({}, "江西省住房和城乡建设厅", True),
        ({}, "市人民政府", True),
        ({}, "省信访局", False),
        ({"leapfrog.direct_superiors": ["市政府"]}, "省住建厅信访室", False),
        ({"leapfrog.direct_superiors": ["市政府", "省信访局"]}, "省信访局", True),
        ({"leapfrog.direct_superiors": []}, "市人民政府", False),
    ],
)
def test_which_bodies_stand_directly_above_the_bureau_is_a_reading(
    *, readings: dict[str, Any], organ: str, direct: bool
) -> None:
    catalogue = load_catalogue().configured(readings)
    submitted = PetitionSubmitted.model_validate(
        petition(superior_visits=[{**VISIT, "organ": organ}])
    )
    hashed = LaneKey.derived(b"o" * 32).hashed
    (fact,) = facts_of(submitted, "vault:1", catalogue, hashed).superior_visits
    assert fact.direct_superior is direct
    # Whatever the desk says of it itself.
    told = {**VISIT, "organ": organ, "direct_superior": not direct}
    command = RecordSuperiorVisit.model_validate({"superior_visit": told})
    seen = with_what_is_seen(command, catalogue)
    assert isinstance(seen, RecordSuperiorVisit)
    assert seen.superior_visit.direct_superior is direct
