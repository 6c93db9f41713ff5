"""Keys of the two lanes, and the guard that stands before every command (art. 7, 6)."""

from __future__ import annotations

import hmac
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.access import Access
from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.commands.base import Actor
from contracts.envelope import CaseId
from contracts.ports import Issued, Refused
from contracts.roles import UNIT_ROLES
from contracts.zone import bureau_day
from services.chassis.batch import Lane
from services.chassis.ids import partition_of

KEY_BYTES = 32
CASE_ID_DRAWS_MAX = 100_000
"""With 1,024 partitions a draw fails that often once in 10^42 petitions."""

CLAUSE_OF_SECRECY = "7.d"
CLAUSE_OF_IMPARTIALITY = "6.b"


class KeyRejected(Exception):
    """Each lane needs a key of its own of 32 random bytes in base64: `openssl rand -base64 32`."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class LaneKey:
    """The keys of one lane, each for one use, all derived from the lane's master key."""

    wrapping: bytes = field(repr=False)
    """Wraps the keys of the cases."""
    hashing: bytes = field(repr=False)
    """Hashes names and matters, so that lanes never match each other's."""
    drawing: bytes = field(repr=False)
    """Draws case ids that nobody outside can foretell."""
    digesting: bytes = field(repr=False)
    """Tells a repeated message from a changed one without keeping either."""

    @classmethod
    def derived(cls, master: bytes) -> LaneKey:
        """The keys that follow from a master key; raises `KeyRejected`."""
        if len(master) != KEY_BYTES:
            raise KeyRejected
        uses = ("wrapping", "hashing", "drawing", "digesting")
        return cls(*(_derived(master, use) for use in uses))

    def hashed(self, *parts: str) -> str:
        """A keyed hash of parts that are told apart."""
        return hmac.digest(self.hashing, _joined(parts), "sha256").hex()

    def digest(self, text: str) -> bytes:
        """A keyed digest of a whole message."""
        return hmac.digest(self.digesting, text.encode(), "sha256")

    def case_id(self, source: str, platform_ref: str, partition: int, partitions: int) -> CaseId:
        """The id of a petition's case: the first draw whose home is this partition."""
        for draw in range(CASE_ID_DRAWS_MAX):
            drawn = hmac.digest(self.drawing, _joined((source, platform_ref, str(draw))), "sha256")
            case_id = str(UUID(bytes=drawn[:16], version=4))
            if partition_of(case_id.encode(), partitions) == partition:
                return CaseId(case_id)
        raise RuntimeError(f"no case id falls on partition {partition} of {partitions}")


@dataclass(frozen=True, slots=True)
class LaneKeys:
    """The keys of both lanes; those of one do not follow from those of the other."""

    open: LaneKey
    restricted: LaneKey

    @classmethod
    def from_base64(cls, open_master: str, restricted_master: str) -> LaneKeys:
        """Derived from the master keys as settings hold them; raises `KeyRejected`."""
        if open_master == restricted_master:
            raise KeyRejected
        masters = _decoded(open_master), _decoded(restricted_master)
        return cls(*(LaneKey.derived(master) for master in masters))

    def of(self, lane: Lane) -> LaneKey:
        """The keys of a lane."""
        return self.restricted if lane == "restricted" else self.open


def guard(issued: Issued[Any], access: Access, basis: Basis) -> None:
    """Raise `Refused` where role, unit, deny set or recusal forbid a command, in that order.

    A denied actor must not even learn that a RESTRICTED case exists: that goes before all others.
    """
    denied = issued.denied or is_denied(issued.actor, access, basis.catalogue)
    if denied and access.restricted:
        raise Refused("UNKNOWN_CASE", CLAUSE_OF_SECRECY)
    command = issued.command
    if not _role_allows(issued, access, basis):
        raise Refused("ROLE_NOT_ALLOWED", command.clause)
    if denied:
        raise Refused("ACTOR_DENIED", CLAUSE_OF_SECRECY)
    if issued.actor.principal in access.recused:
        raise Refused("ACTOR_RECUSED", CLAUSE_OF_IMPARTIALITY)


def is_denied(actor: Actor, access: Access, catalogue: Catalogue) -> bool:
    """Whether the actor is a reported person, or belongs to a reported unit or one below it."""
    if actor.principal in access.denied_principals or actor.key in access.denied_keys:
        return True
    return actor.unit is not None and catalogue.under(actor.unit, access.denied_units)


def _role_allows(issued: Issued[Any], access: Access, basis: Basis) -> bool:
    actor = issued.actor
    if not basis.may_issue(actor, issued.command.type, bureau_day(issued.occurred_at)):
        return False
    if actor.role not in UNIT_ROLES or not access.units:
        return True
    return actor.unit in access.units


def _derived(master: bytes, use: str) -> bytes:
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"xinfang/{use}".encode())
    return derivation.derive(master)


def _decoded(master: str) -> bytes:
    try:
        return b64decode(master, validate=True)
    except ValueError:
        raise KeyRejected from None


def _joined(parts: tuple[str, ...]) -> bytes:
    # NUL is refused in every text, so no two lists of parts join to the same bytes.
    return "\x00".join(parts).encode()
