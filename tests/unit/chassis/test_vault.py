"""The vault's cipher: what opens, what does not, what is shredded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag

from services.chassis.vault import Vault

TEXT = {"title": "路灯不亮", "parts": [{"note": "每晚"}]}


@pytest.fixture
def vault() -> Vault:
    """The vault of one lane."""
    return Vault(b"k" * 32)


def test_what_was_sealed_opens_again(vault: Vault) -> None:
    key = vault.new_key("case-1")
    assert vault.open(key, vault.seal(key, "vault:1", TEXT)) == TEXT


def test_nothing_readable_is_kept(vault: Vault) -> None:
    key = vault.new_key("case-1")
    assert "路灯".encode() not in vault.seal(key, "vault:1", TEXT).ciphertext


def test_the_same_text_is_never_sealed_to_the_same_bytes(vault: Vault) -> None:
    key = vault.new_key("case-1")
    first, second = (vault.seal(key, "vault:1", TEXT) for _ in range(2))
    assert (first.nonce, first.ciphertext) != (second.nonce, second.ciphertext)


def test_with_the_case_key_gone_a_new_one_opens_nothing_of_old(vault: Vault) -> None:
    sealed = vault.seal(vault.new_key("case-1"), "vault:1", TEXT)
    with pytest.raises(InvalidTag):
        vault.open(vault.new_key("case-1"), sealed)


@pytest.mark.parametrize(("case_id", "ref"), [("case-1", "vault:2"), ("case-2", "vault:1")])
def test_an_entry_put_under_another_case_or_reference_does_not_open(
    vault: Vault, case_id: str, ref: str
) -> None:
    key = vault.new_key("case-1")
    with pytest.raises(InvalidTag):
        vault.open(key, replace(vault.seal(key, "vault:1", TEXT), case_id=case_id, ref=ref))


def test_a_case_key_put_under_another_case_does_not_open(vault: Vault) -> None:
    key = vault.new_key("case-1")
    with pytest.raises(InvalidTag):
        vault.seal(replace(key, case_id="case-2"), "vault:1", TEXT)


def test_the_key_of_the_other_lane_opens_nothing(vault: Vault) -> None:
    key = vault.new_key("case-1")
    with pytest.raises(InvalidTag):
        Vault(b"x" * 32).open(key, vault.seal(key, "vault:1", TEXT))


def test_a_wrapping_key_is_named_without_being_told() -> None:
    assert Vault(b"k" * 32).key_id != Vault(b"x" * 32).key_id
    assert (b"k" * 32).hex() not in Vault(b"k" * 32).key_id


def test_a_short_wrapping_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")
