"""The gate's SQL: one statement per kind for a whole batch."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import TypeAdapter

from contracts.envelope import CaseId
from services.chassis.database import Connection
from services.chassis.ledger import PositionLost
from services.chassis.standing import HEARD, Standing
from services.chassis.vault import Vault
from services.gate.state import (
    BureauAnswer,
    CommandKey,
    Guarded,
    KnownCase,
    KnownCommand,
    KnownPetition,
    Lane,
    Memory,
    PetitionKey,
)
from services.gate.store.vault import contents, lock_away, papers, relocate, shred, write_down

__all__ = [
    "cases_known",
    "commands_known",
    "contents",
    "papers",
    "petitions_known",
    "remember",
    "shred",
]

_GUARDED = TypeAdapter(Guarded)


async def petitions_known(
    link: Connection, keys: Collection[PetitionKey]
) -> dict[PetitionKey, KnownPetition]:
    """What these numbers of sources stand for already."""
    if not keys:
        return {}
    rows = await link.fetch(
        "SELECT p.source, p.platform_ref, p.digest, p.case_id, p.lane"
        " FROM petitions AS p JOIN unnest($1::text[], $2::text[]) AS w (source, platform_ref)"
        " USING (source, platform_ref)",
        [source for source, _ in keys],
        [platform_ref for _, platform_ref in keys],
    )
    return {
        (row["source"], row["platform_ref"]): KnownPetition(
            row["digest"], row["case_id"], row["lane"]
        )
        for row in rows
    }


async def cases_known(link: Connection, case_ids: Collection[CaseId]) -> dict[CaseId, KnownCase]:
    """Where these cases live."""
    if not case_ids:
        return {}
    rows = await link.fetch(
        "SELECT case_id, lane, partition, seq, source, guarded, moved_to"
        " FROM cases WHERE case_id = ANY($1::text[])",
        list(case_ids),
    )
    return {
        row["case_id"]: KnownCase(
            lane=row["lane"],
            partition=row["partition"],
            seq=row["seq"],
            source=row["source"],
            guarded=_GUARDED.validate_json(row["guarded"]) if row["guarded"] else None,
            moved_to=row["moved_to"],
        )
        for row in rows
    }


async def commands_known(
    link: Connection, keys: Collection[CommandKey]
) -> dict[CommandKey, KnownCommand]:
    """Which of these commands are on the log already."""
    if not keys:
        return {}
    rows = await link.fetch(
        "SELECT c.lane, c.command_id, c.digest, c.case_id, c.times"
        " FROM commands AS c JOIN unnest($1::text[], $2::text[]) AS w (lane, command_id)"
        " USING (lane, command_id)",
        [lane for lane, _ in keys],
        [command_id for _, command_id in keys],
    )
    return {
        (row["lane"], row["command_id"]): KnownCommand(row["digest"], row["case_id"], row["times"])
        for row in rows
    }


async def answers_known(
    link: Connection, keys: Collection[CommandKey]
) -> dict[CommandKey, BureauAnswer]:
    """How these commands about the whole bureau were answered."""
    if not keys:
        return {}
    rows = await link.fetch(
        "SELECT c.lane, c.command_id, c.digest, c.code, c.clause"
        " FROM bureau_commands AS c JOIN unnest($1::text[], $2::text[]) AS w (lane, command_id)"
        " USING (lane, command_id)",
        [lane for lane, _ in keys],
        [command_id for _, command_id in keys],
    )
    return {
        (row["lane"], row["command_id"]): BureauAnswer(row["digest"], row["code"], row["clause"])
        for row in rows
    }


async def learn(link: Connection, standing: Standing) -> None:
    """Know what any of the gate's workers has put in force since."""
    rows = await link.fetch(
        "SELECT name, event FROM bureau_events WHERE number > $1 ORDER BY number",
        len(standing.events),
    )
    for row in rows:
        standing.learn(HEARD[row["name"]].model_validate_json(row["event"]))


async def remember(link: Connection, news: Memory, vaults: Mapping[Lane, Vault]) -> None:
    """Write what a batch has led to; raises `PositionLost` where another worker was first."""
    await _add_petitions(link, news)
    await _put_cases(link, news.cases)
    await _put_commands(link, news.commands)
    await lock_away(link, news.documents, vaults)
    for number, moved in news.relocations.items():
        await relocate(link, number, moved, vaults)
    await _put_in_force(link, news)
    await write_down(link, news.looks)


async def _put_in_force(link: Connection, news: Memory) -> None:
    if news.answers:
        keys = sorted(news.answers)
        answers = [news.answers[key] for key in keys]
        await link.execute(
            "INSERT INTO bureau_commands (lane, command_id, digest, code, clause)"
            " SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::text[])",
            [lane for lane, _ in keys],
            [command_id for _, command_id in keys],
            [answer.digest for answer in answers],
            [answer.code for answer in answers],
            [answer.clause for answer in answers],
        )
    if news.bureau:
        added = await link.fetch(
            "INSERT INTO bureau_events (number, name, event)"
            " SELECT * FROM unnest($1::int[], $2::text[], $3::text[])"
            " ON CONFLICT DO NOTHING RETURNING number",
            [event.seq for event in news.bureau],
            [event.name for event in news.bureau],
            [event.model_dump_json(exclude_none=True) for event in news.bureau],
        )
        # Two workers at once, where somebody did not send such commands to one partition.
        if len(added) < len(news.bureau):
            raise PositionLost(frozenset(event.partition for event in news.bureau))


async def _add_petitions(link: Connection, news: Memory) -> None:
    if not news.petitions:
        return
    keys = sorted(news.petitions)
    rows = [news.petitions[key] for key in keys]
    added = await link.fetch(
        "INSERT INTO petitions (source, platform_ref, digest, case_id, lane)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::text[])"
        " ON CONFLICT DO NOTHING RETURNING case_id",
        [source for source, _ in keys],
        [platform_ref for _, platform_ref in keys],
        [row.digest for row in rows],
        [row.case_id for row in rows],
        [row.lane for row in rows],
    )
    # A source that spreads its keys otherwise may bring one number on two partitions at once.
    lost = {row.case_id for row in rows} - {row["case_id"] for row in added}
    if lost:
        raise PositionLost(frozenset(news.cases[case_id].partition for case_id in lost))


async def _put_cases(link: Connection, cases: Mapping[CaseId, KnownCase]) -> None:
    if not cases:
        return
    ordered = sorted(cases)
    await link.execute(
        "INSERT INTO cases (case_id, lane, partition, seq, source, guarded, moved_to)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::text[],"
        " $6::text[], $7::text[]) ON CONFLICT (case_id) DO UPDATE"
        " SET seq = EXCLUDED.seq, guarded = EXCLUDED.guarded, moved_to = EXCLUDED.moved_to",
        ordered,
        [cases[case_id].lane for case_id in ordered],
        [cases[case_id].partition for case_id in ordered],
        [cases[case_id].seq for case_id in ordered],
        [cases[case_id].source for case_id in ordered],
        [_guarded(cases[case_id]) for case_id in ordered],
        [cases[case_id].moved_to for case_id in ordered],
    )


def _guarded(case: KnownCase) -> str | None:
    return _GUARDED.dump_json(case.guarded).decode() if case.guarded is not None else None


async def _put_commands(link: Connection, commands: Mapping[CommandKey, KnownCommand]) -> None:
    if not commands:
        return
    keys = sorted(commands)
    await link.execute(
        "INSERT INTO commands (lane, command_id, digest, case_id, times)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::int[])"
        " ON CONFLICT (lane, command_id) DO UPDATE SET times = EXCLUDED.times",
        [lane for lane, _ in keys],
        [command_id for _, command_id in keys],
        [commands[key].digest for key in keys],
        [commands[key].case_id for key in keys],
        [commands[key].times for key in keys],
    )
