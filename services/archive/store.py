"""The archive's own tables: every event of every case, and the dossiers that were filed."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.commands import COMMANDS
from contracts.envelope import CaseEvent, Owner
from contracts.events.archive import ArchiveSealed
from contracts.events.common import CommandRefused
from contracts.events.gate import PetitionReceived
from contracts.events.intake import PetitionMerged, PetitionUnlinked
from services.archive.decisions import manifest
from services.archive.state import CaseFile, canonical
from services.chassis.database import Connection
from services.chassis.service import Applied


class ArchiveStore:
    """Rows of the batch's events, one statement per table."""

    async def record(self, connection: Connection, applied: Sequence[Applied[CaseFile]]) -> None:
        """Own events stand in the history once they are read back: only then they have a place."""
        on_log = [one for one in applied if one.offset is not None]
        made_here = [one for one in applied if one.offset is None]
        await add_to_history(connection, on_log)
        await add_references(connection, on_log)
        await add_dossiers(connection, made_here)
        await note_merged(connection, on_log)


def announcer(event: CaseEvent) -> Owner:
    """The service that said it: a refusal is its command's owner's, all else its kind's."""
    if isinstance(event, CommandRefused):
        return COMMANDS[event.command_type].owner
    return event.owner


async def add_to_history(link: Connection, applied: Sequence[Applied[CaseFile]]) -> None:
    """Keep these events as they stand on the log."""
    if not applied:
        return
    await link.execute(
        'INSERT INTO history (partition, "offset", case_id, seq, type, owner, occurred_at,'
        " caused_by, body) SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::int[],"
        " $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::json[])"
        ' ON CONFLICT (partition, "offset") DO NOTHING',
        [one.partition for one in applied],
        [one.offset for one in applied],
        [one.event.case_id for one in applied],
        [one.event.seq for one in applied],
        [one.event.name for one in applied],
        [announcer(one.event).value for one in applied],
        [one.event.occurred_at for one in applied],
        [one.event.caused_by for one in applied],
        [canonical(one.event).decode() for one in applied],
    )


async def add_references(link: Connection, applied: Sequence[Applied[CaseFile]]) -> None:
    """Remember under which number of which source a case came in."""
    arrived = [one.event for one in applied if isinstance(one.event, PetitionReceived)]
    if not arrived:
        return
    await link.execute(
        "INSERT INTO arrivals (case_id, source, platform_ref, received_at, query_key)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])"
        " ON CONFLICT (case_id) DO NOTHING",
        [event.case_id for event in arrived],
        [event.source for event in arrived],
        [event.platform_ref for event in arrived],
        [event.received_at for event in arrived],
        [event.query_key or None for event in arrived],
    )


async def add_dossiers(link: Connection, applied: Sequence[Applied[CaseFile]]) -> None:
    """Keep the manifest under each seal; the state after the seal gives the sealed text again."""
    sealed = [
        (one.event, one.state, one.state.volume)
        for one in applied
        if isinstance(one.event, ArchiveSealed) and one.state.volume is not None
    ]
    if not sealed:
        return
    await link.execute(
        "INSERT INTO dossiers (case_id, supplement, year, manifest, sha256, sealed_at)"
        " SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::json[], $5::text[],"
        " $6::timestamptz[]) ON CONFLICT (case_id, supplement) DO NOTHING",
        [event.case_id for event, _, _ in sealed],
        [event.supplement for event, _, _ in sealed],
        [volume.year for _, _, volume in sealed],
        [manifest(event.case_id, state) for event, state, _ in sealed],
        [event.sha256 for event, _, _ in sealed],
        [event.occurred_at for event, _, _ in sealed],
    )


async def note_merged(link: Connection, applied: Sequence[Applied[CaseFile]]) -> None:
    """Keep which case took up which, as it stands after the batch."""
    stands: dict[str, str | None] = {}
    for one in applied:
        match one.event:
            case PetitionMerged(into=into):
                stands[one.event.case_id] = into
            case PetitionUnlinked():
                stands[one.event.case_id] = None
            case _:
                pass
    if not stands:
        return
    await link.execute("DELETE FROM merged WHERE case_id = ANY($1::text[])", sorted(stands))
    inside = sorted((case_id, into) for case_id, into in stands.items() if into is not None)
    await link.execute(
        "INSERT INTO merged (case_id, into_case) SELECT * FROM unnest($1::text[], $2::text[])",
        [case_id for case_id, _ in inside],
        [into for _, into in inside],
    )
