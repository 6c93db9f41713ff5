"""What the petitioner and the source are told, and what they are asked (art. 9(一)3, 10(一))."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.codes import NoticeWay, Status
from contracts.commands.intake import SendAcceptanceNotice
from contracts.envelope import CaseEvent, CaseId
from contracts.events.handling import PetitionConcluded, ReplyDelivered
from contracts.events.intake import (
    AcceptanceNoticeSent,
    InformationRequested,
    NonacceptanceNoticeSent,
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
from contracts.ports import Announcements, Issued, Message, Refused
from contracts.topics import is_platform, returned_topic
from contracts.zone import bureau_day
from services.intake.decisions.known import Known
from services.intake.handlers import publishing
from services.intake.state import IntakeState

MATTER = "MATTER"
"""What is missing where nobody can tell what the petition is about."""


def on_scope_assessed(
    state: IntakeState, event: PetitionScopeAssessed, _known: Known
) -> Announcements:
    """Unclear: the petitioner is asked, nobody is refused on a guess (E56)."""
    if event.outcome == "NEED_INFO":
        yield InformationRequested(missing=(MATTER,), receipt=event.receipt)
        yield from publishing.progress(state, "NEED_INFO")
        yield from progress(state, event.case_id, "NEED_INFO")


def on_petition_accepted(
    state: IntakeState, event: PetitionAccepted, known: Known
) -> Announcements:
    """The notice follows by itself to whom it can reach (E62)."""
    settings = known.settings
    if state.reachable and settings.notice_enabled and settings.notice_automatic:
        yield AcceptanceNoticeSent(way=_way(state), on=event.day)
    yield from publishing.progress(state, "ACCEPTED")
    yield _back(
        state,
        AcceptanceTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            acceptance=event.acceptance,
            accepted_on=event.accepted_on,
        ),
    )


def on_send_acceptance_notice(
    state: IntakeState, issued: Issued[SendAcceptanceNotice], known: Known
) -> Iterator[CaseEvent]:
    """Where it does not follow by itself a person sends it, once; in person it reaches anybody."""
    way = issued.command.way
    wanted = known.settings.notice_enabled and state.accepted_on is not None
    reaches = state.reachable or way == "IN_PERSON"
    if not wanted or not reaches or state.acceptance_told or state.ended:
        raise Refused("STATE_DOES_NOT_ALLOW", "10.1d")
    yield AcceptanceNoticeSent(way=way, on=bureau_day(issued.occurred_at))


def on_nonacceptance_approved(
    state: IntakeState, event: NonacceptanceApproved, _known: Known
) -> Announcements:
    """Back by the way it came, or told directly; of a mere part only the petitioner hears (10.1b).

    The rest of such a petition stays here, so that it is not given back.
    """
    if is_platform(state.source) and not event.parts:
        yield PetitionReturnedToSource(
            source=state.source,
            ground=event.ground,
            competent_bodies=event.competent_bodies,
            on=event.day,
        )
    else:
        yield NonacceptanceNoticeSent(
            way=_way(state) if state.reachable else "ON_FILE",
            ground=event.ground,
            competent_bodies=event.competent_bodies,
            on=event.day,
            in_part=bool(event.parts),
        )
    if not event.parts:
        yield from publishing.result(state, "NOT_ACCEPT")
    yield _back(
        state,
        NonAcceptanceTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            ground=event.ground,
            competent_bodies=event.competent_bodies,
            on=event.day,
            in_part=bool(event.parts),
        ),
    )


def on_reply_delivered(
    state: IntakeState, event: ReplyDelivered, _known: Known
) -> Iterator[Message]:
    """A platform learns that the petitioner has the reply."""
    yield from progress(state, event.case_id, "REPLIED")


def on_petition_concluded(
    state: IntakeState, event: PetitionConcluded, _known: Known
) -> Announcements:
    """Who asks learns how it ended, and so does a platform."""
    yield from publishing.result(state, event.outcome_code)
    if is_platform(state.source):
        told = ReplyTold(
            platform_ref=state.platform_ref,
            case_id=event.case_id,
            outcome_code=event.outcome_code,
            on=event.concluded_on,
        )
        yield _back(state, told)


def progress(state: IntakeState, case_id: CaseId, status: Status) -> Iterator[Message]:
    """A platform learns how far it is; whoever came to us hears it from us."""
    if is_platform(state.source):
        told = ProgressTold(platform_ref=state.platform_ref, case_id=case_id, status=status)
        yield _back(state, told)


def _way(state: IntakeState) -> NoticeWay:
    return "PLATFORM" if is_platform(state.source) else "POST"


def _back(state: IntakeState, body: Returned) -> Message:
    return Message(returned_topic(state.source), state.platform_ref, body)
