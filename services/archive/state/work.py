"""What assignment, handling and the clocks make of the view."""

from __future__ import annotations

from dataclasses import replace

from contracts.codes import DeadlineKey
from contracts.events.deadlines import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineRederived,
    DeadlineSet,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
)
from contracts.events.handling import (
    AssignmentObjected,
    HandlerDesignated,
    PetitionConcluded,
    PetitionReopened,
    ReceiptRefused,
    ReceiptSigned,
    ReceiptUnreachable,
    RecusalRequired,
    ReplyContentPassed,
    ReplyDelivered,
    ReplyPassed,
    ReplyReturned,
    ReplySubmitted,
    UnitHeadReported,
)
from contracts.events.intake import ReceptionLeadApproved, ReceptionLeadProposed
from contracts.events.routing import (
    AssignmentApproved,
    AssignmentBlocked,
    AssignmentDispatched,
    AssignmentDrafted,
    AssignmentRefused,
    AssignmentRevoked,
    CaseHandedOver,
    InvestigationBodyDesignated,
    LeadCoDesignated,
    UnitProposed,
)
from services.archive.state.arrival import HANDLING_DECISIONS
from services.archive.state.view import CaseView, Clock, changed, decided, in_status, waiting

OVER = frozenset(
    {"MERGED", "WITHDRAWN", "NOT_ACCEPTED", "TRANSFERRED_OUT", "CONCLUDED", "ARCHIVED"}
)
"""Nobody waits for units any more."""
OUTSIDE_PREFIX = "EXT-"


def units_named(
    view: CaseView, event: UnitProposed | LeadCoDesignated | AssignmentDrafted
) -> CaseView:
    """The units of the proposal, until an assignment says otherwise."""
    return changed(view, lead_unit=event.lead_unit, co_units=event.co_units)


def proposed(view: CaseView, event: UnitProposed) -> CaseView:
    """Who the rules think should do it, and who outside should know."""
    bodies = tuple(dict.fromkeys((*view.external_bodies, *event.external_bodies)))
    return changed(units_named(view, event), external_bodies=bodies)


def drafted(view: CaseView, event: AssignmentDrafted) -> CaseView:
    """A draft with a lead waits for a leader (H2), one without for the Petition Office (H3)."""
    bodies = tuple(dict.fromkeys((*view.external_bodies, *event.external_bodies)))
    view = changed(units_named(view, event), external_bodies=bodies)
    if event.lead_unit is None:
        return waiting(view, "H3")
    return waiting(decided(view, "H3"), "H2")


def approved(view: CaseView, _: AssignmentApproved) -> CaseView:
    """The leader has agreed."""
    return decided(view, "H2")


def draft_refused(view: CaseView, _: AssignmentRefused) -> CaseView:
    """The Petition Office has to propose somebody else."""
    return waiting(decided(view, "H2"), "H3")


def dispatched(view: CaseView, event: AssignmentDispatched) -> CaseView:
    """An urgent dispatch still waits for its approval; any other had it or needed none."""
    view = changed(view, lead_unit=event.lead_unit, co_units=event.co_units, dispatched=True)
    view = in_status(view, "ASSIGNED", event)
    return view if event.urgent else decided(view, "H2", "H3")


def revoked(view: CaseView, event: AssignmentRevoked) -> CaseView:
    """Nobody has it: a body has to be designated (H10), or units named (H3)."""
    if view.status in OVER:
        return changed(view, dispatched=False)
    view = changed(view, lead_unit=None, co_units=(), dispatched=False)
    view = decided(in_status(view, "ACCEPTED", event), "H2", "H3", "H5")
    return waiting(view, "H10" if view.confidentiality == "RESTRICTED" else "H3")


def blocked(view: CaseView, event: AssignmentBlocked) -> CaseView:
    """A draft cannot wait for a leader with a lead that must not know."""
    if view.dispatched or view.lead_unit != event.unit:
        return view
    return waiting(decided(changed(view, lead_unit=None), "H2"), "H3")


def objected(view: CaseView, event: AssignmentObjected) -> CaseView:
    """Back with the Petition Office (H3), or with whoever names an investigating body (H10)."""
    view = in_status(changed(view, dispatched=False), "ACCEPTED", event)
    return waiting(view, "H10" if view.confidentiality == "RESTRICTED" else "H3")


def body_designated(view: CaseView, event: InvestigationBodyDesignated) -> CaseView:
    """The investigating body leads; handed to a body outside, the case has left the bureau."""
    view = decided(changed(view, lead_unit=event.body, co_units=(), dispatched=True), "H10")
    outside = event.body.startswith(OUTSIDE_PREFIX)
    return in_status(view, "TRANSFERRED_OUT" if outside else "ASSIGNED", event)


def handed_over(view: CaseView, _: CaseHandedOver) -> CaseView:
    """From here on it goes the ordinary way."""
    return changed(view, routing="NORMAL_TRANSFER")


def reception_proposed(view: CaseView, _: ReceptionLeadProposed) -> CaseView:
    """A leader says who receives the visitors."""
    return waiting(view, "H4")


def reception_approved(view: CaseView, _: ReceptionLeadApproved) -> CaseView:
    """Who receives the visitors is settled."""
    return decided(view, "H4")


def head_reported(view: CaseView, _: UnitHeadReported) -> CaseView:
    """The head of the unit has to name a handler."""
    return waiting(view, "H5")


def handler_designated(view: CaseView, event: HandlerDesignated) -> CaseView:
    """Somebody works on it."""
    return in_status(decided(view, "H5"), "HANDLING", event)


def reply_at_gate(
    view: CaseView,
    _: ReplySubmitted | ReceiptSigned | ReceiptRefused | ReceiptUnreachable,
) -> CaseView:
    """The reply is before the Petition Office: its content first, its completeness at the end."""
    return waiting(view, "H7")


def reply_through_gate(view: CaseView, _: ReplyContentPassed | ReplyPassed) -> CaseView:
    """The Petition Office has let it pass."""
    return decided(view, "H7")


def reply_returned(view: CaseView, event: ReplyReturned) -> CaseView:
    """The unit does it again."""
    return in_status(decided(view, "H7"), "HANDLING", event)


def reply_delivered(view: CaseView, event: ReplyDelivered) -> CaseView:
    """The petitioner has an answer."""
    return in_status(view, "REPLIED", event)


def concluded(view: CaseView, event: PetitionConcluded) -> CaseView:
    """Nothing is left to decide in the handling."""
    view = changed(view, concluded_on=event.concluded_on, outcome_code=event.outcome_code)
    return decided(in_status(view, "CONCLUDED", event), *HANDLING_DECISIONS)


def reopened(view: CaseView, event: PetitionReopened) -> CaseView:
    """The unit replies anew; how it ended before does not count any more."""
    return in_status(changed(view, concluded_on=None, outcome_code=None), "HANDLING", event)


def seat_to_be_left(view: CaseView, event: RecusalRequired) -> CaseView:
    """Somebody else must be named: to do the work (H5), or to sit on the team (H8)."""
    return waiting(view, "H5" if event.seat == "HANDLER" else "H8")


def extension_requested(view: CaseView, _: ExtensionRequested) -> CaseView:
    """A leader of the Leading Group decides (H6)."""
    return waiting(view, "H6")


def extension_decided(view: CaseView, _: ExtensionApproved | ExtensionRefused) -> CaseView:
    """Granted or not, it does not wait any more."""
    return decided(view, "H6")


def clock_set(view: CaseView, event: DeadlineSet) -> CaseView:
    """A date set again runs again; that it was missed before stays on the file."""
    missed = any(clock.key == event.key and clock.missed for clock in view.clocks)
    return _with_clock(view, Clock(event.key, event.due_on, ended=False, missed=missed))


def clock_recounted(view: CaseView, event: DeadlineRederived) -> CaseView:
    """Another date for the same clock."""
    return _with_clock(view, replace(_clock(view, event.key), due_on=event.due_on))


def clock_ended(view: CaseView, event: DeadlineMet | DeadlineCancelled) -> CaseView:
    """The clock stands, the date stays."""
    return _with_clock(view, replace(_clock(view, event.key), ended=True))


def clock_missed(view: CaseView, event: DeadlineMissed) -> CaseView:
    """The day went by."""
    return _with_clock(view, replace(_clock(view, event.key), missed=True))


def _clock(view: CaseView, key: DeadlineKey) -> Clock:
    return next((clock for clock in view.clocks if clock.key == key), Clock(key))


def _with_clock(view: CaseView, clock: Clock) -> CaseView:
    others = tuple(other for other in view.clocks if other.key != clock.key)
    return changed(view, clocks=(*others, clock))
