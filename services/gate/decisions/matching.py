"""Keys by which petitions of the same person or matter are found with no name on the log (E60)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from contracts.text import plain

Keyed = Callable[..., str]
"""`(part, …) → hex`: a hash nobody can repeat without the lane's key."""

NAME_SEPARATOR = "、"


def name_key(name: str, keyed: Keyed) -> str:
    """The key of a name or of a principal, to be compared with one another."""
    return keyed("name", plain(name))


def person_keys(
    names: str | None, phone: str | None, address: str | None, keyed: Keyed
) -> tuple[str, ...]:
    """Two keys per person, name with phone and name with address; either of them is a match."""
    keys = []
    for name in (names or "").split(NAME_SEPARATOR):
        for kind, detail in (("phone", phone), ("address", address)):
            if plain(name) and plain(detail or ""):
                keys.append(keyed("person", plain(name), kind, plain(detail or "")))
    return tuple(keys)


def reported_person_keys(names: Iterable[str], keyed: Keyed) -> tuple[str, ...]:
    """What an anonymous report is matched by: the persons it is about (E9)."""
    return tuple(keyed("reported", plain(name)) for name in names if plain(name))


def matter_key(
    topics: Iterable[str], district: str | None, place: str | None, keyed: Keyed
) -> str | None:
    """The key of a matter; without a place or a topic two matters can only be similar: None."""
    codes = sorted(set(topics))
    if not codes or not plain(place or ""):
        return None
    return keyed("matter", ",".join(codes), district or "", plain(place or ""))
