"""Examples of messages: once published they must be understood for ever."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

import contracts
from contracts.commands.submitted import parse_command
from contracts.events import EVENTS
from contracts.outcomes import OUTWARD
from contracts.petition import PetitionSubmitted

ROOT = Path(contracts.__file__).parent
FOLDER = ROOT / "examples"
MANIFEST = FOLDER / "MANIFEST.sha256"
EXAMPLES = sorted(FOLDER.glob("*/*.json"))
PLAIN: dict[str, type[BaseModel]] = {"petition.submitted": PetitionSubmitted, **EVENTS, **OUTWARD}


def label(path: Path) -> str:
    """`deadline.set/1.json`."""
    return path.relative_to(FOLDER).as_posix()


def schema_of(name: str) -> dict[str, Any]:
    """The generated schema of a message."""
    folder = "inbound" if name == "petition.submitted" else "outward"
    folder = "events" if name in EVENTS else folder
    if name.startswith("command.") and name not in PLAIN:
        folder, name = "commands", name.removeprefix("command.")
    schema = json.loads((ROOT / "schemas" / folder / f"{name}.json").read_text("utf-8"))
    assert isinstance(schema, dict)
    return schema


@pytest.mark.parametrize("path", EXAMPLES, ids=label)
def test_an_example_is_understood_and_says_the_same_when_written_again(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    model = PLAIN.get(path.parent.name)
    if model is None:
        submitted, command = parse_command(document)
        written = submitted.model_dump(mode="json", exclude_unset=True)
        written |= command.model_dump(mode="json", exclude_unset=True)
        assert parse_command(written) == (submitted, command)
    else:
        message = model.model_validate(document)
        written = message.model_dump(mode="json", exclude_unset=True)
        assert model.model_validate(written) == message
    assert set(written) == set(document)


@pytest.mark.parametrize("path", EXAMPLES, ids=label)
def test_an_example_holds_against_the_published_schema(path: Path) -> None:
    schema = schema_of(path.parent.name)
    Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8")))


def test_every_way_in_and_out_has_an_example_and_a_third_of_the_events() -> None:
    shown = {path.parent.name for path in EXAMPLES}
    assert {"petition.submitted", *OUTWARD} <= shown
    assert len(shown & set(EVENTS)) >= len(EVENTS) // 4
    assert any(name.startswith("command.") and name not in PLAIN for name in shown)


def test_the_manifest_lists_every_example_as_it_is() -> None:
    lines = [line.split("  ") for line in MANIFEST.read_text("utf-8").splitlines()]
    listed = {name: digest for digest, name in lines}
    assert listed == {
        label(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in EXAMPLES
    }


def test_the_manifest_only_grows() -> None:
    told = subprocess.run(
        ["git", "show", "HEAD:./contracts/examples/MANIFEST.sha256"],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    committed = told.stdout.splitlines() if told.returncode == 0 else []
    assert MANIFEST.read_text("utf-8").splitlines()[: len(committed)] == committed
