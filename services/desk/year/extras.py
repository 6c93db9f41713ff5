"""What comes along with some petitions: visits, referrals, instructions, media, hazards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from services.desk.year import shares
from services.desk.year.lot import Lot

SYNTHETIC = "（虚构）"
Extra = Callable[[Lot, int, date], dict[str, Any]]


def extras(lot: Lot, number: int, channel: str, day: date) -> dict[str, Any]:
    """Everything beside the matter itself."""
    found: dict[str, Any] = {}
    for share, extra in _EXTRAS:
        if lot.chance(share, number, extra.__name__):
            found |= extra(lot, number, day)
    if channel == "VISIT":
        return found | _visit(lot, number, day)
    if lot.chance(shares.SEVERAL_PERSONS, number, "several"):
        found["persons"] = lot.whole(2, 30, number, "persons")
    return found


def _visit(lot: Lot, number: int, day: date) -> dict[str, Any]:
    visit: dict[str, Any] = {
        "read_back_confirmed": lot.chance(shares.READ_BACK, number, "read back"),
        "answered_on_spot": lot.chance(shares.ANSWERED_ON_SPOT, number, "on the spot"),
    }
    if lot.chance(shares.PROMISED, number, "promised"):
        visit["promised_due"] = _later(lot, number, day, (5, 40))
    found: dict[str, Any] = {"visit": visit}
    if lot.chance(shares.GROUP_VISIT, number, "group"):
        found["persons"] = lot.whole(3, 25, number, "persons")
        found["representatives"] = lot.whole(1, 8, number, "representatives")
    return found


def _referral(lot: Lot, number: int, day: date) -> dict[str, Any]:
    level = lot.weighted({"COUNTY": 2, "CITY": 6, "PROVINCE": 3, "NATIONAL": 1}, number, "level")
    kind = lot.pick(("FORWARD", "ASSIGN"), number, "referral type")
    found = {"body": f"某信访部门{SYNTHETIC}", "level": level, "type": kind}
    if kind == "ASSIGN":
        found["report_due"] = _later(lot, number, day, (20, 60))
    return {"referral": found}


def _instruction(lot: Lot, number: int, day: date) -> dict[str, Any]:
    levels = {"BUREAU": 6, "CITY": 3, "PROVINCE": 1}
    level = lot.weighted(levels, number, "instructed by")
    by = lot.pick(("DIRECTOR", "DEPUTY_DIRECTOR"), number, "leader")
    found = {
        "level": level,
        "by": by if level == "BUREAU" else "LEADER",
        "type": lot.weighted({"INSTRUCT": 3, "READ": 1}, number, "note"),
        "text": f"请认真办理{SYNTHETIC}",
        "on": day.isoformat(),
    }
    if lot.chance(0.4, number, "instruction due"):
        found["due"] = _later(lot, number, day, (10, 45))
    return {"instructions": [found]}


def _media(lot: Lot, number: int, day: date) -> dict[str, Any]:
    classes: Sequence[str] = ("PARTY_GOV_PAPER", "LISTED_NETWORK", "OTHER")
    report = {
        "outlet": f"某媒体{SYNTHETIC}",
        "outlet_class": lot.pick(classes, number, "outlet"),
        "on": day.isoformat(),
        "negative": lot.chance(0.8, number, "negative"),
    }
    return {"media": [report]}


def _superior_visit(lot: Lot, number: int, day: date) -> dict[str, Any]:
    visit = {
        "organ": f"某上级机关{SYNTHETIC}",
        "level": lot.weighted({"CITY": 5, "PROVINCE": 3, "NATIONAL": 1}, number, "organ"),
        "on": day.isoformat(),
        "persons": lot.whole(1, 8, number, "visitors"),
        "public_place": lot.chance(0.2, number, "public place"),
        "own_bureau": lot.chance(0.2, number, "own bureau"),
    }
    return {"superior_visits": [visit]}


def _hazard(lot: Lot, number: int, _: date) -> dict[str, Any]:
    hazards: Mapping[str, float] = {"SAFETY": 6, "SELF_HARM": 1, "VIOLENCE": 1, "DISORDER": 2}
    return {"hazards": [lot.weighted(hazards, number, "hazard")]}


def _statutory_route(lot: Lot, number: int, _: date) -> dict[str, Any]:
    routes = ("LITIGATION", "ARBITRATION", "ADMIN_REVIEW", "OTHER_ORGAN", "FINAL")
    return {"statutory_route": lot.pick(routes, number, "route")}


def _earlier(lot: Lot, number: int, day: date) -> dict[str, Any]:
    earlier = {
        "same_person": lot.chance(0.9, number, "same person"),
        "same_matter": lot.chance(0.8, number, "same matter"),
        "state": lot.weighted({"REPLIED": 6, "REFUSED": 2, "IN_PROGRESS": 1, "FINAL": 1}, number),
        "channel": "LETTER",
        "on": (day - timedelta(days=lot.whole(20, 120, number, "earlier"))).isoformat(),
    }
    return {"earlier": [earlier]}


def _attachment(_: Lot, number: int, __: date) -> dict[str, Any]:
    digest = sha256(str(number).encode()).hexdigest()
    name = f"照片{number}.jpg"
    found = {"name": name, "media_type": "image/jpeg", "sha256": digest, "uri": f"urn:{digest}"}
    return {"attachments": [found]}


def _later(lot: Lot, number: int, day: date, span: tuple[int, int]) -> str:
    return (day + timedelta(days=lot.whole(*span, number, "later"))).isoformat()


_EXTRAS: Sequence[tuple[float, Extra]] = (
    (shares.REFERRAL, _referral),
    (shares.INSTRUCTION, _instruction),
    (shares.MEDIA, _media),
    (shares.SUPERIOR_VISIT, _superior_visit),
    (shares.HAZARD, _hazard),
    (shares.STATUTORY_ROUTE, _statutory_route),
    (shares.EARLIER_KNOWN, _earlier),
    (shares.ATTACHMENT, _attachment),
)
