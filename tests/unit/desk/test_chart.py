"""Which flow chart a case is shown to follow: the official one is not in the text (E2)."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from services.chassis.catalogue import load_catalogue
from services.desk.cli.showing import summary

VIEW: Any = {"source": "voice-city", "status": "REGISTERED"}


@pytest.mark.setting("flow.version")
@pytest.mark.clause("N.4")
@pytest.mark.parametrize("chart", ["reconstructed-1", "official-2021"])
def test_the_chart_of_the_reading_is_named(chart: str) -> None:
    console = Console(record=True, width=100)
    console.print(summary("c", VIEW, load_catalogue().configured({"flow.version": chart})))
    assert chart in console.export_text()
