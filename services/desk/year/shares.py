"""How often what happens in a synthetic year: weights and shares, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SOURCES: Final[Mapping[str, float]] = {
    "bureau-desk": 34,
    "command-centre": 14,
    "prov-petition-platform": 12,
    "five-type-prov": 4,
    "five-type-city": 8,
    "voice-prov": 4,
    "voice-city": 8,
    "gov-interaction": 10,
    "suggest-jj": 3,
    "unit": 3,
}
"""`unit` is one of the subordinate units that receive petitions themselves (art. 16)."""
OPEN_ON_REST_DAYS: Final = frozenset(SOURCES) - {"bureau-desk", "unit"}
"""Platforms and the command centre take petitions every day."""
DESK_CHANNELS: Final[Mapping[str, float]] = {
    "LETTER": 40,
    "VISIT": 28,
    "PHONE": 22,
    "SMS": 7,
    "OTHER": 3,
}
UNIT_CHANNELS: Final[Mapping[str, float]] = {"LETTER": 3, "VISIT": 2, "PHONE": 5}
KINDS: Final[Mapping[str | None, float]] = {
    "COMPLAINT": 62,
    "APPEAL": 14,
    "OPINION": 6,
    "SUGGESTION": 8,
    "OTHER": 3,
    None: 7,
}
DISTRICTS: Final[Mapping[str, float]] = {
    "XY": 34,
    "LX": 22,
    "KF": 17,
    "BL": 15,
    "CITY": 5,
    "CS": 5,
    "OUT": 2,
}
REST_DAY_WEIGHT: Final = 0.35
"""Petitions of a rest day for each one of a working day."""

DUPLICATE: Final = 0.03
"""The same person about the same matter while the earlier petition is open."""
REPEAT: Final = 0.03
"""The same again, months later."""
BAD_INPUT: Final = 0.01
RESTRICTED: Final = 0.02
CAUTION: Final = 0.01
OUT_OF_SCOPE: Final = 0.08
NO_TOPICS: Final = 0.04
"""Half of them can be guessed from the text."""
SECOND_TOPIC: Final = 0.12
PARTS: Final = 0.02
NAMED: Final = 0.82
WITHOUT_ADDRESS: Final = 0.1
GROUP_VISIT: Final = 0.12
"""Of visits."""
SEVERAL_PERSONS: Final = 0.05
READ_BACK: Final = 0.7
ANSWERED_ON_SPOT: Final = 0.12
PROMISED: Final = 0.15
REFERRAL: Final = 0.06
INSTRUCTION: Final = 0.03
MEDIA: Final = 0.008
SUPERIOR_VISIT: Final = 0.01
HAZARD: Final = 0.012
STATUTORY_ROUTE: Final = 0.012
EARLIER_KNOWN: Final = 0.02
PUBLIC_SUMMARY: Final = 0.25
ATTACHMENT: Final = 0.2
