"""What the archive says on events: outcomes to subscribers, dates for the papers, supplements."""

from __future__ import annotations

from dataclasses import replace

from contracts.envelope import CaseEvent, CaseId
from contracts.events import handling
from contracts.events.archive import ArchiveDue, ArchiveSealed, OutcomePublished
from contracts.events.gate import CaseEnded
from contracts.outcomes import CaseOutcomeGone
from contracts.ports import Announcements, Message
from services.archive import decisions
from services.archive.decisions import Known
from services.archive.state import CaseFile, CaseView, supplemented

OUTCOMES_TOPIC = "case.outcomes.v1"


def on_any_change(case: CaseFile, event: CaseEvent, _: Known) -> Announcements:
    """Subscribers hear of a case whenever what they may know of it has changed."""
    if not case.outcome_changed:
        return
    yield from told(event.case_id, case.view)
    ends_now = case.status_changed and case.view.status in decisions.ENDED
    if ends_now and not case.view.was_restricted:
        assert case.view.status is not None
        yield OutcomePublished(status=case.view.status, outcome_code=case.view.outcome_code)


def on_case_ended(case: CaseFile, event: CaseEnded, _: Known) -> Announcements:
    """It goes on where subscribers hear of nothing: what they were told is taken back."""
    if case.view.ended:
        yield Message(OUTCOMES_TOPIC, event.case_id, CaseOutcomeGone())


def on_petition_concluded(
    case: CaseFile, event: handling.PetitionConcluded, known: Known
) -> Announcements:
    """From the conclusion on the papers are due back, and the dossier in its year's volume.

    A filed case that was reopened has its volume: what was done since is sealed beside it.
    """
    if case.volume is not None:
        yield from on_late_event(case, event, known)
        return
    yield ArchiveDue(
        materials_by=decisions.materials_by(event.concluded_on, known.limits, known.calendar),
        file_by=known.limits.file_by(event.concluded_on.year),
    )
    yield from on_any_change(case, event, known)


def on_late_event(case: CaseFile, event: CaseEvent, known: Known) -> Announcements:
    """What comes after filing is sealed as a numbered supplement (E74)."""
    yield from on_any_change(case, event, known)
    if case.volume is None or not case.volume.sealed:
        return
    after = replace(case, volume=supplemented(case))
    assert after.volume is not None
    yield ArchiveSealed(
        sha256=decisions.seal(event.case_id, after),
        supplement=after.volume.supplement,
    )


def told(case_id: CaseId, view: CaseView) -> Announcements:
    """The snapshot subscribers get, where they may hear of the case at all."""
    snapshot = decisions.outcome(case_id, view)
    if snapshot is not None:
        yield Message(OUTCOMES_TOPIC, case_id, snapshot)
