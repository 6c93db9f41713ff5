"""Each reading the bureau may choose is changed by a test that sees another outcome."""

from __future__ import annotations

import pytest

from services.chassis.catalogue import load_catalogue
from tests.marked import names_by_mark

EXEMPT = {
    "acct.visibility": "E36: who is shown a flag is decided where people look, not on the log",
    "assessment.weights": "E37: the text has no formula",
}
"""Keys that no decision of the services reads, by name and with the reason."""
KEYS = set(load_catalogue().settings)
TESTED = set(names_by_mark("setting"))


def untested(keys: set[str], tested: set[str]) -> list[str]:
    """Keys that no test changes."""
    return sorted(keys - tested - set(EXEMPT))


def test_every_reading_is_changed_by_a_test() -> None:
    assert untested(KEYS, TESTED) == []


def test_a_mark_names_a_reading_that_exists() -> None:
    assert sorted(TESTED - KEYS) == []


def test_a_reading_without_a_test_is_seen() -> None:
    assert untested({*KEYS, "planted.key"}, TESTED) == ["planted.key"]


@pytest.mark.parametrize("key", sorted(EXEMPT))
def test_an_exempt_reading_exists(key: str) -> None:
    assert key in KEYS
