"""Takes texts and names out of a command and leaves references in their place (art. 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from contracts.commands.archive import MoveCustody, RegisterCopy
from contracts.commands.base import Person
from contracts.text import Vaulted

HOLDERS: Mapping[type[BaseModel], tuple[str, ...]] = {RegisterCopy: ("who",), MoveCustody: ("to",)}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A command as the log may know it, and what the vault keeps of it."""

    fields: Mapping[str, Any]
    content: Mapping[str, Any] = field(default_factory=dict)
    """The command as it was sent; empty where it brought no text."""


def take_out(command: BaseModel, ref: str) -> TakenOut:
    """Each text becomes `<ref>#<path>`; a blank one stays blank, so that its lack can be seen."""
    sent = command.model_dump(mode="json", exclude_none=True)
    fields = _without_texts(command, sent, ref, "")
    return TakenOut(fields) if fields == sent else TakenOut(fields, sent)


def with_keys(command: BaseModel, key_of: Callable[[str], str]) -> BaseModel:
    """The command with the keyed hash of each person it names, to be held against a deny set."""
    keyed: dict[str, Any] = {
        f"{name}_key": key_of(getattr(command, name)) for name in _holders(command)
    }
    for name in type(command).model_fields:
        value = getattr(command, name)
        if isinstance(value, Person):
            keyed[name] = _keyed(value, key_of)
        elif isinstance(value, tuple) and any(isinstance(item, Person) for item in value):
            keyed[name] = tuple(_keyed(person, key_of) for person in value)
    return command.model_copy(update=keyed) if keyed else command


def poses(command: BaseModel) -> bool:
    """Whether it brings a key of its own, by which somebody could pass for somebody else."""
    if any(getattr(command, f"{name}_key") is not None for name in _holders(command)):
        return True
    values = (getattr(command, name) for name in type(command).model_fields)
    persons = (p for value in values for p in (value if isinstance(value, tuple) else (value,)))
    return any(isinstance(person, Person) and person.key is not None for person in persons)


def _holders(command: BaseModel) -> tuple[str, ...]:
    """The fields that name who is to get something of the case."""
    return HOLDERS.get(type(command), ())


def _keyed(person: Person, key_of: Callable[[str], str]) -> Person:
    return person.model_copy(update={"key": key_of(person.principal)})


def text_at(content: Mapping[str, Any], ref: str) -> str:
    """The text a reference means, in the content its entry holds; raises `KeyError`."""
    found: Any = content
    for step in ref.partition("#")[2].split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return str(found)


def _without_texts(
    model: BaseModel, sent: Mapping[str, Any], ref: str, prefix: str
) -> dict[str, Any]:
    vaulted, plain = _vaulted_fields(type(model)), dict(sent)
    for name in sent:
        value, path = getattr(model, _attribute(type(model), name)), f"{prefix}{name}"
        if name in vaulted:
            plain[name] = _referred(value, ref, path)
        elif isinstance(value, BaseModel):
            plain[name] = _without_texts(value, sent[name], ref, f"{path}/")
        elif isinstance(value, tuple):
            plain[name] = [
                _without_texts(item, sent[name][number], ref, f"{path}/{number}/")
                if isinstance(item, BaseModel)
                else sent[name][number]
                for number, item in enumerate(value)
            ]
    return plain


def _referred(value: Any, ref: str, path: str) -> Any:
    if isinstance(value, tuple):
        return [_referred(item, ref, f"{path}/{i}") for i, item in enumerate(value)]
    return f"{ref}#{path}" if value.strip() else ""


@cache
def _attribute(model: type[BaseModel], name: str) -> str:
    """What a field is called here that messages call otherwise, such as `from`."""
    fields = model.model_fields.items()
    return next((field for field, info in fields if info.alias == name), name)


@cache
def _vaulted_fields(model: type[BaseModel]) -> frozenset[str]:
    """By the names in messages."""
    return frozenset(
        info.alias or name
        for name, info in model.model_fields.items()
        if any(isinstance(mark, Vaulted) for mark in info.metadata)
        or _speaks_of_text(info.annotation)
    )


def _speaks_of_text(annotation: Any) -> bool:
    """Whether a marked text stands somewhere inside an annotation such as `Text | None`."""
    return isinstance(annotation, Vaulted) or any(_speaks_of_text(a) for a in get_args(annotation))
