"""Migrations on a real database: once each, forward only, all or nothing."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from services.chassis.database import connection
from services.chassis.migrate import MigrationChanged, migrate
from services.chassis.running import Part, all_parts, migrations_of

SCHEMA = "migrated"
LETTERS = "CREATE TABLE letters (number int PRIMARY KEY);"
ANSWERS = "CREATE TABLE answers (number int PRIMARY KEY);"


def folder(path: Path, **files: str) -> Path:
    """A folder with these migrations."""
    path.mkdir(parents=True, exist_ok=True)
    for name, sql in files.items():
        (path / f"{name}.sql").write_text(sql, "utf-8")
    return path


async def tables(dsn: str, schema: str = SCHEMA) -> list[str]:
    """What the schema holds, the register of migrations left out."""
    async with connection(dsn) as link:
        rows = await link.fetch(
            "SELECT table_name::text AS name FROM information_schema.tables"
            " WHERE table_schema = $1 AND table_name <> 'schema_migrations' ORDER BY 1",
            schema,
        )
    return [row["name"] for row in rows]


async def test_each_file_is_applied_once_and_a_new_one_when_it_comes(
    database: str, tmp_path: Path
) -> None:
    first = folder(tmp_path / "migrations", a0001_letters=LETTERS)
    assert await migrate(database, SCHEMA, [first]) == 1
    assert await migrate(database, SCHEMA, [first]) == 0
    assert await tables(database) == ["letters"]
    folder(first, a0002_answers=ANSWERS)
    assert await migrate(database, SCHEMA, [first]) == 1
    assert await tables(database) == ["answers", "letters"]


async def test_a_file_that_was_changed_after_it_was_applied_is_refused(
    database: str, tmp_path: Path
) -> None:
    files = folder(tmp_path / "migrations", a0002_letters=LETTERS)
    await migrate(database, SCHEMA, [files])
    folder(files, a0001_answers=ANSWERS, a0002_letters=f"{LETTERS} -- harmless?")
    with pytest.raises(MigrationChanged, match=r"migrated: .*/migrations/a0002_letters\.sql"):
        await migrate(database, SCHEMA, [files])
    assert await tables(database) == ["letters"]


async def test_of_a_file_that_fails_nothing_stays_nor_of_those_before_it(
    database: str, tmp_path: Path
) -> None:
    files = folder(tmp_path / "migrations", a0001_letters=LETTERS, a0002_bad=f"{ANSWERS} SELEKT;")
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(database, SCHEMA, [files])
    assert await tables(database) == []


async def test_two_folders_may_have_a_file_of_one_name(database: str, tmp_path: Path) -> None:
    ours = folder(tmp_path / "ours", a0001_create=LETTERS)
    theirs = folder(tmp_path / "theirs", a0001_create=ANSWERS)
    assert await migrate(database, SCHEMA, [ours, theirs]) == 2
    assert await tables(database) == ["answers", "letters"]


@pytest.mark.parametrize("name", ["Gate", "gate; DROP SCHEMA gate", "", "1st"])
async def test_a_schema_that_would_need_quoting_is_refused(database: str, name: str) -> None:
    with pytest.raises(ValueError, match="Schema name"):
        await migrate(database, name, [])


@pytest.mark.parametrize("part", all_parts(("open",)), ids=lambda part: part.label)
async def test_every_service_makes_its_schema_from_nothing(database: str, part: Part) -> None:
    assert await migrate(database, part.service, migrations_of(part)) > 0
    assert {"outbox", "position"} <= set(await tables(database, part.service))
