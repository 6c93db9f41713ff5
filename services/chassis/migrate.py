"""Plain-SQL migrations: forward only, one transaction a file, each applied once per schema."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.chassis.database import Connection, checked_schema, connection

CHASSIS_MIGRATIONS = Path(__file__).parent / "migrations"
WORKER_MIGRATIONS = CHASSIS_MIGRATIONS / "worker"
CASES_MIGRATIONS = CHASSIS_MIGRATIONS / "cases"

MIGRATION_LOCK = 0x71_66_61_6E
"""Advisory lock key: two processes of one service may start at the same time."""

_REGISTER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: `<folder>/<NNNN_verb_object>.sql`."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Of the text, so that a file changed after it was applied is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


class MigrationChanged(Exception):
    """A migration that was already applied has another text now; write a new one instead."""

    def __init__(self, schema: str, name: str) -> None:
        super().__init__(f"{schema}: {name}: {self.__doc__}")


def migrations_in(folders: Sequence[Path]) -> tuple[Migration, ...]:
    """All migrations of these folders, folder by folder, each in the order of its numbers."""
    return tuple(
        Migration(f"{folder.parent.name}/{folder.name}/{path.name}", path.read_text("utf-8"))
        for folder in folders
        for path in sorted(folder.glob("*.sql"))
    )


async def migrate(dsn: str, schema: str, folders: Sequence[Path]) -> int:
    """Bring a schema up to date and return how many files were applied."""
    checked_schema(schema)
    async with connection(dsn) as link, link.transaction():
        await link.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await link.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        await link.execute(f"SET LOCAL search_path TO {schema}")
        await link.execute(_REGISTER)
        return await _apply_missing(link, schema, migrations_in(folders))


async def _apply_missing(link: Connection, schema: str, migrations: Sequence[Migration]) -> int:
    rows = await link.fetch("SELECT name, sha256 FROM schema_migrations")
    applied = {row["name"]: row["sha256"] for row in rows}
    missing = 0
    for migration in migrations:
        if migration.name in applied:
            if applied[migration.name] != migration.sha256:
                raise MigrationChanged(schema, migration.name)
            continue
        await link.execute(migration.sql)
        await link.execute(
            "INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)",
            migration.name,
            migration.sha256,
        )
        missing += 1
    return missing
