"""A case as routing sees it: facts, proposals that wait, what is on the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.codes import (
    Acceptance,
    Channel,
    Confidentiality,
    FindingKind,
    Kind,
    Package,
    Regime,
    Routing,
    Trigger,
)
from contracts.envelope import UnitCode
from contracts.events.routing import AssessedPart
from contracts.petition import InstructionFacts, MediaFacts, PetitionFacts, SuperiorVisitFacts

PETITION_OFFICE = UnitCode("XFB")
Approval = Literal["NONE", "AWAITED", "GIVEN", "REFUSED"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A handling proposal: who leads, who helps, who gets a letter."""

    version: int = 0
    lead_unit: UnitCode | None = None
    co_units: tuple[UnitCode, ...] = ()
    external_bodies: tuple[UnitCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A non-acceptance that waits for the leader in charge (H1)."""

    ground: str
    competent_bodies: tuple[UnitCode, ...]
    parts: tuple[AssessedPart, ...] = ()
    """What it is about; empty = the whole petition."""


@dataclass(frozen=True, slots=True)
class RoutingState:
    """One case, as routing sees it; `routing` is the way it goes."""

    source: str = ""
    channel: Channel = "OTHER"
    regime: Regime = "2005"
    confidentiality: Confidentiality = "NORMAL"
    denied_units: tuple[UnitCode, ...] = ()
    leader_denied: bool = False
    """Somebody of the Leading Group is in the deny set, so that a deputy may approve (E80)."""
    ladder_body: UnitCode | None = None
    """Who has to look into a RESTRICTED case at the least (E17)."""
    petition: PetitionFacts | None = None
    registered: bool = False
    registered_on: date | None = None
    read_back_missing: bool = False
    kind: Kind = "OTHER"
    answered_on_spot: bool = False
    times_raised: int = 1
    duplicate: bool = False

    acceptance: Acceptance | None = None
    """The last outcome of R-ACC, or the leader's word against it."""
    accepted: bool = False
    routing: Routing = "NONE"
    refusal: Refusal | None = None
    draft: Draft = Draft()
    approval: Approval = "NONE"
    dispatched: Draft | None = None
    objections: int = 0
    body: UnitCode | None = None
    """The investigating body a person designated."""

    instructions: tuple[InstructionFacts, ...] = ()
    media: tuple[MediaFacts, ...] = ()
    superior_visits: tuple[SuperiorVisitFacts, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    candidates: tuple[Trigger, ...] = ()
    waived: tuple[Trigger, ...] = ()
    declined: tuple[Trigger, ...] = ()
    """Declined, and kept on the file where the bureau wants that (E52)."""
    major: bool = False
    flags: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    """The clocks a date of which went by: STATUTORY, or a key in capitals (SUPERIOR, CHANNEL)."""
    delay_explained: bool = False
    """The petitioner has the notice of the extension in force."""
    delay_reported: bool = False
    """The package leader has told the director that it will be late (12(五))."""
    pass_refusals: int = 0
    """How many times the second gate was closed to the reply."""
    late_steps: int = 0
    """How many steps were late inside the bureau (E63)."""
    findings: tuple[FindingKind, ...] = ()
    """What leaders have found; no rule finds anything."""
    concluded: bool = False
    """The work is done, unless a review opens it again."""
    closed: bool = False
    """Withdrawn, merged, refused or filed: nothing is decided about it any more."""

    @property
    def facts(self) -> PetitionFacts:
        """The petition's facts; every case begins with them."""
        assert self.petition is not None, "petition.received comes first"
        return self.petition

    @property
    def is_in_hand(self) -> bool:
        """Units are at work, or somebody has to agree to them."""
        return self.draft.version > 0 and not (self.concluded or self.closed)

    @property
    def assessed(self) -> bool:
        """Whether R-ACC has come to an end, rather than to a question."""
        return self.acceptance not in {None, "NEED_INFO"}

    @property
    def restricted(self) -> bool:
        """Art. 7: the case is investigated, not assigned."""
        return self.confidentiality == "RESTRICTED"

    @property
    def package(self) -> Package:
        """The package class, as the triggers on the file make it (E52)."""
        if self.triggers:
            return "TRIGGERED"
        if self.waived:
            return "WAIVED"
        return "CANDIDATE" if self.candidates else "NONE"

    @property
    def draft_open(self) -> bool:
        """Whether the Petition Office may still say which units."""
        ours = self.accepted and not self.restricted and not self.answered_on_spot
        return ours and not self.closed and self.approval != "GIVEN"

    @property
    def answerable_unit(self) -> UnitCode | None:
        """Who has the case in hand: as long as no unit does, the Petition Office (art. 9(一)1)."""
        if self.lead_unit is not None or self.restricted:
            return self.lead_unit
        return PETITION_OFFICE

    @property
    def at_work(self) -> Draft:
        """The assignment in force, or a newer draft that waits."""
        sent = self.dispatched
        return sent if sent is not None and sent.version >= self.draft.version else self.draft

    @property
    def lead_unit(self) -> UnitCode | None:
        """Of the assignment in force."""
        return self.dispatched.lead_unit if self.dispatched else self.body
