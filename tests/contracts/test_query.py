"""The code a petitioner asks by."""

from __future__ import annotations

import hashlib

import pytest

from contracts.query import ALPHABET, query_code, query_key

DIGEST = hashlib.sha256(b"case-1").digest()


def test_a_code_is_twelve_letters_and_digits_that_cannot_be_misread() -> None:
    code = query_code(DIGEST)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert query_code(DIGEST) == code
    assert query_code(hashlib.sha256(b"case-2").digest()) != code


@pytest.mark.parametrize("written", ["0K1L-AB", " ok1l ab", "OKIIAB", "0k11-a b"])
def test_a_code_is_found_however_it_was_written_down(written: str) -> None:
    assert query_key(written) == query_key("0K11AB")


def test_the_key_does_not_tell_the_code() -> None:
    assert query_code(DIGEST).replace("-", "") not in query_key(query_code(DIGEST)).upper()
