"""The code a petitioner asks by how far the matter is, and the key it is found by (9(一)3)."""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter in it can be taken for a digit."""
CODE_CHARS = 12
GROUP_CHARS = 4
BITS_PER_CHAR = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def query_code(digest: bytes) -> str:
    """A code that can be read aloud, out of a digest nobody else can make."""
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - BITS_PER_CHAR * CODE_CHARS)
    chars = [
        ALPHABET[(number >> BITS_PER_CHAR * place) & (len(ALPHABET) - 1)]
        for place in reversed(range(CODE_CHARS))
    ]
    groups = range(0, CODE_CHARS, GROUP_CHARS)
    return "-".join("".join(chars[start : start + GROUP_CHARS]) for start in groups)


def query_key(code: str) -> str:
    """What the log and the archive know of a code: enough to find its case, not to tell it."""
    read = "".join(char for char in code.upper() if char.isalnum()).translate(_MISREAD)
    return hashlib.sha256(read.encode()).hexdigest()
