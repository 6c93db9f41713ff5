"""Keys of the lanes, and who may command a case."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from contracts.access import Access
from contracts.commands.base import Actor
from contracts.commands.handling import SubmitReply
from contracts.envelope import CaseId, Principal, UnitCode
from contracts.ports import Issued, Refused
from services.chassis.ids import partition_of
from services.chassis.security import KeyRejected, LaneKey, LaneKeys, guard
from tests.unit.case_story import BASIS

MASTER = b64encode(b"m" * 32).decode()
OTHER = b64encode(b"n" * 32).decode()
KEY = LaneKey.derived(b"m" * 32)

XY, KF, ENF = UnitCode("BRG-XY"), UnitCode("BRG-KF"), UnitCode("ENF")
ME = Principal("demo-liaison")


def issued(role: str = "LIAISON", unit: UnitCode | None = XY) -> Issued[SubmitReply]:
    """A command of mine that a liaison may issue."""
    actor = Actor(principal=ME, role=role, unit=unit, key="key-of-me")
    return Issued("c-1", CaseId("x"), actor, datetime(2021, 3, 16, tzinfo=UTC), SubmitReply())


def verdict(command: Issued[SubmitReply], access: Access) -> tuple[str | None, str | None]:
    """Code and clause of the refusal; neither where the guard lets the command pass."""
    try:
        guard(command, access, BASIS)
    except Refused as refused:
        return refused.code, refused.clause
    return None, None


@pytest.mark.parametrize(
    ("access", "role", "unit", "code", "clause"),
    [
        (Access(), "LIAISON", XY, None, None),
        (Access(lead_unit=XY), "LIAISON", XY, None, None),
        (Access(lead_unit=KF, co_units=(XY,)), "LIAISON", XY, None, None),
        (Access(lead_unit=KF), "LIAISON", XY, "ROLE_NOT_ALLOWED", "9.2.4"),
        (Access(lead_unit=XY), "LIAISON", None, "ROLE_NOT_ALLOWED", "9.2.4"),
        (Access(), "ARCHIVIST", XY, "ROLE_NOT_ALLOWED", "9.2.4"),
        (Access(), "EMPEROR", XY, "ROLE_NOT_ALLOWED", "9.2.4"),
        (Access(denied_principals=(ME,)), "LIAISON", XY, "ACTOR_DENIED", "7.d"),
        (Access(denied_keys=("key-of-me",)), "LIAISON", XY, "ACTOR_DENIED", "7.d"),
        (Access(denied_units=(XY,)), "LIAISON", XY, "ACTOR_DENIED", "7.d"),
        (Access(denied_units=(ENF,)), "LIAISON", XY, "ACTOR_DENIED", "7.d"),
        (Access(denied_units=(KF,)), "LIAISON", XY, None, None),
        (Access(recused=(ME,)), "LIAISON", XY, "ACTOR_RECUSED", "6.b"),
        # The order of refusal: the role, the deny set, the recusal ...
        (Access(denied_principals=(ME,)), "ARCHIVIST", XY, "ROLE_NOT_ALLOWED", "9.2.4"),
        (Access(denied_principals=(ME,), recused=(ME,)), "LIAISON", XY, "ACTOR_DENIED", "7.d"),
        # ... but of a RESTRICTED case the denied must not even learn that it exists.
        (Access(restricted=True, denied_units=(XY,)), "LIAISON", XY, "UNKNOWN_CASE", "7.d"),
        (Access(restricted=True, denied_units=(XY,)), "ARCHIVIST", XY, "UNKNOWN_CASE", "7.d"),
        (Access(restricted=True, recused=(ME,)), "LIAISON", XY, "ACTOR_RECUSED", "6.b"),
    ],
)
def test_a_command_is_refused_by_the_first_reason_of_the_order(
    access: Access, role: str, unit: UnitCode | None, code: str | None, clause: str | None
) -> None:
    assert verdict(issued(role, unit), access) == (code, clause)


@pytest.mark.parametrize("partition", range(8))
def test_a_case_id_falls_on_the_partition_it_was_drawn_for(partition: int) -> None:
    case_id = KEY.case_id("voice-city", "VC-1", partition, 8)
    assert partition_of(case_id.encode(), 8) == partition
    assert case_id == KEY.case_id("voice-city", "VC-1", partition, 8)


def test_a_case_id_cannot_be_foretold_without_the_key() -> None:
    other = LaneKey.derived(b"n" * 32)
    assert KEY.case_id("voice-city", "VC-1", 0, 1) != other.case_id("voice-city", "VC-1", 0, 1)


def test_hashes_keep_their_parts_apart() -> None:
    assert KEY.hashed("ab", "c") != KEY.hashed("a", "bc")


def test_each_use_has_a_key_of_its_own() -> None:
    assert len({KEY.wrapping, KEY.hashing, KEY.drawing, KEY.digesting, b"m" * 32}) == 5


def test_keys_are_not_shown() -> None:
    assert "wrapping" not in repr(KEY)


def test_the_lanes_have_different_keys() -> None:
    keys = LaneKeys.from_base64(MASTER, OTHER)
    assert keys.of("open") == KEY
    assert keys.of("restricted") != KEY


@pytest.mark.parametrize(
    "masters",
    [("", ""), (MASTER, ""), (MASTER, MASTER), (MASTER, "not base64!"), ("c2hvcnQ=", OTHER)],
)
def test_a_missing_short_or_shared_master_key_is_rejected(masters: tuple[str, str]) -> None:
    with pytest.raises(KeyRejected, match="openssl rand"):
        LaneKeys.from_base64(*masters)
