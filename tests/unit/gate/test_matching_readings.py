"""Who is the same person and what is the same matter, where the bureau reads it in another way."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.petition import PetitionFacts
from services.chassis.catalogue import load_catalogue
from services.gate.decisions.petition import facts_of, submitted
from tests.unit.gate.door import petition

GU = "顾问渠(虚构)"
"""As it is compared: in one width."""
BY_PHONE, BY_ADDRESS = f"person|{GU}|phone", f"person|{GU}|address"


def keyed(*parts: str) -> str:
    """A hash one can read, of a person without the detail."""
    return "|".join(parts[:3] if parts[0] == "person" else parts)


def facts(readings: dict[str, Any] | None = None, **changes: Any) -> PetitionFacts:
    """What the log may know of a petition."""
    document = petition(**changes)
    catalogue = load_catalogue().configured(readings or {})
    return facts_of(submitted(document, document["platform_ref"]), "vault:1", catalogue, keyed)


@pytest.mark.setting("match.person")
@pytest.mark.parametrize(
    ("details", "keys"),
    [
        (["NAME_PHONE", "NAME_ADDRESS"], (BY_PHONE, BY_ADDRESS)),
        (["NAME_PHONE"], (BY_PHONE,)),
        (["NAME_ADDRESS"], (BY_ADDRESS,)),
        ([], ()),
    ],
)
def test_only_the_details_that_count_tell_one_person_from_another(
    details: list[str], keys: tuple[str, ...]
) -> None:
    assert facts({"match.person": details}).person_keys == keys


@pytest.mark.setting("match.matter")
@pytest.mark.parametrize(
    ("aspects", "key"),
    [
        (["TOPICS", "DISTRICT", "PLACE"], "matter|STREET_LAMP_OUT|XY|松风里路口"),
        (["TOPICS", "PLACE"], "matter|STREET_LAMP_OUT||松风里路口"),
        (["TOPICS", "DISTRICT"], "matter|STREET_LAMP_OUT|XY|"),
        (["PLACE"], "matter|||松风里路口"),
        (["DISTRICT"], None),
    ],
)
def test_only_the_aspects_that_count_tell_one_matter_from_another(
    aspects: list[str], key: str | None
) -> None:
    assert facts({"match.matter": aspects}).matter_key == key


@pytest.mark.clause("12.T8")
def test_whoever_parts_a_petition_makes_no_other_matter_of_it() -> None:
    place = {"district": "XY", "place": "松风里路口"}
    parted = facts(matter=place | {"topics": []}, parts=[{"topics": ["STREET_LAMP_OUT"]}])
    assert parted.matter_key == facts(matter=place | {"topics": ["STREET_LAMP_OUT"]}).matter_key


def test_without_a_place_there_is_no_key() -> None:
    assert facts(matter={"topics": ["STREET_LAMP_OUT"], "district": "XY"}).matter_key is None
