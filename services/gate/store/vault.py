"""The vault's SQL: sealing, opening, handing over to the other lane, shredding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from contracts.envelope import CaseId
from services.chassis.database import Connection
from services.chassis.vault import Sealed, Vault, WrappedKey
from services.gate.state import Document, Lane, Look, PetitionKey, Relocation


async def contents(
    link: Connection, refs: Collection[str], vaults: Mapping[Lane, Vault]
) -> dict[str, Mapping[str, Any]]:
    """These documents, opened; those whose key was destroyed are not among them."""
    if not refs:
        return {}
    rows = await link.fetch(
        "SELECT v.ref, v.case_id, v.nonce, v.ciphertext, k.key_id, k.wrapped, c.lane"
        " FROM vault AS v JOIN case_keys AS k USING (case_id) JOIN cases AS c USING (case_id)"
        " WHERE v.ref = ANY($1::text[])",
        list(refs),
    )
    return dict(_opened(rows, vaults))


async def papers(
    link: Connection, case_id: CaseId, vaults: Mapping[Lane, Vault]
) -> dict[str, Mapping[str, Any]]:
    """Everything the vault keeps of a case, opened, by reference."""
    rows = await link.fetch(
        "SELECT v.ref, v.case_id, v.nonce, v.ciphertext, k.key_id, k.wrapped, c.lane"
        " FROM vault AS v JOIN case_keys AS k USING (case_id) JOIN cases AS c USING (case_id)"
        " WHERE v.case_id = $1 ORDER BY v.ref",
        case_id,
    )
    return dict(_opened(rows, vaults))


async def write_down(link: Connection, looks: Collection[Look]) -> None:
    """Who looks at what of which case, and for what: the row stands before the answer goes out."""
    if not looks:
        return
    await link.executemany(
        "INSERT INTO looks (id, case_id, principal, role, unit, purpose_ref, field_classes, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            (
                look.id,
                look.case_id,
                look.principal,
                look.role,
                look.unit,
                look.purpose_ref,
                list(look.field_classes),
                look.at,
            )
            for look in looks
        ],
    )


async def lock_away(
    link: Connection, documents: Collection[Document], vaults: Mapping[Lane, Vault]
) -> None:
    """Seal documents under the keys of their cases."""
    if not documents:
        return
    lanes = {document.case_id: document.lane for document in documents}
    keys = await _case_keys(link, {c: vaults[lane].new_key(c) for c, lane in lanes.items()})
    sealed = [
        vaults[document.lane].seal(keys[document.case_id], document.ref, document.content)
        for document in documents
    ]
    await _add_to_vault(link, sealed)


async def _case_keys(
    link: Connection, fresh: Mapping[CaseId, WrappedKey]
) -> dict[CaseId, WrappedKey]:
    """The key each of these cases has, or the fresh one where it had none or was shredded."""
    ordered = sorted(fresh)
    await link.execute(
        "INSERT INTO case_keys (case_id, key_id, wrapped)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) ON CONFLICT DO NOTHING",
        ordered,
        [fresh[case_id].key_id for case_id in ordered],
        [fresh[case_id].wrapped for case_id in ordered],
    )
    rows = await link.fetch(
        "SELECT case_id, key_id, wrapped FROM case_keys WHERE case_id = ANY($1::text[])", ordered
    )
    return {r["case_id"]: WrappedKey(r["case_id"], r["key_id"], r["wrapped"]) for r in rows}


async def _add_to_vault(link: Connection, sealed: Collection[Sealed]) -> None:
    await link.execute(
        "INSERT INTO vault (ref, case_id, nonce, ciphertext)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])"
        # What is declared of a case is sealed anew under its one reference.
        " ON CONFLICT (ref) DO UPDATE"
        " SET nonce = EXCLUDED.nonce, ciphertext = EXCLUDED.ciphertext",
        [entry.ref for entry in sealed],
        [entry.case_id for entry in sealed],
        [entry.nonce for entry in sealed],
        [entry.ciphertext for entry in sealed],
    )


async def relocate(
    link: Connection, number: PetitionKey, moved: Relocation, vaults: Mapping[Lane, Vault]
) -> None:
    """The number stands for the new case, every paper is sealed under its key, the old one goes."""
    source, platform_ref = number
    petition, former = moved.petition, moved.former
    await link.execute(
        "UPDATE petitions SET case_id = $3, lane = $4 WHERE source = $1 AND platform_ref = $2",
        source,
        platform_ref,
        petition.case_id,
        petition.lane,
    )
    papers = await link.fetch(
        "SELECT v.ref, v.case_id, v.nonce, v.ciphertext, k.key_id, k.wrapped, c.lane"
        " FROM vault AS v JOIN case_keys AS k USING (case_id) JOIN cases AS c USING (case_id)"
        " WHERE v.case_id = $1",
        former,
    )
    vault = vaults[petition.lane]
    keys = await _case_keys(link, {petition.case_id: vault.new_key(petition.case_id)})
    key = keys[petition.case_id]
    sealed = [vault.seal(key, ref, content) for ref, content in _opened(papers, vaults)]
    await link.execute(
        "UPDATE vault AS v SET case_id = $1, nonce = m.nonce, ciphertext = m.ciphertext"
        " FROM unnest($2::text[], $3::bytea[], $4::bytea[]) AS m (ref, nonce, ciphertext)"
        " WHERE v.ref = m.ref",
        petition.case_id,
        [entry.ref for entry in sealed],
        [entry.nonce for entry in sealed],
        [entry.ciphertext for entry in sealed],
    )
    await shred(link, former)


async def shred(link: Connection, case_id: CaseId) -> None:
    """Destroy the key of a case: nothing sealed under it can be read again, in no copy."""
    await link.execute("DELETE FROM case_keys WHERE case_id = $1", case_id)


def _opened(
    rows: Iterable[Any], vaults: Mapping[Lane, Vault]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Reference and content; what was sealed under a key that is destroyed is left out."""
    for row in rows:
        key = WrappedKey(row["case_id"], row["key_id"], row["wrapped"])
        sealed = Sealed(row["ref"], row["case_id"], row["nonce"], row["ciphertext"])
        content = vaults[row["lane"]].open_if_kept(key, sealed)
        if content is not None:
            yield row["ref"], content
