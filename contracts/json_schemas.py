"""The JSON Schema of every message, made from the models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel

from contracts.commands import COMMANDS
from contracts.commands.base import Command
from contracts.commands.submitted import CommandSubmitted
from contracts.envelope import BureauEvent, CaseEvent
from contracts.events import EVENTS
from contracts.outcomes import OUTWARD
from contracts.petition import PetitionSubmitted

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENVELOPE = ("case_id", "id", "seq", "occurred_at", "caused_by", "decided_at")
Schema = dict[str, Any]
Folder = Literal["inbound", "commands", "events", "outward"]


def all_schemas() -> Iterator[tuple[Folder, str, Schema]]:
    """Folder, name and schema of every message there is."""
    yield "inbound", "petition.submitted", _with_head(PetitionSubmitted, "petition.submitted")
    for name, command in sorted(COMMANDS.items()):
        yield "commands", name, _command(command)
    for name, event in sorted(EVENTS.items()):
        yield "events", name, _event(event)
    for name, message in sorted(OUTWARD.items()):
        yield "outward", name, _with_head(message, name)


def _with_head(model: type[BaseModel], name: str, **more: object) -> Schema:
    schema = model.model_json_schema()
    return {"$schema": DIALECT, "$id": f"urn:xinfang:{name}", **schema, **more}


def _event(event: type[CaseEvent]) -> Schema:
    more = {
        "x-owner": event.owner.value,
        "x-clauses": list(event.clauses),
        "x-scope": "BUREAU" if issubclass(event, BureauEvent) else "CASE",
    }
    schema = _with_head(event, event.name, **more)
    for place in ("partition", "offset"):
        # Where a record lies is no part of its body.
        del schema["properties"][place]
    for name in ENVELOPE:
        # On the log it is always filled; only a decision may leave it to the chassis.
        del schema["properties"][name]["default"]
    schema["required"] = [*ENVELOPE, *schema.get("required", [])]
    return schema


def _command(command: type[Command]) -> Schema:
    """The envelope's fields and the command's own stand side by side in one object."""
    more = {"x-owner": command.owner.value, "x-clauses": [command.clause]}
    schema = _with_head(command, f"command.{command.type}", **more)
    envelope = CommandSubmitted.model_json_schema()
    shared = {**envelope["properties"], "type": {"const": command.type, "type": "string"}}
    schema["properties"] = {**shared, **schema["properties"]}
    schema["required"] = [*envelope["required"], *schema.get("required", [])]
    schema["$defs"] = {**envelope["$defs"], **schema.get("$defs", {})}
    # The gate adds the key; from outside it is refused.
    del schema["$defs"]["Actor"]["properties"]["key"]
    return schema
