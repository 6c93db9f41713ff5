"""Versions of the procedure: a folder with what differs from the one the house comes with.

`version.yaml` says `version`, `doc_no`, `effective_from`, and where they differ `settings` and
`limits`, by key; a rule set beside it stands in the place of ours of the same file name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from contracts.basis import Basis, Version
from contracts.catalogue import Catalogue
from contracts.events.gate import ProcedureVersionActivated
from services.chassis.calendar import WorkingCalendar
from services.chassis.catalogue import CATALOGUE_FOLDER
from services.chassis.plain_yaml import load_yaml
from services.chassis.rules.judge import SERVICES_FOLDER, load_judge
from services.chassis.standing import VersionOf, VersionUnknown

VERSIONS_FOLDER = CATALOGUE_FOLDER / "versions"
VERSION_FILE = "version.yaml"
HOUSES_MAX = 8
"""Houses of one process whose versions are kept loaded; there is one but in tests."""
EFFECTIVE_FROM = "procedure.effective_from"
FIELDS = frozenset({"version", "doc_no", "effective_from", "settings", "limits"})


class VersionRejected(Exception):
    """A version of the procedure is not well formed; nothing may be judged by it."""


def versions_in(folder: Path = VERSIONS_FOLDER) -> dict[str, Version]:
    """The versions of a folder, by name; raises `VersionRejected`."""
    return {
        path.parent.name: _read(path.parent) for path in sorted(folder.glob(f"*/{VERSION_FILE}"))
    }


def load_version(folder: Path, base: Basis) -> Basis:
    """What decisions stand on under a version; raises where its readings or rules are wrong."""
    catalogue = catalogue_of(folder, base.catalogue)
    assert isinstance(base.calendar, WorkingCalendar)
    return replace(
        base,
        catalogue=catalogue,
        calendar=base.calendar.read_by(catalogue),
        judge=load_judge(rule_files_of(folder), catalogue),
    )


def catalogue_of(folder: Path, base: Catalogue) -> Catalogue:
    """The catalogue with a version's readings and limits; raises `VersionRejected`."""
    document = _document(folder)
    readings = {**document.get("settings", {}), EFFECTIVE_FROM: str(document["effective_from"])}
    try:
        return _with_limits(base.configured(readings), document.get("limits", {}))
    except KeyError as unknown:
        raise VersionRejected(f"{folder.name}: there is no {unknown} to be changed.") from None


def rule_files_of(folder: Path) -> list[Path]:
    """The house's rule sets, a version's own in the place of those they replace."""
    own = {path.name: path for path in folder.glob("*.yaml") if path.name != VERSION_FILE}
    ours = sorted(SERVICES_FOLDER.glob("*/rules/*.yaml"))
    if unknown := own.keys() - {path.name for path in ours}:
        raise VersionRejected(f"{folder.name}: {', '.join(sorted(unknown))} replaces no rule set.")
    return [own.get(path.name, path) for path in ours]


@lru_cache(HOUSES_MAX)
def loader(base: Basis, folder: Path = VERSIONS_FOLDER) -> VersionOf:
    """Finds the version an event puts in force; each is loaded once for all services of a process.

    Compiling rule sets takes long enough to be noticed by a broker that waits for a heartbeat.
    """

    @cache
    def loaded(name: str) -> Basis:
        return load_version(folder / name, base)

    def version_of(event: ProcedureVersionActivated, _: Basis) -> Basis:
        known = base.versions.get(event.ruleset)
        if known is None or known.sha256 != event.sha256:
            what = "is not here" if known is None else "is here with other contents"
            raise VersionUnknown(
                f"The log puts version {event.ruleset!r} of the procedure in force, which {what}:"
                " deploy the release it was activated with."
            )
        return loaded(event.ruleset)

    return version_of


def _read(folder: Path) -> Version:
    document = _document(folder)
    return Version(
        name=folder.name,
        number=document["version"],
        doc_no=document["doc_no"],
        effective_from=document["effective_from"],
        sha256=_digest(folder),
    )


def _document(folder: Path) -> Mapping[str, Any]:
    document = load_yaml(folder / VERSION_FILE)
    if not isinstance(document, Mapping) or not document.keys() <= FIELDS:
        raise VersionRejected(f"{folder.name}: {VERSION_FILE} holds {', '.join(sorted(FIELDS))}.")
    kinds: tuple[tuple[str, type], ...] = (
        ("version", int), ("doc_no", str), ("effective_from", date)
    )  # fmt: skip
    for field, kind in kinds:
        if not isinstance(document.get(field), kind):
            raise VersionRejected(f"{folder.name}: {field} is missing, or no {kind.__name__}.")
    return document


def _with_limits(catalogue: Catalogue, numbers: Mapping[str, int]) -> Catalogue:
    changed = {key: replace(catalogue.limits[key], limit=n) for key, n in numbers.items()}
    return replace(catalogue, limits={**catalogue.limits, **changed})


def _digest(folder: Path) -> str:
    """Of all its files: two versions with one digest judge alike."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
