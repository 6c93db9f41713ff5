"""A petition as it is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

ENDS = ("MERGED", "NOT_ACCEPTED", "WITHDRAWN", "TRANSFERRED_OUT", "CONCLUDED")
"""How handling ends; what is filed later still ended in one of these ways."""
OPEN = ("REGISTERED", "NEED_INFO", "ACCEPTED", "ASSIGNED", "HANDLING", "REPLIED")
UNKNOWN = "UNKNOWN"
STATUTORY = frozenset({"conclude", "extended"})
UNIT_SOURCE = "unit-"


@dataclass(slots=True)
class Counted:
    """A petition as it is counted; filled event by event."""

    case_id: str
    source: str = ""
    channel: str = UNKNOWN
    kind: str = UNKNOWN
    received_on: date = date.min
    named: bool = False
    visitors: int = 0
    """Head-count of a visit, else 0."""
    topics: tuple[str, ...] = ()
    district: str = UNKNOWN
    reported_units: tuple[str, ...] = ()
    referral_level: str = ""
    status: str = "REGISTERED"
    merged_into: str = ""
    repeat_of: str = ""
    repeat_no: int = 0
    moved: bool = False
    """It goes on elsewhere and is not counted here."""
    accepted: bool = False
    signoff_required: bool = False
    lead_unit: str = ""
    dispatches: int = 0
    objections: int = 0
    submissions: int = 0
    returns: int = 0
    reminders: int = 0
    supervised: int = 0
    supervision_reported: bool = False
    delivered: bool = False
    signed: str = ""
    """SIGNED, SIGNOFF_REFUSED or UNREACHABLE once one of them is on file."""
    refused_without_signoff: int = 0
    outcome: str = ""
    missed: set[str] = field(default_factory=set)
    extended: bool = False
    triggers: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    watches: set[str] = field(default_factory=set)
    reviews: int = 0
    filed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether handling goes on."""
        return self.status in OPEN

    @property
    def is_late(self) -> bool:
        """Whether a date of the law went by; a late answer does not take it back."""
        return bool(self.missed & STATUTORY)

    @property
    def by_unit(self) -> bool:
        """Whether a subordinate unit took it in (art. 16)."""
        return self.source.startswith(UNIT_SOURCE)
