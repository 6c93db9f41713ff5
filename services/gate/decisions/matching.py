"""Keys by which petitions of the same person or matter are found with no name on the log (E60)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from contracts.text import plain

Keyed = Callable[..., str]
"""`(part, …) → hex`: a hash nobody can repeat without the lane's key."""

NAME_SEPARATOR = "、"
ALL_DETAILS = ("NAME_PHONE", "NAME_ADDRESS")
"""What tells one person from another of the same name (`match.person`)."""
ALL_ASPECTS = ("TOPICS", "DISTRICT", "PLACE")
"""What makes two matters the same (`match.matter`)."""


def name_key(name: str, keyed: Keyed) -> str:
    """The key of a name or of a principal, to be compared with one another."""
    return keyed("name", plain(name))


def person_keys(
    names: str | None,
    phone: str | None,
    address: str | None,
    keyed: Keyed,
    details: Collection[str] = ALL_DETAILS,
) -> tuple[str, ...]:
    """Two keys per person, name with phone and name with address; either of them is a match."""
    known = (("NAME_PHONE", "phone", phone), ("NAME_ADDRESS", "address", address))
    keys = []
    for name in (names or "").split(NAME_SEPARATOR):
        for reading, kind, detail in known:
            if reading in details and plain(name) and plain(detail or ""):
                keys.append(keyed("person", plain(name), kind, plain(detail or "")))
    return tuple(keys)


def reported_person_keys(names: Iterable[str], keyed: Keyed) -> tuple[str, ...]:
    """What an anonymous report is matched by: the persons it is about (E9)."""
    return tuple(keyed("reported", plain(name)) for name in names if plain(name))


def matter_key(
    topics: Iterable[str],
    district: str | None,
    place: str | None,
    keyed: Keyed,
    aspects: Collection[str] = ALL_ASPECTS,
) -> str | None:
    """The key of a matter; without a place or a topic two matters can only be similar: None.

    An aspect that does not count is left out, and then nobody has to give it.
    """
    codes, where = sorted(set(topics)), plain(place or "")
    counted = {
        "TOPICS": ",".join(codes),
        "DISTRICT": district or "",
        "PLACE": where,
    }
    told = {name: text if name in aspects else "" for name, text in counted.items()}
    needed = [name for name in ("TOPICS", "PLACE") if name in aspects]
    if not needed or not all(told[name] for name in needed):
        return None
    return keyed("matter", *told.values())
