"""A dossier outside the house: the files of an export, and what in them does not hold.

Whoever has the folder can check it: every file has its hash in SHA256SUMS, every seal is the hash
of its manifest, every manifest holds the head of the chain over the events, and the root of a year
is a hash tree over the latest seals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.events.archive import ArchiveSealed

CASE_FORM = "xinfang-dossier/1"
VOLUME_FORM = "xinfang-volume/1"
CASE_FILE = "case.json"
VOLUME_FILE = "volume.json"
HISTORY_FILE = "history.jsonl"
SUMS_FILE = "SHA256SUMS"
CASES_FOLDER = "cases"
LEAF, NODE = b"\x00", b"\x01"
"""Set before what is hashed, so that no leaf of the tree can pass for a node."""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Seal:
    """A manifest under its seal: the dossier's own, or a supplement's."""

    supplement: int
    manifest: str
    """The text, byte for byte as it was hashed."""
    sha256: str
    sealed_at: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A filed case with everything that proves it."""

    case_id: str
    reg_no: str
    year: int
    retention: str | None
    keep_until: str | None
    destroyed: bool
    seals: Sequence[Seal]
    history: Sequence[tuple[str, str]]
    """Type and body of each event as on the log, in the order of the chain."""

    @property
    def seal(self) -> str:
        """The latest one: it covers all before it."""
        return self.seals[-1].sha256


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and in which file."""

    file: str
    what: str


def case_files(dossier: Dossier) -> dict[str, bytes]:
    """The files of one case, their hashes included."""
    files = {
        CASE_FILE: _json(
            {
                "form": CASE_FORM,
                "case_id": dossier.case_id,
                "reg_no": dossier.reg_no,
                "year": dossier.year,
                "retention": dossier.retention,
                "keep_until": dossier.keep_until,
                "destroyed": dossier.destroyed,
                "seals": [
                    {"supplement": s.supplement, "sha256": s.sha256, "sealed_at": s.sealed_at}
                    for s in dossier.seals
                ],
            }
        ),
        HISTORY_FILE: "".join(_line(*event) for event in dossier.history).encode(),
        **{_manifest_file(s.supplement): s.manifest.encode() for s in dossier.seals},
    }
    return {**files, SUMS_FILE: _sums(files)}


def volume_files(year: int, entries: Sequence[Mapping[str, Any]], sums: Files) -> dict[str, bytes]:
    """The files of a year beside its cases: the list, its root, and the hashes of all sums."""
    document = {
        "form": VOLUME_FORM,
        "year": year,
        "root": root_of([entry["seal"] for entry in entries]),
        "cases": list(entries),
    }
    volume = {VOLUME_FILE: _json(document)}
    return {**volume, SUMS_FILE: _sums({**volume, **sums})}


def root_of(seals: Sequence[str]) -> str:
    """The root of the hash tree over the seals of a year, in any order; empty for none."""
    level = [hashlib.sha256(LEAF + seal.encode()).digest() for seal in sorted(seals)]
    while len(level) > 1:
        # An odd one out goes up as it is: doubled, it could be passed off as two.
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(NODE + p[0] + p[1]).digest() if p[1:] else p[0] for p in pairs]
    return level[0].hex() if level else ""


def faults_of_case(files: Files) -> list[Fault]:
    """What does not hold in the files of one case; empty where all is as it was sealed."""
    faults = _faults_of_sums(files)
    try:
        case = json.loads(files[CASE_FILE])
        faults += _faults_of_seals(case, files)
    except (KeyError, TypeError, ValueError) as error:
        faults.append(Fault(CASE_FILE, f"不可读 · cannot be read ({type(error).__name__})"))
    return faults


def faults_of_volume(files: Files, latest: Mapping[str, str], root: str | None) -> list[Fault]:
    """What does not hold in a year's list; `latest` has the seals found in its cases' folders."""
    faults = _faults_of_sums(files)
    try:
        volume = json.loads(files[VOLUME_FILE])
        listed = {entry["case_id"]: entry["seal"] for entry in volume["cases"]}
        found = root_of(list(listed.values()))
        if volume["form"] != VOLUME_FORM or found != volume["root"]:
            faults.append(Fault(VOLUME_FILE, "根与封号不符 · the root is not that of the seals"))
        if root is not None and root != found:
            faults.append(Fault(VOLUME_FILE, "根与所给的不符 · the root is not the expected one"))
    except (KeyError, TypeError, ValueError) as error:
        return [*faults, Fault(VOLUME_FILE, f"不可读 · cannot be read ({type(error).__name__})")]
    for case_id in sorted({*listed, *latest}):
        if listed.get(case_id) != latest.get(case_id):
            faults.append(
                Fault(f"{CASES_FOLDER}/{case_id}", "与年度目录不符 · not as the year's list has it")
            )
    return faults


def latest_seal(files: Files) -> str | None:
    """The latest seal a case's own file names, where that can be read."""
    try:
        return str(json.loads(files[CASE_FILE])["seals"][-1]["sha256"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def _faults_of_sums(files: Files) -> list[Fault]:
    if SUMS_FILE not in files:
        return [Fault(SUMS_FILE, "缺失 · missing")]
    lines = files[SUMS_FILE].decode("utf-8", "replace").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    faults = []
    for name in sorted({*listed, *files} - {SUMS_FILE}):
        if name not in files:
            faults.append(Fault(name, "缺失 · missing"))
        elif name not in listed:
            faults.append(Fault(name, "不在目录中 · not listed"))
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            faults.append(Fault(name, "内容已变 · its content has changed"))
    return faults


def _faults_of_seals(case: Mapping[str, Any], files: Files) -> list[Fault]:
    lines = files[HISTORY_FILE].decode("utf-8", "replace").split("\n")[:-1]
    events = [_event(line) for line in lines]
    heads = list(_heads(body for _, body in events))
    seals = [json.loads(body) for kind, body in events if kind == ArchiveSealed.name]
    announced = {body["supplement"]: body["sha256"] for body in seals}
    faults = [] if case["form"] == CASE_FORM else [Fault(CASE_FILE, "格式不明 · unknown form")]
    for seal in case["seals"]:
        name = _manifest_file(seal["supplement"])
        text = files.get(name, b"")
        if hashlib.sha256(text).hexdigest() != seal["sha256"]:
            faults.append(Fault(name, "与封号不符 · not what its seal covers"))
            continue
        if announced.get(seal["supplement"]) != seal["sha256"]:
            faults.append(Fault(CASE_FILE, "与日志中的封号不符 · not the seal the events announce"))
        chain = json.loads(text)["chain"]
        covered = chain["events"]
        if covered > len(heads) or heads[covered - 1] != chain["head"]:
            faults.append(Fault(HISTORY_FILE, f"与{name}的链不符 · not the chain of {name}"))
    if not all(f'"case_id":"{case["case_id"]}"' in body for _, body in events):
        faults.append(Fault(HISTORY_FILE, "混有他件 · an event of another case"))
    return faults


def _heads(bodies: Iterable[str]) -> Iterator[str]:
    head = ""
    for body in bodies:
        head = hashlib.sha256((head + body).encode()).hexdigest()
        yield head


def _line(kind: str, body: str) -> str:
    """The body as it is: parsed and written again it might be other bytes."""
    return f'{{"type":"{kind}","body":{body}}}\n'


def _event(line: str) -> tuple[str, str]:
    head, _, rest = line.partition('","body":')
    return head.removeprefix('{"type":"'), rest[:-1]


def _manifest_file(supplement: int) -> str:
    return f"manifest-{supplement}.json"


def _sums(files: Files) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
