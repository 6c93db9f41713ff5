"""The AsyncAPI 3.0 document: topics, their messages and keys, and the CloudEvents headers."""

from __future__ import annotations

from typing import Any

from contracts.json_schemas import Folder, Schema, all_schemas
from contracts.topics import SOURCES, TOPICS, Topic

ASYNCAPI_VERSION = "3.0.0"
API_VERSION = "1.0.0"
KAFKA_BINDING_VERSION = "0.5.0"
SCHEMA_FORMAT = "application/schema+json;version=2020-12"
MILLISECONDS_PER_DAY = 86_400_000

FOLDER_BY_KIND: dict[str, Folder] = {
    "petition": "inbound",
    "command": "commands",
    "event": "events",
    "result": "outward",
    "outcome": "outward",
    "returned": "outward",
    "dead": "outward",
}
PREFIX_BY_KIND = {
    "result": "command.result",
    "outcome": "case.outcome",
    "returned": "returned.",
    "dead": "dead.letter",
}
"""Which of the outward messages a topic carries, by the beginning of their names."""

_INFO = (
    "Petitions come in, people's decisions come in, and what follows stands on the case log. "
    "Bodies are JSON; the attributes of CloudEvents 1.0 are Kafka headers (binary mode). "
    "A namespace may stand before every address, and `restricted.` before those of the lane "
    "of art. 7."
)


def document() -> dict[str, Any]:
    """The whole document; the same models always give the same document."""
    schemas = list(all_schemas())
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "info": {"title": "xinfang", "version": API_VERSION, "description": _INFO},
        "defaultContentType": "application/json",
        "channels": {_channel_id(topic): _channel(topic, schemas) for topic in TOPICS},
        "operations": dict(op for topic in TOPICS for op in _operations(topic)),
        "components": {
            "messages": {_message_id(f, n): _message(f, n, s) for f, n, s in schemas},
            "messageTraits": {"cloudEvent": {"headers": _cloud_event_headers()}},
        },
    }


def _channel_id(topic: Topic) -> str:
    return topic.stem.removesuffix(".<source>").replace(".", "_").replace("-", "_")


def _message_id(folder: Folder, name: str) -> str:
    return f"command.{name}" if folder == "commands" else name


def _carries(topic: Topic, folder: Folder, name: str) -> bool:
    wanted = FOLDER_BY_KIND[topic.messages] == folder
    return wanted and name.startswith(PREFIX_BY_KIND.get(topic.messages, ""))


def _channel(topic: Topic, schemas: list[tuple[Folder, str, Schema]]) -> dict[str, Any]:
    names = [_message_id(f, n) for f, n, _ in schemas if _carries(topic, f, n)]
    channel = {
        "address": topic.stem.replace("<source>", "{source}"),
        "description": topic.says,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": _kafka(topic)},
        "x-key": topic.key,
        "x-writers": topic.writers,
        "x-readers": topic.readers,
        "x-partitions": topic.partitions,
        "x-restricted-lane": topic.restricted,
    }
    if "<source>" in topic.stem:
        channel["parameters"] = {
            "source": {
                "description": "Where petitions come from; `unit-<code>` is a unit of the bureau.",
                "examples": [*SOURCES, "unit-brg-xy"],
            }
        }
    return channel


def _kafka(topic: Topic) -> dict[str, Any]:
    days = topic.retention_days
    return {
        "topicConfiguration": {
            "cleanup.policy": ["compact" if topic.compacted else "delete"],
            "retention.ms": -1 if days is None else days * MILLISECONDS_PER_DAY,
        },
        "bindingVersion": KAFKA_BINDING_VERSION,
    }


def _operations(topic: Topic) -> list[tuple[str, dict[str, Any]]]:
    name = _channel_id(topic)
    reference = {"$ref": f"#/channels/{name}"}
    ours = topic.messages in {"petition", "command"}
    action = "receive" if ours else "send"
    operations = [(f"{action}_{name}", {"action": action, "channel": reference})]
    if topic.messages == "event":
        operations.append((f"receive_{name}", {"action": "receive", "channel": reference}))
    return operations


def _message(folder: Folder, name: str, schema: Schema) -> dict[str, Any]:
    message = {
        "name": _message_id(folder, name),
        "title": schema["title"],
        "summary": schema["description"],
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": {
            "schemaFormat": SCHEMA_FORMAT,
            "schema": {"$ref": f"./schemas/{folder}/{name}.json"},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": _key(folder, name)},
                "bindingVersion": KAFKA_BINDING_VERSION,
            }
        },
    }
    for extension in ("x-owner", "x-clauses"):
        if extension in schema:
            message[extension] = schema[extension]
    return message


def _key(folder: Folder, name: str) -> str:
    topic = next(topic for topic in TOPICS if _carries(topic, folder, name))
    return topic.key


def _cloud_event_headers() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time"],
        "properties": {
            "ce_id": {**text, "description": "Derived from its cause: a replay has the same."},
            "ce_source": {**text, "description": "`xinfang/` and the service that says it."},
            "ce_type": {**text, "description": "The message's name."},
            "ce_specversion": {**text, "const": "1.0"},
            "ce_time": {**text, "format": "date-time"},
            "ce_subject": {**text, "description": "The case, where there is one."},
            "content-type": {**text, "const": "application/json"},
            "traceparent": {**text, "description": "W3C trace context."},
        },
    }
