"""Draws that follow from a seed and words alone, so that no order of asking changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
DIGEST_BYTES = 8
RANGE = 2 ** (8 * DIGEST_BYTES)


@dataclass(frozen=True, slots=True)
class Lot:
    """Everything that happens by chance in a year of this seed."""

    seed: int

    def number(self, *words: object) -> float:
        """A number from 0 up to 1, always the same for the same words."""
        asked = "/".join(map(str, (self.seed, *words))).encode()
        digest = blake2b(asked, digest_size=DIGEST_BYTES).digest()
        number: float = int.from_bytes(digest, "big") / RANGE
        return number

    def chance(self, share: float, *words: object) -> bool:
        """True in this share of all cases."""
        return self.number(*words) < share

    def pick(self, among: Sequence[T], *words: object) -> T:
        """One of these, each as likely as the others."""
        return among[int(self.number(*words) * len(among))]

    def whole(self, low: int, high: int, *words: object) -> int:
        """A whole number between these two, both included."""
        return low + int(self.number(*words) * (high - low + 1))

    def weighted(self, weights: Mapping[T, float], *words: object) -> T:
        """One of the keys, as likely as its weight."""
        left = self.number(*words) * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]
