"""Namespaces of one's own."""

from __future__ import annotations

import pytest

from services.chassis.namespace import NamespaceMissing, drop_namespace, new_namespace
from services.chassis.settings import ChassisSettings


def test_a_new_namespace_fits_everywhere_a_name_is_needed() -> None:
    name = new_namespace("d")

    assert ChassisSettings(namespace=name).namespace == name
    assert name.startswith("d")


async def test_the_house_without_a_namespace_is_never_dropped() -> None:
    with pytest.raises(NamespaceMissing):
        await drop_namespace(ChassisSettings(namespace=""))
