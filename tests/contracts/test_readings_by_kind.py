"""A reading asked for by kind, and the sentence where its value is of another one."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.catalogue.readings import ReadingUnfit
from services.chassis.catalogue import load_catalogue

UNFIT: list[tuple[str, str, Any, str]] = [
    ("number", "group.min", True, "The reading group.min takes a whole number, not True."),
    ("flag", "reply.gate1", 1, "The reading reply.gate1 takes true or false, not 1."),
    ("word", "acceptance.day", ["A"], "The reading acceptance.day takes one code, not ('A',)."),
    ("words", "t7.clocks", "SUPERIOR", "The reading t7.clocks takes a list, not 'SUPERIOR'."),
]


@pytest.mark.parametrize(("kind", "key", "value", "sentence"), UNFIT)
def test_a_value_of_another_kind_is_told_by_key(
    kind: str, key: str, value: Any, sentence: str
) -> None:
    catalogue = load_catalogue().configured({key: value})
    with pytest.raises(ReadingUnfit) as unfit:
        getattr(catalogue, kind)(key)
    assert str(unfit.value) == sentence
