"""The vault's cipher: each case has its key, and the database holds only its wrapping (art. 7).

Whoever deletes a case's wrapped key has shredded everything sealed under it, in copies as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The key of one case, readable only with the lane's wrapping key."""

    case_id: str
    key_id: str
    """Names the wrapping key without telling it."""
    wrapped: bytes
    """Nonce and ciphertext."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document of one case as the vault keeps it."""

    ref: str
    case_id: str
    nonce: bytes
    ciphertext: bytes


class Vault:
    """Seals and opens the documents of one lane."""

    def __init__(self, wrapping_key: bytes, entropy: Callable[[int], bytes] = os.urandom) -> None:
        if len(wrapping_key) != KEY_BYTES:
            raise ValueError(f"A wrapping key has {KEY_BYTES} bytes.")
        self.key_id = sha256(b"xinfang/key-id/" + wrapping_key).hexdigest()[:16]
        self._wrapping = AESGCM(wrapping_key)
        self._entropy = entropy

    def new_key(self, case_id: str) -> WrappedKey:
        """A fresh key for a case."""
        nonce = self._entropy(NONCE_BYTES)
        bound = _bound(self.key_id, case_id)
        wrapped = self._wrapping.encrypt(nonce, self._entropy(KEY_BYTES), bound)
        return WrappedKey(case_id, self.key_id, nonce + wrapped)

    def seal(self, key: WrappedKey, ref: str, document: Mapping[str, Any]) -> Sealed:
        """The document, encrypted and bound to its case and its reference."""
        nonce = self._entropy(NONCE_BYTES)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        bound = _bound(key.key_id, key.case_id, ref)
        return Sealed(ref, key.case_id, nonce, self._case(key).encrypt(nonce, text, bound))

    def open(self, key: WrappedKey, sealed: Sealed) -> dict[str, Any]:
        """The document again; raises `InvalidTag` where key, case and reference do not fit."""
        bound = _bound(key.key_id, sealed.case_id, sealed.ref)
        text = self._case(key).decrypt(sealed.nonce, sealed.ciphertext, bound)
        document: dict[str, Any] = json.loads(text)
        return document

    def open_if_kept(self, key: WrappedKey, sealed: Sealed) -> dict[str, Any] | None:
        """The document, or nothing where the key it was sealed under is destroyed."""
        try:
            return self.open(key, sealed)
        except InvalidTag:
            return None

    def _case(self, key: WrappedKey) -> AESGCM:
        nonce, wrapped = key.wrapped[:NONCE_BYTES], key.wrapped[NONCE_BYTES:]
        return AESGCM(self._wrapping.decrypt(nonce, wrapped, _bound(key.key_id, key.case_id)))


def _bound(*parts: str) -> bytes:
    return "\x00".join(parts).encode()
