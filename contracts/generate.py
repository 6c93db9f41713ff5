"""Writes what follows from the models: schemas, AsyncAPI, the README's table of topics."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from contracts.asyncapi import document
from contracts.json_schemas import all_schemas
from contracts.topics import TOPICS, Topic

HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
README = HERE.parent / "README.md"
BEGIN = "<!-- topics:begin -->"
END = "<!-- topics:end -->"


class MarkersMissing(Exception):
    """The README has no place for the table of topics: two marker lines belong there."""


def generated() -> dict[Path, str]:
    """Schemas and AsyncAPI, and what has to be in each file."""
    files = {HERE / "asyncapi.json": _json(document())}
    for folder, name, schema in all_schemas():
        files[SCHEMAS / folder / f"{name}.json"] = _json(schema)
    return files


def readme() -> dict[Path, str]:
    """The README and what has to be in it; raises `MarkersMissing`."""
    return {README: with_table(_read(README) or "")}


def differences(files: Mapping[Path, str]) -> list[str]:
    """What is missing, out of date, or left over, as paths from the project's root."""
    root = HERE.parent
    wrong = [path for path, text in files.items() if _read(path) != text]
    left_over = [path for path in SCHEMAS.rglob("*.json") if path not in files]
    return sorted(path.relative_to(root).as_posix() for path in [*wrong, *left_over])


def write(files: Mapping[Path, str]) -> None:
    """Bring the files up to date; a schema whose model is gone goes too."""
    for path, text in files.items():
        if _read(path) != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in SCHEMAS.rglob("*.json"):
        if path not in files:
            path.unlink()


def with_table(readme: str) -> str:
    """The README with the table between its markers; raises `MarkersMissing`."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise MarkersMissing(f"README.md lacks the lines {BEGIN} and {END} (in this order)")
    return f"{before}{BEGIN}\n{topic_table()}{END}{after}"


def topic_table() -> str:
    """The topics as Markdown."""
    head = "| topic | key | written by | read by | kept | what |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(topic) for topic in TOPICS)


def _row(topic: Topic) -> str:
    days = topic.retention_days
    kept = "for ever" if days is None else f"{days} days"
    kept = "last per key" if topic.compacted else kept
    cells = (f"`{topic.stem}`", topic.key, topic.writers, topic.readers, kept, topic.says)
    return f"| {' | '.join(cells)} |\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str] | None = None) -> int:
    """Write, or with `--check` only compare; 1 where something differs."""
    parser = argparse.ArgumentParser(prog="contracts.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    files = generated()
    failures = []
    try:
        files |= readme()
    except MarkersMissing as missing:
        failures.append(str(missing))
    stale = differences(files)
    if options.check:
        failures += [f"{path} is not what the models say; run `make schemas`" for path in stale]
    else:
        write(files)
        sys.stdout.write(f"{len(files)} files, {len(stale)} of them new, changed or gone\n")
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
