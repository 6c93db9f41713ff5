"""A petition that anybody may change and send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from contracts.zone import BUREAU_ZONE


def example_petition(now: datetime) -> dict[str, Any]:
    """A letter that came in at this moment; its number is new each second."""
    received_at = now.astimezone(BUREAU_ZONE)
    return {
        "source": "bureau-desk",
        "petition": {
            "platform_ref": f"L-{received_at:%m%d-%H%M%S}",
            "channel": "LETTER",
            "received_at": received_at.isoformat(timespec="seconds"),
            "kind": "COMPLAINT",
            "title": "井盖破损",
            "text": "小区门口（虚构）的井盖碎了一角，夜里看不清，请尽快更换。",
            "petitioner": {
                "named": True,
                "type": "PERSON",
                "name": "来信人（虚构）",
                "address": "浔阳区（虚构）小区",
            },
            "persons": 1,
            "matter": {"topics": ["MANHOLE_COVER"], "district": "XY", "place": "小区门口"},
        },
    }
