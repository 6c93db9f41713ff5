"""What is generated from the models is what the models say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts import generate
from contracts.asyncapi import document
from contracts.commands import COMMANDS
from contracts.events import EVENTS
from contracts.json_schemas import all_schemas
from contracts.outcomes import OUTWARD

SCHEMAS = {f"{folder}/{name}": schema for folder, name, schema in all_schemas()}


def references(node: Any) -> Iterator[str]:
    """Every `$ref` below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def resolved(whole: Any, reference: str) -> Any:
    """What a reference inside a document points to."""
    for step in reference.removeprefix("#/").split("/"):
        whole = whole[step]
    return whole


def test_schemas_and_asyncapi_are_up_to_date() -> None:
    assert generate.differences(generate.generated()) == []


def test_the_readme_shows_the_topics_there_are() -> None:
    assert generate.differences({**generate.generated(), **generate.readme()}) == []


def test_every_message_has_a_schema() -> None:
    assert len(SCHEMAS) == 1 + len(COMMANDS) + len(EVENTS) + len(OUTWARD)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_generating_twice_gives_the_same() -> None:
    assert json.dumps(document()) == json.dumps(document())


def test_a_readme_without_markers_is_told_what_it_lacks() -> None:
    with pytest.raises(generate.MarkersMissing, match="topics:begin"):
        generate.with_table("# A readme\n")


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    before = f"above\n{generate.BEGIN}\nold\n{generate.END}\nbelow\n"
    after = generate.with_table(before)
    assert after.startswith(f"above\n{generate.BEGIN}\n| topic |")
    assert after.endswith(f"|\n{generate.END}\nbelow\n")
    assert generate.with_table(after) == after


def test_a_stale_or_left_over_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "HERE", tmp_path / "contracts")
    monkeypatch.setattr(generate, "SCHEMAS", tmp_path / "contracts" / "schemas")
    gone = tmp_path / "contracts" / "schemas" / "events" / "gone.json"
    wanted = tmp_path / "contracts" / "schemas" / "events" / "wanted.json"
    gone.parent.mkdir(parents=True)
    gone.write_text("{}", "utf-8")
    files = {wanted: "{}\n"}
    assert generate.differences(files) == [
        "contracts/schemas/events/gone.json",
        "contracts/schemas/events/wanted.json",
    ]
    generate.write(files)
    assert generate.differences(files) == []


def test_asyncapi_has_no_reference_that_leads_nowhere() -> None:
    whole = document()
    folder = Path(generate.__file__).parent
    for reference in set(references(whole)):
        if reference.startswith("./"):
            assert (folder / reference).is_file(), reference
        else:
            assert resolved(whole, reference)


def test_asyncapi_has_what_version_3_asks_for() -> None:
    whole = document()
    assert whole["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(whole["info"])
    for operation in whole["operations"].values():
        assert operation["action"] in {"send", "receive"}
        assert resolved(whole, operation["channel"]["$ref"])
    for channel in whole["channels"].values():
        assert ("{source}" in channel["address"]) == ("parameters" in channel)


def test_every_message_travels_on_exactly_one_topic_with_a_key() -> None:
    whole = document()
    carried = [name for channel in whole["channels"].values() for name in channel["messages"]]
    assert sorted(carried) == sorted(whole["components"]["messages"])
    for message in whole["components"]["messages"].values():
        assert message["bindings"]["kafka"]["key"]["description"]
