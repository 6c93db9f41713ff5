"""Text that is supplied later suggests topics like the first one did (2.b, E56)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.intake import SupplyInformation
from services.chassis.catalogue import load_catalogue
from services.gate.decisions.petition import with_what_is_seen

SEWER_AT_THE_LAKE = "八里湖新区的下水道堵了，污水外溢"


@pytest.mark.clause("2.b")
@pytest.mark.parametrize(
    ("fields", "topics", "district"),
    [
        ({"text": SEWER_AT_THE_LAKE}, ("SEWER_BLOCKED",), "BL"),
        ({"text": SEWER_AT_THE_LAKE, "matter": {"topics": ["STREET_LAMP_OUT"]}}, (), "BL"),
        ({"text": SEWER_AT_THE_LAKE, "matter": {"district": "XY"}}, ("SEWER_BLOCKED",), None),
        ({"text": "请尽快处理"}, (), None),
        ({}, (), None),
        # Whatever the desk says of it itself.
        ({"suggested_topics": ["ELEVATOR"], "suggested_district": "XY"}, (), None),
    ],
)
def test_what_is_supplied_is_read_for_topics_and_district_where_none_were_named(
    fields: dict[str, Any], topics: tuple[str, ...], district: str | None
) -> None:
    command = SupplyInformation.model_validate(fields)
    seen = with_what_is_seen(command, load_catalogue())
    assert isinstance(seen, SupplyInformation)
    assert (seen.suggested_topics, seen.suggested_district) == (topics, district)
