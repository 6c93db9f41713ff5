"""Which personal data of a case a role needs to see (art. 7): everything else stays closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

TEXT, IDENTITY, CONTACT = "TEXT", "IDENTITY", "CONTACT"
REPORTED, PAPERS = "REPORTED", "PAPERS"
FIELD_CLASSES = (TEXT, IDENTITY, CONTACT, REPORTED, PAPERS)
"""The petition's words · who petitions · where to reach them · whom it names · what came later."""

ALL = frozenset(FIELD_CLASSES)
OFFICE = frozenset({"PETITION_OFFICE_DIRECTOR", "PETITION_CLERK"})
AT_WORK = frozenset({"LIAISON", "UNIT_HEAD", "SECTION_HEAD", "HANDLER", "RESPONSIBLE_PERSON"})
LEADERS = frozenset({"PETITION_VICE_LEADER", "DEPUTY_DIRECTOR", "DIRECTOR", "PACKAGE_LEADER"})

OPEN_LANE: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(OFFICE, ALL),
    **dict.fromkeys(AT_WORK, frozenset({TEXT, IDENTITY, CONTACT, PAPERS})),
    **dict.fromkeys(LEADERS, frozenset({TEXT, PAPERS})),
    "RECEPTION": frozenset({TEXT, IDENTITY, CONTACT}),
    "COMMAND_CENTRE_OPERATOR": frozenset({TEXT, IDENTITY, CONTACT, PAPERS}),
    "DISCIPLINE_OFFICER": ALL,
    "ARCHIVIST": frozenset({TEXT, IDENTITY, PAPERS}),
}
CAUTION: Mapping[str, frozenset[str]] = {
    **OPEN_LANE,
    # Identities are masked: only who has to speak to the petitioner learns who it is.
    **dict.fromkeys(AT_WORK - {"HANDLER"}, frozenset({TEXT, PAPERS})),
}
RESTRICTED: Mapping[str, frozenset[str]] = {
    "DISCIPLINE_OFFICER": ALL,
    "PETITION_OFFICE_DIRECTOR": ALL,
    "PETITION_VICE_LEADER": frozenset({TEXT}),
    **dict.fromkeys(AT_WORK, ALL),
}
"""Those at work are the investigating body's; the deny set is looked at before any of this."""

BY_CLASS = {"NORMAL": OPEN_LANE, "CAUTION": CAUTION, "RESTRICTED": RESTRICTED}


def may_see(role: str, confidentiality: str, asked: Collection[str]) -> tuple[str, ...]:
    """Of the classes asked for, those this role may see in a case of this class."""
    allowed = BY_CLASS[confidentiality].get(role, frozenset())
    return tuple(one for one in FIELD_CLASSES if one in asked and one in allowed)


def shown(petition: Mapping[str, Any], classes: Collection[str]) -> dict[str, Any]:
    """The petition without the personal data of the classes that stay closed."""
    seen: dict[str, Any] = deepcopy(dict(petition))
    petitioner, matter = seen.get("petitioner", {}), seen.get("matter", {})
    closed: Mapping[str, list[tuple[dict[str, Any], str]]] = {
        TEXT: [(seen, "title"), (seen, "text"), (seen, "parts")],
        IDENTITY: [(petitioner, "name"), (petitioner, "employer")],
        CONTACT: [(petitioner, "address"), (petitioner, "phone"), (matter, "place")],
        REPORTED: [(seen, "reported")],
        PAPERS: [
            (seen, name)
            for name in ("referral", "instructions", "media", "superior_visits", "attachments")
        ],
    }
    for field_class, places in closed.items():
        if field_class not in classes:
            for holder, name in places:
                holder.pop(name, None)
    return seen
