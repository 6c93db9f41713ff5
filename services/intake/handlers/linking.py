"""Petitions that belong to another case: merged, suggested, taken apart again (art. 12, T8)."""

from __future__ import annotations

from contracts.commands.intake import LinkDuplicate, UnlinkDuplicate
from contracts.envelope import CaseId
from contracts.events.intake import (
    DuplicateSuggested,
    PetitionMerged,
    PetitionUnlinked,
    RepeatDetected,
)
from contracts.ports import Announcements, Issued, Refused
from services.intake.decisions import repeats
from services.intake.decisions.known import Known
from services.intake.handlers import telling
from services.intake.state import IntakeState

CLAUSE = "12.T8"


def said(state: IntakeState, case_id: CaseId, beside: repeats.Finding) -> Announcements:
    """What the register has found, said right after it."""
    if beside.duplicate_of is not None:
        yield PetitionMerged(into=beside.duplicate_of, receipt=beside.receipt)
        yield from telling.progress(state, case_id, "MERGED")
    for other in beside.suggested:
        yield DuplicateSuggested(
            of=other.case_id,
            same_person=other.same_person,
            same_matter=other.matter == "SAME",
            receipt=beside.receipt,
        )
    if beside.repeat_no:
        yield RepeatDetected(
            earlier=beside.earlier,
            count=beside.repeat_no,
            by_visit=state.visit,
            receipt=beside.receipt,
        )


def on_link_duplicate(
    state: IntakeState, issued: Issued[LinkDuplicate], known: Known
) -> Announcements:
    """A person says that it is the matter of another case that is open; so is this one."""
    of = issued.command.of
    if not state.open or state.answered_on is not None or not repeats.may_be_linked(known, of):
        raise Refused("STATE_DOES_NOT_ALLOW", CLAUSE)
    yield PetitionMerged(into=of, by_rule=False, reason_ref=issued.command.reason)
    yield from telling.progress(state, issued.case_id, "MERGED")


def on_unlink_duplicate(
    state: IntakeState, issued: Issued[UnlinkDuplicate], _known: Known
) -> Announcements:
    """A person says that it is another matter: it goes on by itself, as if it were new (E50)."""
    if state.merged_into is None or state.filed:
        raise Refused("STATE_DOES_NOT_ALLOW", CLAUSE)
    yield PetitionUnlinked(from_=state.merged_into, reason_ref=issued.command.reason)
    yield from telling.progress(state, issued.case_id, "REGISTERED")
