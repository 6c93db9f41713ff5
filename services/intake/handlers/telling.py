"""What the petitioner and the source are told, and what they are asked (art. 9(一)3, 10(一))."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.envelope import CaseEvent
from contracts.events.handling import PetitionConcluded, ReplyDelivered
from contracts.events.intake import (
    AcceptanceNoticeSent,
    InformationRequested,
    NonacceptanceNoticeSent,
    NoticeWay,
    PetitionReturnedToSource,
)
from contracts.events.routing import (
    NonacceptanceApproved,
    PetitionAccepted,
    PetitionScopeAssessed,
)
from contracts.outcomes import (
    AcceptanceTold,
    NonAcceptanceTold,
    ProgressTold,
    ReplyTold,
    Returned,
)
from contracts.ports import Announcements, Message
from contracts.topics import is_platform, returned_topic
from services.intake.decisions.known import Known
from services.intake.state import IntakeState

MATTER = "MATTER"
"""What is missing where nobody can tell what the petition is about."""


def on_scope_assessed(
    _state: IntakeState, event: PetitionScopeAssessed, _known: Known
) -> Iterator[CaseEvent]:
    """Unclear: the petitioner is asked, nobody is refused on a guess (E56)."""
    if event.outcome == "NEED_INFO":
        yield InformationRequested(missing=(MATTER,), receipt=event.receipt)


def on_petition_accepted(
    state: IntakeState, event: PetitionAccepted, _known: Known
) -> Announcements:
    """The notice follows by itself to whom it can reach (E62)."""
    if state.reachable:
        way: NoticeWay = "PLATFORM" if is_platform(state.source) else "POST"
        yield AcceptanceNoticeSent(way=way, on=event.day)
    yield _back(
        state,
        AcceptanceTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            acceptance=event.acceptance,
            accepted_on=event.accepted_on,
        ),
    )


def on_nonacceptance_approved(
    state: IntakeState, event: NonacceptanceApproved, _known: Known
) -> Announcements:
    """Back by the way it came, or told directly; a mere part goes nowhere (10.1b)."""
    if event.parts:
        return
    if is_platform(state.source):
        yield PetitionReturnedToSource(
            source=state.source,
            ground=event.ground,
            competent_bodies=event.competent_bodies,
            on=event.day,
        )
    else:
        yield NonacceptanceNoticeSent(
            ground=event.ground, competent_bodies=event.competent_bodies, on=event.day
        )
    yield _back(
        state,
        NonAcceptanceTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            ground=event.ground,
            competent_bodies=event.competent_bodies,
            on=event.day,
        ),
    )


def on_reply_delivered(
    state: IntakeState, event: ReplyDelivered, _known: Known
) -> Iterator[Message]:
    """A platform learns that the petitioner has the reply."""
    if is_platform(state.source):
        told = ProgressTold(
            platform_ref=state.platform_ref, case_id=event.case_id, status="REPLIED"
        )
        yield _back(state, told)


def on_petition_concluded(
    state: IntakeState, event: PetitionConcluded, _known: Known
) -> Iterator[Message]:
    """A platform learns how it ended."""
    if is_platform(state.source):
        told = ReplyTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            outcome_code=event.outcome_code,
            on=event.concluded_on,
        )
        yield _back(state, told)


def _back(state: IntakeState, body: Returned) -> Message:
    return Message(returned_topic(state.source), state.platform_ref, body)
